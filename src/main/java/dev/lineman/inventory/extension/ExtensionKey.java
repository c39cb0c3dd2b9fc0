package dev.lineman.inventory.extension;

/**
 * The identity of an extension: its number is unique within its site. Key of the inventory's indices. Immutable.
 *
 * @param site the site's name; empty for the unnamed site
 * @param number the extension's number as text, such as {@code 101}
 */
public record ExtensionKey(String site, String number) {}
