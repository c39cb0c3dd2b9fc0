package dev.lineman.plan;

import dev.lineman.plan.Difference.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Differences as a person reads them: those that are alike are told once, and then come the totals. */
public final class Patch {
    private static final int NAMED = 5;
    private static final int SPELLED_OUT = 10;
    private static final String NOWHERE = "/dev/null";

    private Patch() {}

    /** What is the same about several differences. */
    private record Likeness(Kind kind, List<String> essence) {}

    /** The lines to show, a unified diff with comments between the files. */
    public static List<String> of(List<Difference> differences) {
        Map<Likeness, List<Difference>> alike = new LinkedHashMap<>();
        for (Difference difference : differences) {
            alike.computeIfAbsent(new Likeness(difference.kind(), difference.essence()), like -> new ArrayList<>())
                    .add(difference);
        }
        List<String> lines = new ArrayList<>();
        int whole = 0;
        List<String> unspelled = new ArrayList<>();
        for (List<Difference> group : alike.values()) {
            Difference first = group.get(0);
            if (first.kind() != Kind.CHANGED && ++whole > SPELLED_OUT) {
                group.forEach(difference ->
                        unspelled.add((difference.kind() == Kind.ADDED ? "added: " : "removed: ") + difference.path()));
                continue;
            }
            if (group.size() > 1) {
                lines.add("# " + group.size() + " files alike: " + names(group));
            }
            lines.add("--- " + (first.kind() == Kind.ADDED ? NOWHERE : first.path()));
            lines.add("+++ " + (first.kind() == Kind.REMOVED ? NOWHERE : first.path()));
            lines.addAll(first.lines());
        }
        if (!unspelled.isEmpty()) {
            lines.add("# " + unspelled.size() + " more whole files, by name:");
            unspelled.forEach(file -> lines.add("# " + file));
        }
        return lines;
    }

    /** How many files come, change and go. */
    public static String totals(List<Difference> differences) {
        return count(differences, Kind.ADDED) + " added, " + count(differences, Kind.CHANGED) + " changed, "
                + count(differences, Kind.REMOVED) + " removed";
    }

    private static long count(List<Difference> differences, Kind kind) {
        return differences.stream()
                .filter(difference -> difference.kind() == kind)
                .count();
    }

    private static String names(List<Difference> group) {
        String named = String.join(
                ", ", group.stream().limit(NAMED).map(Difference::path).toList());
        return group.size() > NAMED ? named + " and " + (group.size() - NAMED) + " more" : named;
    }
}
