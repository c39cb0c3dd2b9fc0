package dev.lineman.resolve;

import java.util.List;
import java.util.stream.Collectors;

/** How problems name several things. */
final class Wording {
    private static final int MOST = 20;

    private Wording() {}

    /** The names in quotes, as many as a person reads. */
    static String list(List<String> names) {
        String list = names.stream().limit(MOST).map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        int more = names.size() - MOST;
        return names.isEmpty() ? "none" : more > 0 ? list + " and " + more + " more" : list;
    }
}
