/** Values that phones use instead of the given ones, as operators see them. */
@NullMarked
package dev.lineman.operator.view.drift;

import org.jspecify.annotations.NullMarked;
