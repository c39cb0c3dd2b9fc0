/**
 * Vendors of phones: their MAC prefixes, and how a phone learns the URL of its configuration by DHCP and SIP PnP.
 */
@NullMarked
package dev.lineman.template.vendor;

import org.jspecify.annotations.NullMarked;
