package dev.lineman.plan;

import dev.lineman.plan.Difference.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Differences as a person reads them: those that are alike are told once, and then come the totals. */
public final class Patch {
    private static final int NAMED = 3;
    private static final int SPELLED_OUT = 10;
    private static final String NOWHERE = "/dev/null";

    private Patch() {}

    /** What is the same about several differences. */
    private record Likeness(Kind kind, boolean phones, List<String> essence) {}

    /**
     * The lines to show, a unified diff with comments between the files.
     *
     * @param all whether every file is named, and those that come or go whole are all spelled out
     */
    public static List<String> of(List<Difference> differences, boolean all) {
        Map<Likeness, List<Difference>> alike = new LinkedHashMap<>();
        for (Difference difference : differences) {
            boolean phone = !difference.own().mac().isEmpty();
            List<String> essence = difference.essence();
            alike.computeIfAbsent(
                            new Likeness(
                                    difference.kind(),
                                    phone,
                                    essence.stream()
                                            .map(difference.own()::without)
                                            .toList()),
                            like -> new ArrayList<>())
                    .add(difference);
        }
        List<String> lines = new ArrayList<>();
        int whole = 0;
        List<String> unspelled = new ArrayList<>();
        for (List<Difference> group : alike.values()) {
            Difference first = group.get(0);
            if (first.kind() != Kind.CHANGED && ++whole > SPELLED_OUT && !all) {
                group.forEach(difference ->
                        unspelled.add((difference.kind() == Kind.ADDED ? "added: " : "removed: ") + difference.path()));
                continue;
            }
            if (group.size() > 1) {
                lines.addAll(heading(group, all));
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

    /** {@code # 412 phones, these 2 lines: out/provisioning/a, …}; what is shown below it is the first of them. */
    private static List<String> heading(List<Difference> group, boolean all) {
        Difference first = group.get(0);
        long phones = group.stream()
                .map(difference -> difference.own().mac())
                .filter(mac -> !mac.isEmpty())
                .distinct()
                .count();
        String subject = group.size() + (phones == group.size() ? " phones" : " files");
        List<String> essence = first.essence();
        boolean text = essence.stream().anyMatch(line -> line.startsWith("+") || line.startsWith("-"));
        String what = first.kind() != Kind.CHANGED || !text
                ? " alike"
                : essence.size() == 1 ? ", this line" : ", these " + essence.size() + " lines";
        boolean same =
                group.stream().allMatch(difference -> difference.essence().equals(essence));
        String heading = "# " + subject + what + (same ? "" : ", each with its own values") + ": ";
        List<String> names = group.stream().map(Difference::path).toList();
        if (!all) {
            String named = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
            return List.of(heading + named + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : ""));
        }
        List<String> lines = new ArrayList<>(List.of(heading.strip()));
        names.forEach(name -> lines.add("#   " + name));
        return lines;
    }
}
