package dev.lineman.resolve.people;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One page of a file that shows the people of a site. Immutable.
 *
 * @param number from 1
 * @param count how many pages there are
 * @param start the index of the first person on the page, from 0
 * @param end the index behind the last person
 * @param file the name of the first page
 */
public record SitePage(int number, int count, int start, int end, String file) {

    /**
     * Returns the pages of a file: at least one. The numbers of a person are on one page.
     *
     * @param numbers how many phone numbers each person has
     * @param size how many numbers a page has at most, unless one person has more
     */
    public static List<SitePage> of(List<Integer> numbers, int size, String file) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        int onPage = 0;
        for (int i = 0; i < numbers.size(); i++) {
            if (onPage > 0 && onPage + numbers.get(i) > size) {
                starts.add(i);
                onPage = 0;
            }
            onPage += numbers.get(i);
        }
        List<SitePage> pages = new ArrayList<>(starts.size());
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) : numbers.size();
            pages.add(new SitePage(i + 1, starts.size(), starts.get(i), end, file));
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

    /** Returns the page as templates see it. */
    public Map<String, Object> model() {
        return Map.of("number", number, "count", count, "next", name(number + 1), "previous", name(number - 1));
    }
}
