package dev.lineman.template.header;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Maps vendors' names of a codec to one name, so that {@code codecs: [g711a]} matches {@code PCMA}. Stateless. */
final class Codec {
    /** A remark in brackets behind the name, such as {@code G722 (WideBand)}. */
    private static final Pattern REMARK = Pattern.compile("[(\\[].*");

    private static final Pattern PUNCTUATION = Pattern.compile("[^a-z0-9]");

    /**
     * The names of each codec in lower case without punctuation. The encoding name of RFC 3551 (or of the
     * codec's own RFC) comes first.
     */
    private static final List<List<String>> SYNONYMS = List.of(
            List.of("pcma", "g711a", "g711alaw", "alaw", "g711aalaw", "g711pcma", "pcmag711a"),
            List.of("pcmu", "g711u", "g711ulaw", "g711mulaw", "g711mu", "g711µ", "ulaw", "mulaw", "g711pcmu", "g711"),
            List.of("g722", "g722wideband", "g722hd", "g72264"),
            List.of("g729", "g729a", "g729ab", "g729b", "g7298"),
            List.of("g723", "g7231", "g72363", "g72353"),
            List.of("g726", "g72632", "g726r32"),
            List.of("gsm", "gsmfr", "gsm0610", "gsmfullrate"),
            List.of("ilbc", "ilbc30", "ilbc20"),
            List.of("opus", "opuswb", "opusfb"));

    /** The first name of a codec's list, by each of its names. */
    private static final Map<String, String> CANONICAL = new HashMap<>();

    static {
        SYNONYMS.forEach(names -> names.forEach(name -> CANONICAL.put(name, names.get(0))));
    }

    private Codec() {}

    /**
     * Returns the same text for all names of one codec. An unknown name is returned in lower case without
     * punctuation.
     */
    static String canonicalName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String bare = withoutPunctuation(REMARK.matcher(lower).replaceFirst(""));
        String whole = bare.isEmpty() ? withoutPunctuation(lower) : bare;
        return CANONICAL.getOrDefault(whole, whole.isEmpty() ? lower : whole);
    }

    private static String withoutPunctuation(String lower) {
        return PUNCTUATION.matcher(lower).replaceAll("");
    }
}
