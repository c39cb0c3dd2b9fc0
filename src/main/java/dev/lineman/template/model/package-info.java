/**
 * Models of phones: their names, lines, keys and templates, from model files and templates.
 */
@NullMarked
package dev.lineman.template.model;

import org.jspecify.annotations.NullMarked;
