/** Searches in published phonebooks. */
@NullMarked
package dev.lineman.serve.search;

import org.jspecify.annotations.NullMarked;
