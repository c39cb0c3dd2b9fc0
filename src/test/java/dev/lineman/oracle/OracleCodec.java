package dev.lineman.oracle;

import java.util.List;
import java.util.Locale;

/** Compares names of codecs. */
final class OracleCodec {
    private static final List<List<String>> SAME = List.of(
            List.of("pcmu", "g711u", "g711ulaw", "g711mu", "g711mulaw", "ulaw", "mulaw"),
            List.of("pcma", "g711a", "g711alaw", "alaw"),
            List.of("g722", "g722wideband"),
            List.of("g729", "g729a", "g729ab"));

    private OracleCodec() {}

    static boolean same(String one, String other) {
        String a = plain(one);
        String b = plain(other);
        if (a.isEmpty() || b.isEmpty()) {
            return false;
        }
        return a.equals(b) || SAME.stream().anyMatch(names -> names.contains(a) && names.contains(b));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{Nd}]", "");
    }
}
