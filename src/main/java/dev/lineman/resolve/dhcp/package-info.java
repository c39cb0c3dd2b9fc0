/**
 * The DHCP options from which phones learn their URL: of each phone, and of the vendors of a site.
 */
@NullMarked
package dev.lineman.resolve.dhcp;

import org.jspecify.annotations.NullMarked;
