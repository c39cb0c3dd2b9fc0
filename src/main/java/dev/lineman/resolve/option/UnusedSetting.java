package dev.lineman.resolve.option;

import dev.lineman.inventory.LayerStack;

/**
 * A value that a layer gives in {@code options}, {@code codecs}, {@code network}, {@code modules}, {@code blf} or {@code
 * softkeys}, and that has no effect on the phone: its template does not have it, or {@code require} replaces it. {@code
 * explain} shows it. Immutable.
 *
 * @param name the option, {@code codecs}, {@code network}, {@code modules}, {@code softkeys}, or the key
 * @param found the nearest value of the name
 * @param reason why it has no effect
 */
public record UnusedSetting(String name, LayerStack.LayerValue found, String reason) {}
