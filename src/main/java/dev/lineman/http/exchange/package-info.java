/**
 * What handles requests: handlers, connection filters, listeners of finished exchanges.
 */
@NullMarked
package dev.lineman.http.exchange;

import org.jspecify.annotations.NullMarked;
