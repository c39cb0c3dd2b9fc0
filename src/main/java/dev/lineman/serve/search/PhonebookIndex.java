package dev.lineman.serve.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a phonebook with what can be searched in each. A phonebook has an element such as
 * {@code YealinkIPPhoneDirectory}, {@code SnomIPPhoneDirectory} or {@code CiscoIPPhoneDirectory}, and in it
 * {@code DirectoryEntry} elements. It may have several pages. Immutable.
 */
final class PhonebookIndex {
    /** Entries of one answer. */
    private static final int MAX_RESULTS = 100;

    /** A Cisco phone shows an error for more (Cisco, IP Phone XML services: CiscoIPPhoneDirectory). */
    private static final int MAX_CISCO_RESULTS = 32;

    private static final Pattern ROOT = Pattern.compile("<((\\w+)IPPhoneDirectory)[\\s>]");
    private static final Pattern ENTRY = Pattern.compile("<DirectoryEntry[\\s>]");
    private static final String ENTRY_END = "</DirectoryEntry>";
    private static final Pattern TAG = Pattern.compile("<[^<>]*>");
    private static final Pattern NUMBER = Pattern.compile("<Telephone[^<>]*>([^<>]*)</Telephone>");
    private static final Pattern SOFT_KEY = Pattern.compile("\\s*<SoftKeyItem>.*?</SoftKeyItem>", Pattern.DOTALL);
    private static final Pattern PROMPT = Pattern.compile("<Prompt>[^<>]*</Prompt>|<Prompt */>");
    private static final Pattern REFERENCE = Pattern.compile("&(?:#(x?)([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));");

    private final String root;
    private final int maxResults;
    /** What comes before the first entry. */
    private final String head;

    private final List<Entry> entries;

    /**
     * One entry.
     *
     * @param element as the file has it
     * @param searchable see {@link SearchText#searchable}
     */
    private record Entry(String element, String searchable) {}

    private PhonebookIndex(String root, int maxResults, String head, List<Entry> entries) {
        this.root = root;
        this.maxResults = maxResults;
        this.head = head;
        this.entries = entries;
    }

    /**
     * Reads the pages of a phonebook.
     *
     * @return null if the first page is not such a phonebook
     */
    static @Nullable PhonebookIndex of(List<String> pages) {
        String first = pages.get(0);
        Matcher root = ROOT.matcher(first);
        if (!root.find()) {
            return null;
        }
        Matcher begin = ENTRY.matcher(first);
        int end = begin.find() ? begin.start() : first.indexOf("</" + root.group(1), root.end());
        if (end < 0) {
            return null;
        }
        List<Entry> entries = new ArrayList<>();
        pages.forEach(page -> addEntries(page, entries));
        String head = SOFT_KEY.matcher(first.substring(0, end)).replaceAll("").stripTrailing();
        int maxResults = root.group(2).equals("Cisco") ? MAX_CISCO_RESULTS : MAX_RESULTS;
        return new PhonebookIndex(root.group(1), maxResults, head, List.copyOf(entries));
    }

    private static void addEntries(String page, List<Entry> entries) {
        Matcher begin = ENTRY.matcher(page);
        int from = 0;
        while (begin.find(from)) {
            int end = page.indexOf(ENTRY_END, begin.end());
            if (end < 0) {
                return;
            }
            from = end + ENTRY_END.length();
            String element = page.substring(begin.start(), from);
            entries.add(new Entry(element, searchable(element)));
        }
    }

    private static String searchable(String element) {
        StringBuilder text = new StringBuilder(
                SearchText.searchable(decode(TAG.matcher(element).replaceAll("\n"))));
        NUMBER.matcher(element)
                .results()
                .forEach(number -> text.append('\n').append(SearchText.digits(number.group(1))));
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
                if (found.size() > maxResults) {
                    break;
                }
            }
        }
        String prompt = "<Prompt>" + prompt(found.size()) + "</Prompt>";
        StringBuilder page = new StringBuilder(PROMPT.matcher(head).replaceFirst(prompt));
        found.stream().limit(maxResults).forEach(element -> page.append("\n  ").append(element));
        return page.append("\n</").append(root).append(">\n").toString();
    }

    /** What the phone shows instead of the prompt of the whole phonebook, which may be the number of its page. */
    private String prompt(int found) {
        if (found > maxResults) {
            return "First " + maxResults + " matches";
        }
        return found == 0 ? "No matches" : found == 1 ? "1 match" : found + " matches";
    }
}
