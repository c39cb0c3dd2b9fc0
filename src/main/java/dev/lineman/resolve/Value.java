package dev.lineman.resolve;

import dev.lineman.inventory.Layers;
import org.jspecify.annotations.Nullable;

/**
 * A named value of a phone.
 *
 * @param text the text, which is a secret's when {@code secret}
 * @param secret whether it must never be shown
 * @param origin where it was given; null when it is made of something else
 */
public record Value(String text, boolean secret, Layers.@Nullable Found origin) {

    /** A value that nobody typed. */
    static Value derived(String text) {
        return new Value(text, false, null);
    }

    /** Never the text of a secret. */
    @Override
    public String toString() {
        return secret ? "••••••" : text;
    }
}
