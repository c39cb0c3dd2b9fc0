/**
 * Request handlers, the trust in proxies, and listeners of finished exchanges.
 */
@NullMarked
package dev.lineman.http.exchange;

import org.jspecify.annotations.NullMarked;
