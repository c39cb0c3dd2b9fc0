/**
 * Who may fetch a file: access rules as values and as text, and the check of a client against them.
 */
@NullMarked
package dev.lineman.access;

import org.jspecify.annotations.NullMarked;
