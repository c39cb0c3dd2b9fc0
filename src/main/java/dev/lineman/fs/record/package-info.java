/**
 * The format of the files below {@code out/.lineman}: records with length and checksum after a header with kind
 * and version. The journal, body seals, visits, mounts and the counter of starts are such files.
 */
@NullMarked
package dev.lineman.fs.record;

import org.jspecify.annotations.NullMarked;
