package dev.lineman.serve.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A form of phonebooks that can be searched: its elements, and how many entries a phone takes. Immutable. */
enum PhonebookFormat {
    /** A phone shows an error for more than 32 entries (Cisco, IP Phone XML services: CiscoIPPhoneDirectory). */
    CISCO("CiscoIPPhoneDirectory", "DirectoryEntry", "Telephone", "", 32),

    /** The same elements for other phones, such as {@code YealinkIPPhoneDirectory} and {@code SnomIPPhoneDirectory}. */
    DIRECTORY("\\w+IPPhoneDirectory", "DirectoryEntry", "Telephone", "", 100),

    /**
     * A menu, of which the items that dial are entries (Aastra, XML API for SIP phones, 4.8). A phone takes 30 items (Mitel's
     * XML schema 4.1.0). The first one leads to the search.
     */
    MITEL("AastraIPPhoneTextMenu", "MenuItem", "URI", "Dial:", 29);

    private static final Pattern PROMPT = Pattern.compile("<Prompt>[^<>]*</Prompt>|<Prompt */>");
    private static final Pattern TITLE = Pattern.compile("<Title>[^<>]*</Title>|<Title */>");

    private final Pattern root;
    private final Pattern begin;
    private final String end;
    private final Pattern number;
    /** Whether an element without a number is something else than an entry. */
    private final boolean mixed;

    private final int maxEntries;

    /** Where an entry is in a file. */
    record Span(int begin, int end) {}

    /**
     * Creates a format.
     *
     * @param number the element of a number in an entry
     * @param scheme what is before the number
     */
    PhonebookFormat(String root, String entry, String number, String scheme, int maxEntries) {
        this.root = Pattern.compile("<(" + root + ")[\\s>]");
        this.begin = Pattern.compile("<" + entry + "[\\s>]");
        this.end = "</" + entry + ">";
        this.number = Pattern.compile("<" + number + "(?:\\s[^<>]*)?>" + scheme + "([^<>]*)</" + number + ">");
        this.mixed = !scheme.isEmpty();
        this.maxEntries = maxEntries;
    }

    /** Returns the format of a file; null if the file is no phonebook that can be searched. */
    static @Nullable PhonebookFormat of(String content) {
        for (PhonebookFormat format : values()) {
            if (format.root.matcher(content).find()) {
                return format;
            }
        }
        return null;
    }

    /** The name of the element with the entries. */
    String root(String content) {
        Matcher found = root.matcher(content);
        return found.find() ? found.group(1) : "";
    }

    /** The entries of a file, in order. */
    List<Span> entries(String content) {
        List<Span> entries = new ArrayList<>();
        Matcher next = begin.matcher(content);
        for (int from = 0; next.find(from); ) {
            int close = content.indexOf(end, next.end());
            if (close < 0) {
                break;
            }
            from = close + end.length();
            if (!mixed
                    || number.matcher(content)
                            .region(next.end(), close + end.length())
                            .find()) {
                entries.add(new Span(next.start(), from));
            }
        }
        return entries;
    }

    /** The numbers of an entry. */
    List<String> numbers(String entry) {
        return number.matcher(entry).results().map(found -> found.group(1)).toList();
    }

    /** An entry without what is before its numbers. */
    String plain(String entry) {
        return mixed ? number.matcher(entry).replaceAll("\n$1") : entry;
    }

    /** What comes before the entries, with a message for the person in place of the prompt or the title. */
    String withMessage(String head, String message) {
        return !mixed && PROMPT.matcher(head).find()
                ? PROMPT.matcher(head).replaceFirst("<Prompt>" + message + "</Prompt>")
                : TITLE.matcher(head).replaceFirst("<Title>" + message + "</Title>");
    }

    int maxEntries() {
        return maxEntries;
    }
}
