/**
 * Which values a template allows: types, ranges, lengths and patterns.
 */
@NullMarked
package dev.lineman.template.constraint;

import org.jspecify.annotations.NullMarked;
