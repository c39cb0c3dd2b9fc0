/**
 * What a template offers in its header: choices, codecs, types of keys, typed settings.
 */
@NullMarked
package dev.lineman.template.header;

import org.jspecify.annotations.NullMarked;
