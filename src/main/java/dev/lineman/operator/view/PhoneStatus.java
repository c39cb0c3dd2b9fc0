package dev.lineman.operator.view;

import dev.lineman.problem.Problem;
import dev.lineman.serve.visits.Visit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A phone, and whether it has what is published for it.
 *
 * @param mac 12 lower-case hex digits
 * @param site empty for the unnamed one
 * @param model as it is written; null when it is not
 * @param template the path of the one that its files were made from; null when there are none
 * @param lines its accounts, by line; none while no extension that can be read names it
 * @param last its last request, also a refused one; null when it never asked
 * @param problems that concern it
 */
public record PhoneStatus(
        String mac,
        String site,
        @Nullable String model,
        @Nullable String template,
        List<PhoneLine> lines,
        List<PhoneFile> files,
        PhoneState state,
        @Nullable Visit last,
        List<Problem> problems) {
    private static final int PAIR = 2;

    public PhoneStatus {
        lines = List.copyOf(lines);
        files = List.copyOf(files);
        problems = List.copyOf(problems);
    }

    /**
     * One extension on it.
     *
     * @param name of the person; empty when it is not told, or is a secret
     */
    public record PhoneLine(int line, String number, String name) {}

    /** The MAC as it stands on the phone's label: {@code 00:04:13:24:66:72}. */
    public String label() {
        return label(mac);
    }

    /** A MAC of 12 digits as it stands on labels. */
    public static String label(String mac) {
        StringBuilder label = new StringBuilder(mac);
        for (int at = label.length() - PAIR; at > 0; at -= PAIR) {
            label.insert(at, ':');
        }
        return label.toString();
    }
}
