package dev.lineman.build.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many files may be removed at once without a confirmation; the option {@code --max-removals}. A folder that is
 * emptied by mistake must not leave a building without phones. Immutable.
 *
 * @param most a number of files, or a percentage of all files
 * @param percent whether {@code most} is a percentage; then a few files may always be removed
 */
public record RemovalLimit(int most, boolean percent) {
    /** The default: half of all files. */
    public static final RemovalLimit DEFAULT = new RemovalLimit(50, true);

    /** A percentage does not apply to up to this many removals. */
    private static final int FEW = 10;

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(%?)");

    /**
     * Parses {@code 100} or {@code 50%}.
     *
     * @throws IllegalArgumentException if the text is neither a number nor a percentage up to 100; the message is for
     *     users
     */
    public static RemovalLimit parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is neither a number of files nor a percentage; write for example 100 or 50%");
        }
        int most = Integer.parseInt(form.group(1));
        boolean percent = !form.group(2).isEmpty();
        if (percent && most > 100) {
            throw new IllegalArgumentException("'" + text + "' is more than all files; write a percentage up to 100%");
        }
        return new RemovalLimit(most, percent);
    }

    /**
     * Whether a number of removals needs a confirmation.
     *
     * @param files how many files are published
     */
    boolean isExceeded(int removals, int files) {
        return percent ? removals > FEW && removals * 100L > (long) files * most : removals > most;
    }

    @Override
    public String toString() {
        return percent ? most + "%" : Integer.toString(most);
    }
}
