/**
 * Who may fetch a file: rules as values, as the compact text that travels with the file, and held against who asks. No input,
 * no output, no clock; knows no HTTP.
 */
@NullMarked
package dev.lineman.access;

import org.jspecify.annotations.NullMarked;
