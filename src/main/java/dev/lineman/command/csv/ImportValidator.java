package dev.lineman.command.csv;

import dev.lineman.command.csv.CsvImport.TargetCheck;
import dev.lineman.input.ReadResult;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.ExtensionReader;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether new extension files fit the existing ones. {@link CsvImport} calls it before writing.
 * It reports each problem at the CSV cell that caused it. One instance per import; not thread-safe.
 */
final class ImportValidator {
    /** A position in an extension file, inside the message of a conflict: path, line, column. */
    private static final Pattern POSITION = Pattern.compile("(" + ExtensionFilePath.FOLDER + "/.+?):(\\d+):(\\d+)");

    private final String file;
    private final Inventory existing;
    private final TargetCheck targetCheck;

    /** Existing extension files by path. */
    private final Map<String, ExtensionFile> present = new HashMap<>();

    private final Set<Problem> problems = new LinkedHashSet<>();

    ImportValidator(String file, Inventory existing, TargetCheck targetCheck) {
        this.file = file;
        this.existing = existing;
        this.targetCheck = targetCheck;
        existing.filesBelow(ExtensionFilePath.FOLDER).forEach(known -> present.put(known.path(), known));
    }

    /**
     * Returns the problems of new files.
     *
     * @param pages the new files by path
     * @param unfinished whether rows with errors are missing from the files: then only syntax is checked
     */
    Set<Problem> problems(SortedMap<String, YamlWriter> pages, boolean unfinished) {
        ExtensionReader reader = new ExtensionReader();
        Map<String, ExtensionFile> read = new HashMap<>();
        pages.forEach((path, page) -> {
            String obstacle = targetCheck.obstacle(path);
            if (obstacle != null) {
                problems.add(page.cell(Position.of(path)).error(file, obstacle));
            }
            ReadResult readResult = reader.read(path, page.text().getBytes(StandardCharsets.UTF_8));
            readResult.problems().forEach(problem -> problems.add(atCell(problem, page)));
            if (readResult.document() instanceof ExtensionFile document) {
                read.put(path, document);
            }
        });
        if (!unfinished && problems.isEmpty()) {
            compare(pages, read);
        }
        return problems;
    }

    /** Moves a problem from its YAML line to the cell that the line came from. */
    private Problem atCell(Problem problem, YamlWriter page) {
        return new Problem(problem.severity(), page.cell(problem.at()).at(file), problem.message());
    }

    /** Compares new and existing files: lost extensions, duplicate numbers and phones. */
    private void compare(SortedMap<String, YamlWriter> pages, Map<String, ExtensionFile> read) {
        List<FileChange> changes = new ArrayList<>();
        // The inventory as it would be after the import.
        read.forEach((path, document) -> changes.add(new FileChange(path, present.get(path), document)));
        Inventory after = existing.with(changes);
        Set<String> macs = new TreeSet<>();
        read.forEach((path, document) -> {
            macs.addAll(Inventory.macsOf(document));
            checkLostExtensions(document, pages.get(path));
            after.keysOf(document).forEach(number -> checkDuplicate(number, after, pages));
        });
        for (String mac : macs) {
            Phone phone = after.phone(mac);
            if (phone != null) {
                phone.conflicts().forEach(conflict -> addConflict(conflict, pages));
            }
        }
    }

    /** Reports extensions that exist only in the file to be replaced. */
    private void checkLostExtensions(ExtensionFile document, @Nullable YamlWriter page) {
        ExtensionFile old = present.get(document.path());
        if (old == null || page == null) {
            return;
        }
        Set<String> lost = new TreeSet<>();
        existing.keysOf(old).forEach(number -> lost.add(number.number()));
        document.entries().forEach(entry -> lost.remove(String.valueOf(entry.text("extension"))));
        if (!lost.isEmpty()) {
            problems.add(page.cell(Position.of(document.path()))
                    .error(
                            file,
                            document.path() + " also holds extension " + String.join(", ", lost)
                                    + ", which would be lost: add it to this file, or name another 'file'"));
        }
    }

    /** Reports an extension number that two files of one site contain. */
    private void checkDuplicate(ExtensionKey number, Inventory after, SortedMap<String, YamlWriter> pages) {
        List<Account> claimants = after.extensions(number);
        for (int i = 0; i < claimants.size() && claimants.size() > 1; i++) {
            YamlWriter page = pages.get(claimants.get(i).file());
            Account other = claimants.get(i == 0 ? 1 : 0);
            if (page != null) {
                problems.add(page.cell(claimants.get(i).position())
                        .error(
                                file,
                                "extension " + number.number() + " is already at "
                                        + cellPosition(other.position(), pages)
                                        + (number.site().isEmpty() ? "" : " in site " + number.site())));
            }
        }
    }

    /** Returns the cell behind a position in a new file; positions in existing files stay. */
    private Position cellPosition(Position position, SortedMap<String, YamlWriter> pages) {
        YamlWriter page = pages.get(position.file());
        return page == null ? position : page.cell(position).at(file);
    }

    /** A conflict names two positions: one before its message, one in it. The CSV cell goes to the front. */
    private void addConflict(Problem conflict, SortedMap<String, YamlWriter> pages) {
        Matcher inner = POSITION.matcher(conflict.message());
        if (!inner.find()) {
            return;
        }
        Position other =
                new Position(inner.group(1), Integer.parseInt(inner.group(2)), Integer.parseInt(inner.group(3)));
        boolean ours = pages.containsKey(conflict.at().file());
        if (ours || pages.containsKey(other.file())) {
            Position at = cellPosition(ours ? conflict.at() : other, pages);
            Position in = cellPosition(ours ? other : conflict.at(), pages);
            problems.add(Problem.blocking(
                    at,
                    conflict.message().substring(0, inner.start())
                            + in
                            + conflict.message().substring(inner.end())));
        }
    }
}
