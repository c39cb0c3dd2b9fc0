/**
 * HTTP Basic and Digest authentication (RFC 7617, RFC 7616).
 */
@NullMarked
package dev.lineman.access.auth;

import org.jspecify.annotations.NullMarked;
