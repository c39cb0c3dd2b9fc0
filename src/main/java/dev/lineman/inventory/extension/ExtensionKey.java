package dev.lineman.inventory.extension;

/**
 * What an extension is known by: its number is unique within its site.
 *
 * @param site empty for the unnamed site
 */
public record ExtensionKey(String site, String number) {}
