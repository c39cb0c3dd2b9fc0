/**
 * A read-only TFTP server over the publication (RFC 1350, RFC 2347 to 2349, RFC 7440).
 */
@NullMarked
package dev.lineman.zerotouch.tftp;

import org.jspecify.annotations.NullMarked;
