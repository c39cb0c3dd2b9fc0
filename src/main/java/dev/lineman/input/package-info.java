/**
 * Input files: where they are, what their attributes say, and what a document is.
 */
@NullMarked
package dev.lineman.input;

import org.jspecify.annotations.NullMarked;
