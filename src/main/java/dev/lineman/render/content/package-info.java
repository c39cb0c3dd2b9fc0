/**
 * What is compiled and run: contents, their results and their errors.
 */
@NullMarked
package dev.lineman.render.content;

import org.jspecify.annotations.NullMarked;
