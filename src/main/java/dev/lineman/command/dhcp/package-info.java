/**
 * DHCP options for the phones of a root, in the formats of DHCP servers.
 */
@NullMarked
package dev.lineman.command.dhcp;

import org.jspecify.annotations.NullMarked;
