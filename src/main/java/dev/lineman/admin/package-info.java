/**
 * The operator's listener: health, readiness, status.
 */
@NullMarked
package dev.lineman.admin;

import org.jspecify.annotations.NullMarked;
