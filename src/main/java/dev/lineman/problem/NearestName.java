package dev.lineman.problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Finds the known names that are most similar to a misspelt name. Messages use it for "did you mean". The measure
 * is the edit distance with transpositions (optimal string alignment), without regard to case. Stateless.
 */
public final class NearestName {
    /** A known name and its distance from the typed one, in edits. */
    private record Candidate(int distance, String word) {}

    private NearestName() {}

    /** Returns {@code "; did you mean 'x'?"} for the end of a message, or an empty text when no name is near. */
    public static String hint(String typed, Iterable<String> known) {
        List<String> nearest = find(typed, known, 1);
        return nearest.isEmpty() ? "" : "; did you mean '" + nearest.get(0) + "'?";
    }

    /**
     * Returns the nearest names, best first; equal distances in alphabetical order. A name is near if at most a
     * third of the characters of the longer name have to change, or if it ends with the typed one behind a {@code /}: {@code
     * Berlin} means {@code Europe/Berlin}, and {@code new york} means {@code America/New_York}.
     *
     * @param typed the name that is not known
     * @param known the names to choose from
     * @param max the largest number of names to return
     */
    public static List<String> find(String typed, Iterable<String> known, int max) {
        TreeSet<Candidate> nearest =
                new TreeSet<>(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::word));
        String wanted = typed.toLowerCase(Locale.ROOT);
        String end = '/' + wanted.replace(' ', '_');
        for (String word : known) {
            int limit = Math.max(typed.length(), word.length()) / 3;
            String name = word.toLowerCase(Locale.ROOT);
            int distance = name.endsWith(end) ? 0 : distance(wanted, name, limit);
            if (distance <= limit) {
                nearest.add(new Candidate(distance, word));
                if (nearest.size() > max) {
                    nearest.pollLast();
                }
            }
        }
        List<String> words = new ArrayList<>();
        nearest.forEach(candidate -> words.add(candidate.word()));
        return words;
    }

    /**
     * The number of insertions, deletions, substitutions and swaps of neighbours that turn one text into the
     * other. Returns {@code limit + 1} as soon as the result is above the limit.
     */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) > limit) {
            return limit + 1;
        }
        // Three rows of the table are enough: a swap looks back two rows.
        int[] twoBefore = new int[b.length() + 1];
        int[] before = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(before[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], twoBefore[j - 2] + 1);
                }
                least = Math.min(least, row[j]);
            }
            // Values in later rows are never smaller than the least value of this row.
            if (least > limit) {
                return limit + 1;
            }
            int[] spare = twoBefore;
            twoBefore = before;
            before = row;
            row = spare;
        }
        return before[b.length()];
    }
}
