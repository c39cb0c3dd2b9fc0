/**
 * JSON Schemas of input files, for editors.
 */
@NullMarked
package dev.lineman.command.schema;

import org.jspecify.annotations.NullMarked;
