package dev.lineman.resolve.people;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of names by the rules of a language: the letters first, without regard to case and marks, and then the text as
 * it is. Names that are equal for a person are next to each other: {@code Muller, Müller}. Immutable.
 *
 * <p>Letters of the Latin, Greek and Cyrillic scripts, and some of Hebrew and Arabic, have rules. All others follow each other as in Unicode. No rule
 * depends on data of Java that differs between its versions.
 */
public final class NameOrder {
    /** The longest letter of a language has four characters: the doubled Hungarian dzs. */
    private static final int LONGEST_LETTER = 4;

    /** Behind the character of another letter, it makes a letter that follows all words with that one. */
    private static final char FOLLOWING = '\uFFF0';

    /** Moves Latin letters behind those of other scripts. */
    private static final char LATIN_LAST = '\uE000';

    private static final char LAST_ASCII = '\u007F';

    /** Ends of the blocks of Latin, Greek and Cyrillic letters. Their properties are the same in all versions of Unicode. */
    private static final char LAST_LETTER = '\u052F';

    private static final char FIRST_EXTENDED = '\u1E00';
    private static final char LAST_EXTENDED = '\u1FFF';

    /** Letters that Unicode does not decompose, and those that stand for them. */
    private static final Map<Character, String> SIMILAR = Map.ofEntries(
            Map.entry('æ', "ae"),
            Map.entry('œ', "oe"),
            Map.entry('ß', "ss"),
            Map.entry('ø', "o"),
            Map.entry('ł', "l"),
            Map.entry('đ', "d"),
            Map.entry('ħ', "h"),
            Map.entry('ŧ', "t"),
            Map.entry('ı', "i"),
            Map.entry('ς', "σ"),
            Map.entry('\u2019', "'"),
            Map.entry('\u00A0', " "));

    private final boolean latinLast;
    private final boolean dotlessI;
    /** The keys of the letters with a place of their own, decomposed. */
    private final Map<String, String> letters = new HashMap<>();

    private NameOrder(LetterOrders.LetterOrder order) {
        this.latinLast = order.latinLast();
        for (List<List<String>> chain : order.chains()) {
            String first = keyOf(chain.get(0).get(0));
            for (int place = 0; place < chain.size(); place++) {
                String key = place == 0 ? first : first + (char) (FOLLOWING + place);
                for (String letter : chain.get(place)) {
                    letters.putIfAbsent(decomposed(letter), key);
                    if (order.doubled() && letter.length() > 1) {
                        letters.putIfAbsent(letter.charAt(0) + letter, key + key);
                    }
                }
            }
        }
        this.dotlessI = letters.containsKey("ı");
    }

    /**
     * Returns the order of a language; the usual one for a language without rules.
     *
     * @param language as templates name it, such as {@code German}, {@code Deutsch}, {@code de}
     */
    public static NameOrder of(String language) {
        return new NameOrder(LetterOrders.of(language));
    }

    /** Returns a text whose order, character by character, is that of the letters of a name. */
    public String keyOf(String name) {
        List<String> units = units(name);
        StringBuilder key = new StringBuilder(name.length());
        for (int at = 0; at < units.size(); ) {
            int length = Math.min(LONGEST_LETTER, units.size() - at);
            while (length > 1 && !letters.containsKey(joined(units, at, length))) {
                length--;
            }
            key.append(length == 1 ? letter(units.get(at)) : letters.get(joined(units, at, length)));
            at += length;
        }
        return key.toString();
    }

    private static String joined(List<String> units, int from, int length) {
        return String.join("", units.subList(from, from + length));
    }

    /** The key of one letter with its marks. */
    private String letter(String unit) {
        String found = letters.get(unit);
        for (int mark = 1; mark < unit.length() && found == null; mark++) {
            // A Vietnamese letter has the mark of the letter and that of the tone.
            found = letters.get("" + unit.charAt(0) + unit.charAt(mark));
        }
        if (found == null) {
            found = letters.get(unit.substring(0, 1));
        }
        return found == null ? plain(unit.charAt(0)) : found;
    }

    private String plain(char c) {
        String similar = SIMILAR.get(c);
        String text = similar == null ? String.valueOf(c) : similar;
        if (!latinLast) {
            return text;
        }
        StringBuilder moved = new StringBuilder(text.length());
        text.chars().forEach(each -> moved.append((char) (each >= 'a' && each <= 'z' ? each + LATIN_LAST : each)));
        return moved.toString();
    }

    /** The letters of a text in lower case, each with the marks that follow it. */
    private List<String> units(String text) {
        String decomposed = decomposed(text);
        List<String> units = new ArrayList<>(decomposed.length());
        int start = 0;
        for (int at = 1; at <= decomposed.length(); at++) {
            if (at == decomposed.length() || !isMark(decomposed.charAt(at))) {
                units.add(decomposed.substring(start, at));
                start = at;
            }
        }
        return units;
    }

    /** The text in lower case, with marks behind their letters. */
    private String decomposed(String text) {
        StringBuilder all = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c > LAST_LETTER && (c < FIRST_EXTENDED || c > LAST_EXTENDED)) {
                all.append(c);
            } else if (c <= LAST_ASCII && c != 'I') {
                all.append(Character.toLowerCase(c));
            } else if (dotlessI && (c == 'I' || c == 'İ')) {
                all.append(c == 'I' ? 'ı' : 'i');
            } else {
                all.append(Normalizer.normalize(String.valueOf(Character.toLowerCase(c)), Normalizer.Form.NFD));
            }
        }
        return all.toString();
    }

    private static boolean isMark(char c) {
        return c >= '\u0300' && c <= '\u036F';
    }
}
