/**
 * The PROXY protocol, versions 1 and 2.
 */
@NullMarked
package dev.lineman.http.proxy;

import org.jspecify.annotations.NullMarked;
