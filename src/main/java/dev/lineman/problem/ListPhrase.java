package dev.lineman.problem;

import java.util.List;

/** Lists of names in messages. Stateless. */
public final class ListPhrase {
    private ListPhrase() {}

    /** Returns {@code "a, b and c"}, or {@code "a, b, c and 4 more"} for more names than the maximum. */
    public static String and(List<String> names, int max) {
        if (names.size() > max || names.size() < 2) {
            return some(names, max);
        }
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    /** Returns {@code "a, b, c"}, or {@code "a, b, c and 4 more"} for more names than the maximum. */
    public static String some(List<String> names, int max) {
        int more = names.size() - max;
        return String.join(", ", more > 0 ? names.subList(0, max) : names) + (more > 0 ? " and " + more + " more" : "");
    }
}
