/**
 * What SIP Plug and Play and TFTP have in common: permitted networks, limits of each client, messages once a day.
 */
@NullMarked
package dev.lineman.zerotouch;

import org.jspecify.annotations.NullMarked;
