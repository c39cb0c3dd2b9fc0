/**
 * What a client proves with the credentials it sends: HTTP Basic and Digest, both sides of them.
 */
@NullMarked
package dev.lineman.login;

import org.jspecify.annotations.NullMarked;
