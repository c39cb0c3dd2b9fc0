package dev.lineman.serve.search;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a person searches for: words, of which each must be in an entry. Case and accents do not matter: {@code mull} and
 * {@code mueller} find Müller. A word of digits and separators finds numbers, however they are grouped. Immutable.
 */
record SearchText(List<String> words) {
    /** The field of the query. */
    static final String FIELD = "search";

    /** Stands for a text without a letter or a digit: no entry has this character. */
    private static final String NOTHING = "\0";

    /** Characters that count. Names and numbers are shorter. */
    private static final int MAX_LENGTH = 100;

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NUMBER = Pattern.compile("[0-9+()/.-]*[0-9][0-9+()/.-]*");
    private static final Pattern NO_DIGITS = Pattern.compile("[^0-9]+");

    /**
     * Reads the fields {@code search} of a query.
     *
     * @param query the part of the request behind {@code ?}, percent-encoded
     * @return null if the query has no such field, or only blank ones
     */
    static @Nullable SearchText ofQuery(String query) {
        if (!query.contains(FIELD + "=")) {
            return null;
        }
        String prefix = FIELD + '=';
        String text = Stream.of(query.split("&", -1))
                .filter(field -> field.startsWith(prefix))
                .map(field -> decode(field.substring(prefix.length())))
                .collect(Collectors.joining(" "));
        return text.isBlank() ? null : of(text);
    }

    /** The words of a text. */
    static SearchText of(String text) {
        String counted = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
        List<String> words = Stream.of(BLANKS.split(counted, -1))
                .map(word -> NUMBER.matcher(word).matches() ? digits(word) : fold(word))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        return new SearchText(words.isEmpty() ? List.of(NOTHING) : words);
    }

    /** Whether each word is in a text that {@link #searchable} made. */
    boolean matches(String searchable) {
        for (String word : words) {
            if (!searchable.contains(word)) {
                return false;
            }
        }
        return true;
    }

    /** The text in which words are looked up: the text without case and accents, as spelled in German too. */
    static String searchable(String text) {
        String folded = fold(text);
        String german = fold(Normalizer.normalize(text, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .replace("ä", "ae")
                .replace("ö", "oe")
                .replace("ü", "ue"));
        return german.equals(folded) ? folded : folded + '\n' + german;
    }

    /** The digits of a number. */
    static String digits(String number) {
        return NO_DIGITS.matcher(number).replaceAll("");
    }

    private static String fold(String text) {
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .replace("ß", "ss")
                .replace("æ", "ae")
                .replace("œ", "oe")
                .replace('ø', 'o')
                .replace('ł', 'l')
                .replace('đ', 'd')
                .replace('ı', 'i');
    }

    /** Decodes a field as UTF-8. Some phones send Latin-1, or do not encode at all. */
    private static String decode(String field) {
        String cut = field.length() > 6 * MAX_LENGTH ? field.substring(0, 6 * MAX_LENGTH) : field;
        String octets;
        try {
            octets = URLDecoder.decode(cut, StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            octets = cut;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return octets;
        }
    }
}
