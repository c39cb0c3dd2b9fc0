package dev.lineman.command.csv;

import dev.lineman.command.csv.CsvImport.TargetCheck;
import dev.lineman.input.ReadResult;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.reader.ExtensionReader;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;

/**
 * Checks whether new extension files fit the existing ones. {@link CsvImport} calls it before writing.
 * It reports each problem at the CSV cell that caused it. One instance per import; not thread-safe.
 */
final class ImportValidator {
    private final String file;
    private final Inventory existing;
    private final TargetCheck targetCheck;

    /** Existing extension files by path. */
    private final Map<String, ExtensionFile> present = new HashMap<>();

    private final Set<Problem> problems = new LinkedHashSet<>();

    ImportValidator(String file, CsvImport.ImportTarget target) {
        this.file = file;
        this.existing = target.existing();
        this.targetCheck = target.targetCheck();
        existing.filesBelow(ExtensionFilePath.FOLDER).forEach(known -> present.put(known.path(), known));
    }

    /**
     * Returns the problems of new files.
     *
     * @param pages the new files by path
     * @param incomplete the paths of files that lack values because of an error in a row
     * @param unfinished whether there are errors, so that the files may lack extensions
     */
    Set<Problem> problems(SortedMap<String, YamlWriter> pages, Set<String> incomplete, boolean unfinished) {
        ExtensionReader reader = new ExtensionReader();
        Map<String, ExtensionFile> read = new HashMap<>();
        CellPositions positions = new CellPositions(file, pages);
        pages.forEach((path, page) -> {
            String obstacle = targetCheck.obstacle(new CsvImport.NewFile(path, page.text()));
            if (obstacle != null) {
                problems.add(page.cell(Position.of(path)).error(file, obstacle));
            }
            ReadResult readResult = reader.read(path, page.text().getBytes(StandardCharsets.UTF_8));
            readResult.problems().forEach(problem -> problems.add(positions.move(problem)));
            if (readResult.document() instanceof ExtensionFile document && !incomplete.contains(path)) {
                read.put(path, document);
                if (!unfinished) {
                    checkLostExtensions(document, page);
                }
            }
        });
        compare(positions, read);
        return problems;
    }

    /** Compares new and existing files: duplicate numbers and phones. */
    private void compare(CellPositions positions, Map<String, ExtensionFile> read) {
        List<FileChange> changes = new ArrayList<>();
        // The inventory as it would be after the import. Files with an error count as empty.
        positions
                .pages()
                .keySet()
                .forEach(path -> changes.add(new FileChange(path, present.get(path), read.get(path))));
        Inventory after = existing.with(changes);
        Set<String> macs = new TreeSet<>();
        read.values().forEach(document -> {
            macs.addAll(after.macsOfEntries(document.entries()));
            after.keysOf(document).forEach(number -> checkDuplicate(number, after, positions));
        });
        for (String mac : macs) {
            Phone phone = after.phone(mac);
            if (phone != null) {
                phone.conflicts().forEach(conflict -> addConflict(conflict, positions));
            }
        }
    }

    /** Reports extensions that exist only in the file to be replaced. */
    private void checkLostExtensions(ExtensionFile document, YamlWriter page) {
        ExtensionFile old = present.get(document.path());
        if (old == null) {
            return;
        }
        Set<String> lost = new TreeSet<>();
        existing.keysOf(old).forEach(number -> lost.add(number.number()));
        document.entries().forEach(entry -> lost.remove(String.valueOf(entry.text("extension"))));
        if (!old.contacts().isEmpty()) {
            problems.add(page.cell(Position.of(document.path()))
                    .error(
                            file,
                            document.path() + " also holds contacts, which would be lost: move them to another file, or"
                                    + " name another 'file'"));
        }
        if (!lost.isEmpty()) {
            problems.add(page.cell(Position.of(document.path()))
                    .error(
                            file,
                            document.path() + " also holds extension " + String.join(", ", lost)
                                    + ", which would be lost: add it to this file, or name another 'file'"));
        }
    }

    /** Reports an extension number that two files of one site contain. */
    private void checkDuplicate(ExtensionKey number, Inventory after, CellPositions positions) {
        List<Account> claimants = after.extensions(number);
        for (int i = 0; i < claimants.size() && claimants.size() > 1; i++) {
            YamlWriter page = positions.pages().get(claimants.get(i).file());
            Account other = claimants.get(i == 0 ? 1 : 0);
            if (page != null) {
                problems.add(page.cell(claimants.get(i).position())
                        .error(
                                file,
                                "extension " + number.number() + " is already at "
                                        + positions.cell(other.position())
                                        + (number.site().isEmpty() ? "" : " in site " + number.site())));
            }
        }
    }

    /** A conflict names two positions: one before its message, one in it. The CSV cell goes to the front. */
    private void addConflict(Problem conflict, CellPositions positions) {
        boolean ours = positions.pages().containsKey(conflict.at().file());
        Matcher inner = CellPositions.POSITION.matcher(conflict.message());
        if (!inner.find()) {
            if (ours) {
                problems.add(positions.move(conflict));
            }
            return;
        }
        Position other = CellPositions.position(inner.toMatchResult());
        if (ours || positions.pages().containsKey(other.file())) {
            Position at = positions.cell(ours ? conflict.at() : other);
            Position in = positions.cell(ours ? other : conflict.at());
            problems.add(new Problem(
                    conflict.severity(),
                    at,
                    conflict.message().substring(0, inner.start())
                            + in
                            + conflict.message().substring(inner.end())));
        }
    }
}
