/**
 * The operator's listener: status page, API, metrics, health.
 */
@NullMarked
package dev.lineman.operator.page;

import org.jspecify.annotations.NullMarked;
