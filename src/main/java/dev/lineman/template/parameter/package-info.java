/**
 * The formats in which files take parameters of the vendor.
 */
@NullMarked
package dev.lineman.template.parameter;

import org.jspecify.annotations.NullMarked;
