/**
 * Contacts from tables, vCards and directories become extension files, and contacts become tables.
 */
@NullMarked
package dev.lineman.command.contact;

import org.jspecify.annotations.NullMarked;
