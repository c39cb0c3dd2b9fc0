/**
 * The files in {@code out/}, kept equal to the publication.
 */
@NullMarked
package dev.lineman.publish.mirror;

import org.jspecify.annotations.NullMarked;
