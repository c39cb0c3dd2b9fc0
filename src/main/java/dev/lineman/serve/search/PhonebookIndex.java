package dev.lineman.serve.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The entries of a phonebook, which may have several pages, with what can be searched in each. Immutable. */
final class PhonebookIndex {
    private static final Pattern TAG = Pattern.compile("<[^<>]*>");
    private static final Pattern SOFT_KEY = Pattern.compile("\\s*<SoftKeyItem>.*?</SoftKeyItem>", Pattern.DOTALL);
    private static final Pattern REFERENCE = Pattern.compile("&(?:#(x?)([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));");

    private final PhonebookFormat format;
    /** What comes before the first entry. */
    private final String head;

    private final List<Entry> entries;
    /** What comes behind the last entry. */
    private final String tail;

    /**
     * One entry.
     *
     * @param element as the file has it
     * @param searchable see {@link SearchText#searchable}
     */
    private record Entry(String element, String searchable) {}

    private PhonebookIndex(PhonebookFormat format, String head, List<Entry> entries, String tail) {
        this.format = format;
        this.head = head;
        this.entries = entries;
        this.tail = tail;
    }

    /**
     * Reads the pages of a phonebook.
     *
     * @return null if the first page is not a phonebook that can be searched
     */
    static @Nullable PhonebookIndex of(List<String> pages) {
        String first = pages.get(0);
        PhonebookFormat format = PhonebookFormat.of(first);
        if (format == null) {
            return null;
        }
        String close = "</" + format.root(first);
        List<PhonebookFormat.Span> own = format.entries(first);
        int end = own.isEmpty() ? first.indexOf(close) : own.get(0).begin();
        if (end < 0) {
            return null;
        }
        List<Entry> entries = new ArrayList<>();
        for (String page : pages) {
            for (PhonebookFormat.Span span : format.entries(page)) {
                String element = page.substring(span.begin(), span.end());
                entries.add(new Entry(element, searchable(format, element)));
            }
        }
        String head = SOFT_KEY.matcher(first.substring(0, end)).replaceAll("").stripTrailing();
        return new PhonebookIndex(format, head, List.copyOf(entries), close + ">\n");
    }

    private static String searchable(PhonebookFormat format, String element) {
        StringBuilder text = new StringBuilder(
                SearchText.searchable(decode(TAG.matcher(format.plain(element)).replaceAll("\n"))));
        format.numbers(element).forEach(number -> text.append('\n').append(SearchText.digits(number)));
        return text.toString();
    }

    /** Replaces references to characters (XML 1.0, section 4.1). */
    private static String decode(String markup) {
        return REFERENCE.matcher(markup).replaceAll(reference -> Matcher.quoteReplacement(character(reference)));
    }

    private static String character(MatchResult reference) {
        if (reference.group(3) != null) {
            return switch (reference.group(3)) {
                case "lt" -> "<";
                case "gt" -> ">";
                case "quot" -> "\"";
                case "apos" -> "'";
                default -> "&";
            };
        }
        boolean hexadecimal = !reference.group(1).isEmpty();
        try {
            int code = Integer.parseInt(reference.group(2), hexadecimal ? 16 : 10);
            return Character.isValidCodePoint(code) ? Character.toString(code) : "";
        } catch (NumberFormatException e) {
            return "";
        }
    }

    /** The phonebook with only the entries that match, at most as many as the phone takes. */
    String select(SearchText text) {
        List<String> found = new ArrayList<>();
        for (Entry entry : entries) {
            if (text.matches(entry.searchable())) {
                found.add(entry.element());
                if (found.size() > format.maxEntries()) {
                    break;
                }
            }
        }
        StringBuilder page = new StringBuilder(format.withMessage(head, message(found.size())));
        found.stream()
                .limit(format.maxEntries())
                .forEach(element -> page.append("\n  ").append(element));
        return page.append('\n').append(tail).toString();
    }

    /** What the phone shows in place of the prompt or the title, which may be the number of a page. */
    private String message(int found) {
        if (found > format.maxEntries()) {
            return "First " + format.maxEntries() + " matches";
        }
        return found == 0 ? "No matches" : found == 1 ? "1 match" : found + " matches";
    }
}
