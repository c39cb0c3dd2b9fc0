/**
 * The operator's listener: the status page, its data as JSON, metrics, health.
 */
@NullMarked
package dev.lineman.admin;

import org.jspecify.annotations.NullMarked;
