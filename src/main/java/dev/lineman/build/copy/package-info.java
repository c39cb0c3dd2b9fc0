/** Stores the bytes of static files, large ones in the background. */
@NullMarked
package dev.lineman.build.copy;

import org.jspecify.annotations.NullMarked;
