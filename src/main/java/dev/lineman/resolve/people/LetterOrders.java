package dev.lineman.resolve.people;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The letters that a language sorts in a place of their own, as far as Unicode CLDR gives them (collation of CLDR 46,
 * simplified: without its rules for rare letters, and without levels below the letter). Languages that are missing here
 * sort as Unicode's default does: letters with marks as those without.
 *
 * <p>The table is Lineman's own, because the locale data of Java differs between its versions, and a phonebook must be the
 * same on every machine. Immutable.
 */
final class LetterOrders {
    /**
     * Names of a language, as options of templates have them, and its chains. In a chain, each letter comes behind all
     * words that begin with the one before; {@code =} joins letters with one place. A {@code *} before the chains: letters
     * of the Latin script come behind those of the language. A {@code +}: a letter of several characters is doubled by its
     * first character, so that the Hungarian {@code ccs} is {@code cs} and {@code cs}.
     */
    private static final Map<String, LetterOrder> ORDERS = orders("""
            ar arabic العربية : * ء=ا=أ=ؤ=إ=ئ, ت=ة, ي=ى
            be belarusian беларуская : * е ё
            bg bulgarian български : *
            bs hr bosnian bosanski croatian hrvatski : c č ć, d dž đ, l lj, n nj, s š, z ž
            cs cz czech čeština česky : c č, h ch, r ř, s š, z ž
            cy welsh cymraeg : c ch, d dd, f ff, g ng, l ll, p ph, r rh, t th
            da danish dansk nb nn no norwegian norsk bokmål : d=đ=ð, y=ü=ű, z æ=ä ø=ö=ő=œ å=aa
            el gr greek ελληνικά : *
            es spanish español castellano gl galician galego : n ñ
            et estonian eesti : s š z ž, w õ ä ö ü
            fi finnish suomi sv swedish svenska : y=ü=ű, z å ä=æ ö=ø=ő=œ
            fa persian farsi : * آ ا ء=أ=ؤ=إ=ئ, ب پ, ج چ, ز ژ, ك=ک گ, و ه=ة, ي=ى=ی
            he iw hebrew עברית : * כ=ך, מ=ם, נ=ן, פ=ף, צ=ץ
            hu hungarian magyar : + c cs, d dz dzs, g gy, l ly, n ny, o ö=ő, s sz, t ty, u ü=ű, z zs
            is icelandic íslenska : a á, d=đ ð, e é, i í, o ó, u ú, y ý, z þ æ=ä ö=ø å
            lt lithuanian lietuvių : c č, i=y, s š, z ž
            lv latvian latviešu : a ā, c č, e ē, g ģ, i y ī, k ķ, l ļ, n ņ, o ō, r ŗ, s š, u ū, z ž
            mk macedonian македонски : * д ѓ, т ќ
            pl polish polski : a ą, c ć, e ę, l ł, n ń, o ó, s ś, z ź ż
            ro romanian română : a ă â, i î, s ș=ş, t ț=ţ
            ru russian русский uk ukrainian українська sr serbian српски : *
            sk slovak slovenčina : a ä, c č, h ch, o ô, r ř, s š, z ž
            sl slovenian slovene slovenščina : c č ć, d đ, s š, z ž
            sq albanian shqip : c ç, d dh, e ë, g gj, l ll, n nj, r rr, s sh, t th, x xh, z zh
            tr turkish türkçe : c ç, g ğ, h ı, o ö, s ş, u ü
            vi vietnamese tiếng : a ă â, d đ, e ê, o ô ơ, u ư
            ka georgian ქართული hy armenian : *
            """);

    /** The chains of all languages, which those of a language precede. */
    private static final String COMMON = "d ð, e ə, n ŋ, z þ, г ґ, д ђ, е є, з ѕ, и і ї й ј, л љ, н њ, т ћ, у ў, ч џ";

    /** The order of a language without an entry. */
    private static final LetterOrder DEFAULT = new LetterOrder(false, false, chains(COMMON));

    private LetterOrders() {}

    /**
     * The letters of one language.
     *
     * @param latinLast whether letters of the Latin script come behind those of another
     * @param doubled whether a letter of several characters is doubled by its first character
     * @param chains the letters that follow one another; each item has one letter, or several with one place
     */
    record LetterOrder(boolean latinLast, boolean doubled, List<List<List<String>>> chains) {
        LetterOrder {
            chains = List.copyOf(chains);
        }
    }

    /**
     * Returns the order of a language.
     *
     * @param language a name of the language in English or in the language itself, or a code of ISO 639-1; further words,
     *     such as that of the country, do not matter
     */
    static LetterOrder of(String language) {
        String name = language.strip().toLowerCase(Locale.ROOT);
        LetterOrder whole = ORDERS.get(name);
        return whole == null ? ORDERS.getOrDefault(name.split("[^\\p{L}]", 2)[0], DEFAULT) : whole;
    }

    private static Map<String, LetterOrder> orders(String table) {
        Map<String, LetterOrder> orders = new HashMap<>();
        for (String row : table.lines().toList()) {
            int colon = row.indexOf(':');
            String own = row.substring(colon + 1).strip();
            boolean latinLast = own.startsWith("*");
            boolean doubled = own.startsWith("+");
            List<List<List<String>>> chains = new ArrayList<>(chains(latinLast || doubled ? own.substring(1) : own));
            chains.addAll(chains(COMMON));
            LetterOrder order = new LetterOrder(latinLast, doubled, chains);
            Stream.of(row.substring(0, colon).strip().split(" ", -1)).forEach(name -> orders.put(name, order));
        }
        return Map.copyOf(orders);
    }

    private static List<List<List<String>>> chains(String text) {
        List<List<List<String>>> chains = new ArrayList<>();
        for (String chain : text.split(",", -1)) {
            List<List<String>> places = new ArrayList<>();
            for (String place : chain.strip().split(" ", -1)) {
                places.add(Arrays.asList(place.split("=", -1)));
            }
            if (!chain.isBlank()) {
                chains.add(places);
            }
        }
        return chains;
    }
}
