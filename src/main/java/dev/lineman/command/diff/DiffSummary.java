package dev.lineman.command.diff;

import dev.lineman.command.diff.FileDiff.DiffKind;
import dev.lineman.problem.ListPhrase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Formats diffs for a person: equal diffs of many files are shown once, and totals follow. Stateless. */
public final class DiffSummary {
    /** File names in the heading of a group. */
    private static final int MAX_NAMES = 3;

    /** Groups of added or removed files that are shown in full. */
    private static final int MAX_WHOLE_FILES = 10;

    /** The name of a missing side in a unified diff. */
    private static final String NOWHERE = "/dev/null";

    private DiffSummary() {}

    /**
     * Files with an equal key form a group.
     *
     * @param kind whether the files are added, changed or removed
     * @param phones whether the files belong to phones
     * @param changedLines the changed lines, without values that identify one phone
     */
    private record DiffGroupKey(DiffKind kind, boolean phones, List<String> changedLines) {}

    /**
     * Returns the lines to show: a unified diff, with comments between the files.
     *
     * @param all whether to name every file, and to show all added and removed files in full
     */
    public static List<String> of(List<FileDiff> fileDiffs, boolean all) {
        Map<DiffGroupKey, List<FileDiff>> groups = new LinkedHashMap<>();
        for (FileDiff fileDiff : fileDiffs) {
            boolean phone = !fileDiff.identity().mac().isEmpty();
            List<String> changedLines = fileDiff.changedLines();
            groups.computeIfAbsent(
                            new DiffGroupKey(
                                    fileDiff.kind(),
                                    phone,
                                    changedLines.stream()
                                            .map(fileDiff.identity()::mask)
                                            .toList()),
                            key -> new ArrayList<>())
                    .add(fileDiff);
        }
        List<String> lines = new ArrayList<>();
        int whole = 0;
        List<String> namedOnly = new ArrayList<>();
        for (List<FileDiff> group : groups.values()) {
            FileDiff first = group.get(0);
            if (first.kind() != DiffKind.CHANGED && ++whole > MAX_WHOLE_FILES && !all) {
                group.forEach(fileDiff ->
                        namedOnly.add((fileDiff.kind() == DiffKind.ADDED ? "added: " : "removed: ") + fileDiff.path()));
                continue;
            }
            if (group.size() > 1) {
                lines.addAll(heading(group, all));
            }
            lines.add("--- " + (first.kind() == DiffKind.ADDED ? NOWHERE : first.path()));
            lines.add("+++ " + (first.kind() == DiffKind.REMOVED ? NOWHERE : first.path()));
            lines.addAll(first.lines());
        }
        if (!namedOnly.isEmpty()) {
            lines.add("# " + namedOnly.size() + " more added or removed files:");
            namedOnly.forEach(file -> lines.add("# " + file));
        }
        return lines;
    }

    /** Returns the number of added, changed and removed files as one line. */
    public static String totals(List<FileDiff> fileDiffs) {
        return count(fileDiffs, DiffKind.ADDED) + " added, " + count(fileDiffs, DiffKind.CHANGED) + " changed, "
                + count(fileDiffs, DiffKind.REMOVED) + " removed";
    }

    private static long count(List<FileDiff> fileDiffs, DiffKind kind) {
        return fileDiffs.stream().filter(fileDiff -> fileDiff.kind() == kind).count();
    }

    /**
     * Returns the heading of a group: {@code # 412 phones, these 2 lines: out/provisioning/a, …}. The diff of its first
     * file follows.
     */
    private static List<String> heading(List<FileDiff> group, boolean all) {
        FileDiff first = group.get(0);
        long phones = group.stream()
                .map(fileDiff -> fileDiff.identity().mac())
                .filter(mac -> !mac.isEmpty())
                .distinct()
                .count();
        String subject = group.size() + (phones == group.size() ? " phones" : " files");
        List<String> changedLines = first.changedLines();
        boolean text = changedLines.stream().anyMatch(line -> line.startsWith("+") || line.startsWith("-"));
        String what = first.kind() != DiffKind.CHANGED || !text
                ? " alike"
                : changedLines.size() == 1 ? ", this line" : ", these " + changedLines.size() + " lines";
        boolean same =
                group.stream().allMatch(fileDiff -> fileDiff.changedLines().equals(changedLines));
        String heading = "# " + subject + what + (same ? "" : ", each with its own values") + ": ";
        List<String> names = group.stream().map(FileDiff::path).toList();
        if (!all) {
            return List.of(heading + ListPhrase.some(names, MAX_NAMES));
        }
        List<String> lines = new ArrayList<>(List.of(heading.strip()));
        names.forEach(name -> lines.add("#   " + name));
        return lines;
    }
}
