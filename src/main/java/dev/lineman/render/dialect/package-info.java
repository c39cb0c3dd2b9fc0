/**
 * Renders contents in the {@code %%…%%} dialect.
 */
@NullMarked
package dev.lineman.render.dialect;

import org.jspecify.annotations.NullMarked;
