/**
 * Certificates and private keys from PEM files.
 */
@NullMarked
package dev.lineman.http.tls;

import org.jspecify.annotations.NullMarked;
