/**
 * HTTP messages (RFC 9110, RFC 9112): requests, responses, their grammar.
 */
@NullMarked
package dev.lineman.http.message;

import org.jspecify.annotations.NullMarked;
