package dev.lineman.command;

import java.util.regex.Pattern;

/** Writes text so that a POSIX shell takes it as one word, for commands that people copy. Stateless. */
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./@%+=:,-]+");

    private ShellWord() {}

    /** Returns the text, in single quotes if it needs them. */
    public static String of(String text) {
        return PLAIN.matcher(text).matches() ? text : '\'' + text.replace("'", "'\\''") + '\'';
    }
}
