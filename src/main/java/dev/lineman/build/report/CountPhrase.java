package dev.lineman.build.report;

/** Numbers of things, as people write them. */
public final class CountPhrase {
    private CountPhrase() {}

    /** {@code no problems}, {@code 1 problem}, {@code 2 problems}: for nouns with a plain plural. */
    public static String of(int number, String noun) {
        return switch (number) {
            case 0 -> "no " + noun + 's';
            case 1 -> "1 " + noun;
            default -> number + " " + noun + 's';
        };
    }
}
