/**
 * Contacts from directories over LDAP.
 */
@NullMarked
package dev.lineman.command.contact.ldap;

import org.jspecify.annotations.NullMarked;
