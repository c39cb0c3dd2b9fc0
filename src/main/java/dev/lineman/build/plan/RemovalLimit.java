package dev.lineman.build.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many files may go at once before somebody is asked: a folder that is emptied by mistake must not leave a building
 * without phones.
 *
 * @param most files, or percent of all files
 * @param percent whether {@code most} is percent; such a guard lets a few files always go, however many there are
 */
public record RemovalLimit(int most, boolean percent) {
    /** The usual one: half of all files. */
    public static final RemovalLimit DEFAULT = new RemovalLimit(50, true);

    /** Up to so many files, a part of all files says nothing. */
    private static final int FEW = 10;

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(%?)");

    /**
     * Reads {@code 100} and {@code 50%}.
     *
     * @throws IllegalArgumentException when a text is neither a number nor a percentage up to 100
     */
    public static RemovalLimit parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is neither a number of files nor a part of them; write for example 100 or 50%");
        }
        int most = Integer.parseInt(form.group(1));
        boolean percent = !form.group(2).isEmpty();
        if (percent && most > 100) {
            throw new IllegalArgumentException("'" + text + "' is more than all files");
        }
        return new RemovalLimit(most, percent);
    }

    /** Whether so many of so many files are too many to go unasked. */
    boolean isExceeded(int removals, int files) {
        return percent ? removals > FEW && removals * 100L > (long) files * most : removals > most;
    }

    @Override
    public String toString() {
        return percent ? most + "%" : Integer.toString(most);
    }
}
