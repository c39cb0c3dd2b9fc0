package dev.lineman.resolve.value;

import dev.lineman.inventory.LayerStack;
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
public record ResolvedValue(
        String text,
        boolean secret,
        LayerStack.@Nullable LayerValue origin,
        @Nullable Position offered) {

    public static final String DOTS = "••••••";

    /** A value that was given. */
    public static ResolvedValue given(String text, boolean secret, LayerStack.LayerValue origin) {
        return new ResolvedValue(text, secret, origin, null);
    }

    /** A value that a template offers, there. */
    public static ResolvedValue offered(String text, Position at) {
        return new ResolvedValue(text, false, null, at);
    }

    /** A value that nobody typed. */
    public static ResolvedValue derived(String text) {
        return new ResolvedValue(text, false, null, null);
    }

    /** Never the text of a secret. */
    @Override
    public String toString() {
        return secret ? DOTS : text;
    }
}
