/**
 * The options and codecs that a phone and its lines pick, and what their template lacks.
 */
@NullMarked
package dev.lineman.resolve.option;

import org.jspecify.annotations.NullMarked;
