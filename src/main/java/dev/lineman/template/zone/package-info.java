/**
 * Time zones of IANA: their offsets and clock changes, and which of them a phone can have.
 */
@NullMarked
package dev.lineman.template.zone;

import org.jspecify.annotations.NullMarked;
