package dev.lineman.inventory.extension;

import java.util.Comparator;

/**
 * A pattern for model names, as in {@code models:} of a {@code _defaults.yaml}. A {@code *} matches any text,
 * also none. Case, blanks and punctuation do not matter. The order puts the most specific pattern first.
 * Immutable.
 *
 * @param text the pattern as the administrator typed it
 * @param normalised the form that is compared, with its stars
 */
public record ModelPattern(String text, String normalised) implements Comparable<ModelPattern> {
    /** The most specific first: the most characters without stars, then the fewest stars. */
    private static final Comparator<ModelPattern> ORDER = Comparator.comparingInt(
                    (ModelPattern pattern) -> -pattern.literalLength())
            .thenComparingInt(pattern -> pattern.normalised().length())
            .thenComparing(ModelPattern::normalised)
            .thenComparing(ModelPattern::text);

    /** Makes a pattern from its text. */
    public static ModelPattern of(String text) {
        return new ModelPattern(text, normalise(text, true));
    }

    /**
     * Returns a model's name in the form that is compared: letters, digits and symbols such as {@code +}, in
     * lower case.
     */
    public static String normalise(String model) {
        return normalise(model, false);
    }

    @Override
    public int compareTo(ModelPattern other) {
        return ORDER.compare(this, other);
    }

    /** The number of characters that are no stars. */
    private int literalLength() {
        return (int) normalised.chars().filter(c -> c != '*').count();
    }

    /**
     * Whether a model matches. Takes at most pattern length times name length steps.
     *
     * @param model a name in the form of {@link #normalise(String)}
     */
    public boolean matches(String model) {
        // Greedy matching: after a mismatch, only the last star has to take one more character.
        int star = -1;
        int retry = 0;
        int p = 0;
        int m = 0;
        while (m < model.length()) {
            if (p < normalised.length() && normalised.charAt(p) == '*') {
                star = p++;
                retry = m;
            } else if (p < normalised.length() && normalised.charAt(p) == model.charAt(m)) {
                p++;
                m++;
            } else if (star >= 0) {
                p = star + 1;
                m = ++retry;
            } else {
                return false;
            }
        }
        while (p < normalised.length() && normalised.charAt(p) == '*') {
            p++;
        }
        return p == normalised.length();
    }

    private static String normalise(String model, boolean keepStars) {
        // A start normalises thousands of names, so this is a plain loop.
        StringBuilder result = new StringBuilder(model.length());
        for (int i = 0; i < model.length(); ) {
            int c = model.codePointAt(i);
            i += Character.charCount(c);
            if ((keepStars && c == '*') || isSignificant(c)) {
                result.appendCodePoint(Character.toLowerCase(Character.toUpperCase(c)));
            }
        }
        return result.toString();
    }

    /**
     * Whether a character counts in a comparison. Spaces, control characters and punctuation (Unicode's Z, Cc, Cf
     * and P) do not.
     */
    private static boolean isSignificant(int c) {
        return switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> false;
            default -> true;
        };
    }
}
