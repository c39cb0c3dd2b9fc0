/**
 * From changed inputs to the outputs that may differ.
 */
@NullMarked
package dev.lineman.build.impact;

import org.jspecify.annotations.NullMarked;
