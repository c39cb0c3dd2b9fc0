/**
 * Bytes on a connection, plain or with TLS, without blocking.
 */
@NullMarked
package dev.lineman.http.transport;

import org.jspecify.annotations.NullMarked;
