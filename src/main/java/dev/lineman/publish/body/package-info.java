/**
 * The bodies of published files: pack files, large files, verification.
 */
@NullMarked
package dev.lineman.publish.body;

import org.jspecify.annotations.NullMarked;
