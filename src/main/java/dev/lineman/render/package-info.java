/**
 * Values and content become bytes, within budgets, escaped for the format they land in.
 */
@NullMarked
package dev.lineman.render;

import org.jspecify.annotations.NullMarked;
