/**
 * SIP Plug and Play: answers phones that ask a multicast group for the URL of their configuration.
 */
@NullMarked
package dev.lineman.zerotouch.pnp;

import org.jspecify.annotations.NullMarked;
