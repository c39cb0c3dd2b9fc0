/**
 * What a listener proves to be and whom it believes: certificates and keys in PEM files become the JDK's TLS. Knows nothing of
 * connections.
 */
@NullMarked
package dev.lineman.http.tls;

import org.jspecify.annotations.NullMarked;
