/**
 * HTML pages from templates in the jar.
 */
@NullMarked
package dev.lineman.render.html;

import org.jspecify.annotations.NullMarked;
