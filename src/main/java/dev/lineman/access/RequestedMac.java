package dev.lineman.access;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the MAC in a requested name that is not published, to show which phone has asked. It finds 12 hex
 * digits anywhere, also directly after or before other letters and digits ({@code spa000e08aabbcc.xml}).
 * Thread-safe.
 *
 * <p>The result never gives access. For published files, {@link MacFinder#findInPath} decides, which is
 * stricter.
 */
public final class RequestedMac {
    private static final String PAIR = "[0-9A-Fa-f]{2}";

    /**
     * At least 12 digits in a row, or six pairs at the end of a chain. A chain of eight pairs or more is a
     * fingerprint.
     */
    private static final Pattern CANDIDATE = Pattern.compile("[0-9A-Fa-f]{12,}|(?<!" + PAIR + "[-:]" + PAIR + "[-:])"
            + PAIR + "([-:])(?:" + PAIR + "\\1){4}" + PAIR + "(?![0-9A-Fa-f]|\\1" + PAIR + ")");

    /** A run of this many digits is a digest, such as an MD5 hash, and contains no MAC. */
    private static final int DIGEST = 32;

    /** The longest name of a file. Longer runs are not searched for known phones. */
    private static final int LONGEST = 255;

    private RequestedMac() {}

    /**
     * The MAC in a name, in 12 lower-case digits; null if there is none. If several are possible, the one at
     * the place that a template's file name has counts. Otherwise it is the last one, because vendors write
     * words and folders before the MAC. In a run of more than 12 digits, the MAC of a known phone is preferred
     * to the last 12 digits.
     *
     * @param from where to begin; digits before it count only if a template has the MAC there
     */
    public static @Nullable String find(String name, int from, KnownPhones phones) {
        String last = null;
        int candidates = 0;
        boolean clear = true;
        Matcher candidate = CANDIDATE.matcher(name);
        while (candidate.find()) {
            String digits = MacFinder.digits(candidate.group());
            int start = candidate.start();
            String mac = start < from ? null : mac(digits, phones);
            last = mac == null ? last : mac;
            boolean adjoined = start > 0 && MacFinder.isHex(name.charAt(start - 1));
            clear &= start >= from && digits.length() == MacFinder.DIGITS && !adjoined;
            candidates++;
        }
        if (candidates == 0 || (candidates == 1 && clear)) {
            return last;
        }
        String marked = phones.templateMac(name);
        return marked == null ? last : marked;
    }

    /** The MAC in a run of digits, or null. */
    private static @Nullable String mac(String digits, KnownPhones phones) {
        int last = digits.length() - MacFinder.DIGITS;
        for (int i = last; i >= 0 && last > 0 && digits.length() <= LONGEST; i--) {
            String window = digits.substring(i, i + MacFinder.DIGITS);
            if (phones.contains(window)) {
                return window;
            }
        }
        return digits.length() < DIGEST ? MacFinder.findInPath(digits.substring(last)) : null;
    }
}
