package dev.lineman.access;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the MAC in a name that a client asks for and that is not published, to tell which phone that may be. A MAC is found
 * wherever 12 hex digits can be one: also behind a letter or digit of a word before it ({@code spa000e08aabbcc.xml}) or in front
 * of one.
 *
 * <p>Published names are read by {@link MacFinder#findInPath}, which takes less for a MAC: there, the MAC decides who may have the file.
 */
public final class RequestedMac {
    private static final String PAIR = "[0-9A-Fa-f]{2}";

    /** At least 12 digits in a row; or six pairs, the last of a longer chain. A chain of eight pairs is a fingerprint. */
    private static final Pattern CANDIDATE = Pattern.compile("[0-9A-Fa-f]{12,}|(?<!" + PAIR + "[-:]" + PAIR + "[-:])"
            + PAIR + "([-:])(?:" + PAIR + "\\1){4}" + PAIR + "(?![0-9A-Fa-f]|\\1" + PAIR + ")");

    /** A run of so many digits is a digest, such as an MD5 hash, rather than a word and a MAC. */
    private static final int DIGEST = 32;

    /** No part of a file name is longer. */
    private static final int LONGEST = 255;

    private RequestedMac() {}

    /**
     * The MAC in a name, in 12 lower-case digits; null when there is none. Where several are possible, it is the one that a
     * template's file name marks. Else it is the last: vendors write words and folders before the MAC. In a row of more than 12
     * digits, it is a known phone's MAC rather than the last 12 digits.
     *
     * @param from where to begin; what stands before it counts only where a template marks it
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
