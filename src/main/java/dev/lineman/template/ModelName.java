package dev.lineman.template;

/** How names of models are compared: without case, blanks and punctuation, so that "Snom 320" is "SNOM-320". */
public final class ModelName {
    private ModelName() {}

    /** What is left of a name: letters, digits, and symbols such as the {@code +} of "DP750+". */
    public static String normalised(String name) {
        StringBuilder kept = new StringBuilder(name.length());
        name.codePoints()
                .filter(ModelName::counts)
                .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static boolean counts(int c) {
        return Character.isLetterOrDigit(c)
                || switch (Character.getType(c)) {
                    case Character.MATH_SYMBOL,
                            Character.CURRENCY_SYMBOL,
                            Character.MODIFIER_SYMBOL,
                            Character.OTHER_SYMBOL,
                            Character.LETTER_NUMBER,
                            Character.OTHER_NUMBER,
                            Character.NON_SPACING_MARK,
                            Character.COMBINING_SPACING_MARK -> true;
                    default -> false;
                };
    }
}
