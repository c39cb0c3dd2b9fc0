/**
 * The {@code %%…%%} dialect: its parser, its syntax tree and its evaluator.
 */
@NullMarked
package dev.lineman.template.dialect;

import org.jspecify.annotations.NullMarked;
