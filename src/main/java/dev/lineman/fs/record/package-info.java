/**
 * The format of the files below {@code out/.lineman}: records with length and checksum behind a header with kind and
 * version.
 */
@NullMarked
package dev.lineman.fs.record;

import org.jspecify.annotations.NullMarked;
