package dev.lineman.operator.view;

import dev.lineman.problem.Problem;
import dev.lineman.serve.visits.MissedRequest;
import dev.lineman.serve.visits.PhoneRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A phone, and whether it has the files that are published for it.
 *
 * @param mac 12 lower-case hex digits
 * @param site empty for the unnamed site
 * @param model as the inputs have it; null if they have none
 * @param template path of the template that made its files; null if it has none
 * @param lines its extensions, by line; empty if no readable extension names the phone
 * @param files published for it
 * @param state of its worst file
 * @param last its last request for a file of its own, served or refused, else its last missed request; null if it
 *     never asked
 * @param missed the names that it asked for and did not get, the most telling first
 * @param problems that concern the phone
 */
public record PhoneStatus(
        String mac,
        String site,
        @Nullable String model,
        @Nullable String template,
        List<PhoneLine> lines,
        List<PhoneFile> files,
        PhoneState state,
        @Nullable PhoneRequest last,
        List<Explanation.ExplainedMiss> missed,
        List<Problem> problems) {
    private static final int PAIR = 2;

    public PhoneStatus {
        lines = List.copyOf(lines);
        files = List.copyOf(files);
        missed = List.copyOf(missed);
        problems = List.copyOf(problems);
    }

    /**
     * An extension on a line of the phone.
     *
     * @param line from 1
     * @param number of the extension
     * @param name of the person; empty if it is unknown or a secret
     */
    public record PhoneLine(int line, String number, String name) {}

    /**
     * The most telling missed request in words, with its time and address. Null if there is none, or if the phone has
     * its files or was served one since.
     */
    public @Nullable String note() {
        if (missed.isEmpty() || state == PhoneState.UP_TO_DATE) {
            return null;
        }
        Explanation.ExplainedMiss miss = missed.get(0);
        MissedRequest request = miss.request();
        boolean servedSince = files.stream()
                .map(PhoneFile::served)
                .anyMatch(visit -> visit != null && visit.second() > request.last());
        String advice = miss.advice().isEmpty() ? "" : ". " + String.join(" ", miss.advice());
        return servedSince ? null : miss.text() + ", last at " + request.at() + " from " + request.from() + advice;
    }

    /** The MAC as on the label of the phone, such as {@code 00:04:13:24:66:72}. */
    public String label() {
        return label(mac);
    }

    /** A MAC of 12 digits as on the label of a phone. */
    public static String label(String mac) {
        StringBuilder label = new StringBuilder(mac);
        for (int at = label.length() - PAIR; at > 0; at -= PAIR) {
            label.insert(at, ':');
        }
        return label.toString();
    }
}
