package dev.lineman.build.report;

/** Numbers of things in messages for people. */
public final class CountPhrase {
    private CountPhrase() {}

    /** Returns {@code no problems}, {@code 1 problem}, {@code 2 problems}: for nouns with a plural in s. */
    public static String of(int number, String noun) {
        return switch (number) {
            case 0 -> "no " + noun + 's';
            case 1 -> "1 " + noun;
            default -> number + " " + noun + 's';
        };
    }
}
