/**
 * Turns decisions into HTTP responses, and writes the access log.
 */
@NullMarked
package dev.lineman.serve.http;

import org.jspecify.annotations.NullMarked;
