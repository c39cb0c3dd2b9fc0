/**
 * The renderer: device configs and values give files.
 */
@NullMarked
package dev.lineman.render;

import org.jspecify.annotations.NullMarked;
