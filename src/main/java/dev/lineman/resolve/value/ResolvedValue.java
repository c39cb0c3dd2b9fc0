package dev.lineman.resolve.value;

import dev.lineman.inventory.LayerStack;
import dev.lineman.problem.Position;
import org.jspecify.annotations.Nullable;

/**
 * A value of a phone, with its origin. Immutable.
 *
 * @param text the text; it may be a secret
 * @param secret whether no view may show the text
 * @param origin the value in a layer that it was read from; null if it is computed
 * @param offered position in the template that offers the value; null if the template does not offer it
 */
public record ResolvedValue(
        String text,
        boolean secret,
        LayerStack.@Nullable LayerValue origin,
        @Nullable Position offered) {

    /** Text to show instead of a secret. */
    public static final String DOTS = "••••••";

    /** A value that a file of the phone sets. */
    public static ResolvedValue given(String text, boolean secret, LayerStack.LayerValue origin) {
        return new ResolvedValue(text, secret, origin, null);
    }

    /** A value that the template sets, at this position. */
    public static ResolvedValue offered(String text, Position at) {
        return new ResolvedValue(text, false, null, at);
    }

    /** A value that Lineman computes, such as a MAC in upper case. */
    public static ResolvedValue derived(String text) {
        return new ResolvedValue(text, false, null, null);
    }

    /** The text; dots if it is a secret. */
    @Override
    public String toString() {
        return secret ? DOTS : text;
    }
}
