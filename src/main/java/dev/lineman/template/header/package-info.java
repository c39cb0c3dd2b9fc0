/**
 * What the header of a template offers: choices, codecs, settings, networks, and the types of its BLF keys.
 */
@NullMarked
package dev.lineman.template.header;

import org.jspecify.annotations.NullMarked;
