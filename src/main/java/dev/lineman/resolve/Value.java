package dev.lineman.resolve;

import dev.lineman.inventory.Layers;
import dev.lineman.problem.Position;
import org.jspecify.annotations.Nullable;

/**
 * A named value of a phone.
 *
 * @param text the text, which is a secret's when {@code secret}
 * @param secret whether it must never be shown
 * @param origin where it was given; null when it is made of something else
 * @param offered where a template offers it; null when no template does
 */
public record Value(
        String text,
        boolean secret,
        Layers.@Nullable Found origin,
        @Nullable Position offered) {

    static final String DOTS = "••••••";

    /** A value that was given. */
    static Value given(String text, boolean secret, Layers.Found origin) {
        return new Value(text, secret, origin, null);
    }

    /** A value that a template offers, there. */
    static Value offered(String text, Position at) {
        return new Value(text, false, null, at);
    }

    /** A value that nobody typed. */
    static Value derived(String text) {
        return new Value(text, false, null, null);
    }

    /** Never the text of a secret. */
    @Override
    public String toString() {
        return secret ? DOTS : text;
    }
}
