package dev.lineman.inventory.secret;

import dev.lineman.fs.Digest;
import dev.lineman.inventory.extension.FieldValues;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Placeholders for missing secrets and environment variables, so that a clone without them can be checked and compared
 * ({@code --assume-secrets}). A placeholder depends only on the reference: the same reference gives the same text
 * everywhere, and another reference gives another text, so that a comparison shows the change. Stateless.
 */
public final class AssumedValue {
    private static final String PREFIX = "assumed-";

    /** Hex digits of the digest. A name itself may have characters that a format cannot hold. */
    private static final int DIGITS = 16;

    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{" + DIGITS + '}');

    private AssumedValue() {}

    /** Returns the placeholder for a reference: letters, digits and dashes, which every format can hold. */
    public static String of(FieldValues.ValueReference reference) {
        byte[] name = reference.toString().getBytes(StandardCharsets.UTF_8);
        return PREFIX + Digest.of(name).toString().substring(0, DIGITS);
    }

    /** Whether a text has the form of a placeholder. */
    public static boolean isAssumed(String text) {
        return FORM.matcher(text).matches();
    }
}
