/**
 * Resolves and renders phones and sites, each output once.
 */
@NullMarked
package dev.lineman.build.make;

import org.jspecify.annotations.NullMarked;
