/**
 * Adopts unknown phones: writes an extension file for a phone that no extension names, for the command and for the page.
 */
@NullMarked
package dev.lineman.command.adopt;

import org.jspecify.annotations.NullMarked;
