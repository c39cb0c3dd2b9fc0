package dev.lineman.resolve.people;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One page of a file that shows the people of a site. Immutable.
 *
 * @param number from 1
 * @param count how many pages there are
 * @param size how many people a full page has
 * @param file the name of the first page
 */
public record SitePage(int number, int count, int size, String file) {

    /**
     * Returns the pages of a file: at least one.
     *
     * @param people how many there are
     */
    public static List<SitePage> of(int people, int size, String file) {
        int count = Math.max(1, (people + size - 1) / size);
        List<SitePage> pages = new ArrayList<>(count);
        for (int number = 1; number <= count; number++) {
            pages.add(new SitePage(number, count, size, file));
        }
        return pages;
    }

    /** The name of the file with this page: {@code book.xml}, {@code book-2.xml}, … */
    public String name() {
        return name(number);
    }

    /** The name of the file with another page; empty if there is none. */
    private String name(int other) {
        if (other < 1 || other > count) {
            return "";
        }
        int dot = file.lastIndexOf('.');
        int end = dot > file.lastIndexOf('/') + 1 ? dot : file.length();
        return other == 1 ? file : file.substring(0, end) + '-' + other + file.substring(end);
    }

    /** The index of the first person on the page, from 0. */
    public int start() {
        return (number - 1) * size;
    }

    /** Returns the page as templates see it. */
    public Map<String, Object> model() {
        return Map.of("number", number, "count", count, "next", name(number + 1), "previous", name(number - 1));
    }
}
