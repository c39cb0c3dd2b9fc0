/**
 * Which phone fetched what when, which unknown ones asked in vain, and how often a file was had: noted while phones are served,
 * kept over restarts, read by the operator's view.
 */
@NullMarked
package dev.lineman.visits;

import org.jspecify.annotations.NullMarked;
