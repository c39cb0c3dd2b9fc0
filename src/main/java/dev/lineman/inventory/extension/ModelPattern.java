package dev.lineman.inventory.extension;

import java.util.Comparator;

/**
 * A pattern for the names of models, in which {@code *} stands for anything; compared without case, blanks and
 * punctuation, like all names of models.
 *
 * @param text as it was written
 * @param normalised what is compared
 */
public record ModelPattern(String text, String normalised) implements Comparable<ModelPattern> {
    /** The nearest first: the longest without its stars, then the one with the fewest. */
    private static final Comparator<ModelPattern> ORDER = Comparator.comparingInt(
                    (ModelPattern pattern) -> -pattern.literalLength())
            .thenComparingInt(pattern -> pattern.normalised().length())
            .thenComparing(ModelPattern::normalised)
            .thenComparing(ModelPattern::text);

    public static ModelPattern of(String text) {
        return new ModelPattern(text, normalise(text, true));
    }

    /** A model's name as it is compared: letters, digits and symbols such as {@code +}, in lower case. */
    public static String normalise(String model) {
        return normalise(model, false);
    }

    @Override
    public int compareTo(ModelPattern other) {
        return ORDER.compare(this, other);
    }

    private int literalLength() {
        return (int) normalised.chars().filter(c -> c != '*').count();
    }

    /** Whether a normalised name matches. */
    public boolean matches(String model) {
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
        StringBuilder result = new StringBuilder(model.length());
        model.codePoints()
                .filter(c -> (keepStars && c == '*') || isSignificant(c))
                .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
                .forEach(result::appendCodePoint);
        return result.toString();
    }

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
