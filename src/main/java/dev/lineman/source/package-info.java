/**
 * Hints become a stable snapshot of the inputs (extension files, templates, secrets), and the change set
 * against the last one.
 */
@NullMarked
package dev.lineman.source;

import org.jspecify.annotations.NullMarked;
