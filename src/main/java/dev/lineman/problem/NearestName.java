package dev.lineman.problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Finds what somebody meant who misspelt a name: by edit distance, without regard to case; a swap counts as one. */
public final class NearestName {
    private record Candidate(int distance, String word) {}

    private NearestName() {}

    /** {@code "; did you mean 'x'?"}, or nothing. */
    public static String hint(String meant, Iterable<String> known) {
        List<String> nearest = find(meant, known, 1);
        return nearest.isEmpty() ? "" : "; did you mean '" + nearest.get(0) + "'?";
    }

    /**
     * The nearest words, best first; a word is near when a third of the longer one's characters or fewer
     * would have to change.
     *
     * @param most how many to name
     */
    public static List<String> find(String meant, Iterable<String> known, int most) {
        TreeSet<Candidate> nearest =
                new TreeSet<>(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::word));
        String wanted = meant.toLowerCase(Locale.ROOT);
        for (String word : known) {
            int limit = Math.max(meant.length(), word.length()) / 3;
            int distance = distance(wanted, word.toLowerCase(Locale.ROOT), limit);
            if (distance <= limit) {
                nearest.add(new Candidate(distance, word));
                if (nearest.size() > most) {
                    nearest.pollLast();
                }
            }
        }
        List<String> words = new ArrayList<>();
        nearest.forEach(candidate -> words.add(candidate.word()));
        return words;
    }

    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) > limit) {
            return limit + 1;
        }
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
