package dev.lineman.command.exchange;

import dev.lineman.build.Cycle;
import dev.lineman.build.DryRunStore;
import dev.lineman.build.State;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.build.report.CountPhrase;
import dev.lineman.input.DocumentReader;
import dev.lineman.input.ScanWork;
import dev.lineman.input.scan.ScanResult;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import dev.lineman.workspace.Workspace;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The check of the inputs as they would be after an import or an adoption. It runs the cycle of {@code check} with the new
 * files, and returns what they add. For one thread.
 */
public final class ImportCheck {
    private final Settings settings;
    private final RuntimeContext runtimeContext;
    private final Cycle.InputScanner scanner;
    private final DryRunStore store;
    private final State before;

    private ImportCheck(
            Settings settings,
            RuntimeContext runtimeContext,
            Cycle.InputScanner scanner,
            DryRunStore store,
            State before) {
        this.settings = settings;
        this.runtimeContext = runtimeContext;
        this.scanner = scanner;
        this.store = store;
        this.before = before;
    }

    /**
     * Reads and renders the inputs as they are, for a check on top of them.
     *
     * @param assumeSecrets whether missing secrets and environment variables get placeholders
     * @throws CannotStartException if the inputs cannot be read
     */
    public static ImportCheck reading(Settings settings, RuntimeContext runtimeContext, boolean assumeSecrets)
            throws CannotStartException {
        Cycle.InputScanner scanner = Workspace.scanner(settings, runtimeContext)::scan;
        DryRunStore store = DryRunStore.empty();
        State start = State.of(OutputIndex.empty()).assumingSecrets(assumeSecrets);
        State before = run(settings, runtimeContext, scanner, store, start);
        return new ImportCheck(settings, runtimeContext, scanner, store, before);
    }

    /**
     * Makes a check on top of a state that is there. It reads no input, so it costs what the new files change.
     *
     * @param before the state after a cycle
     * @param store is on top of the publication of that state
     */
    public static ImportCheck onTopOf(
            State before, DryRunStore store, Settings settings, RuntimeContext runtimeContext) {
        Cycle.InputScanner scanner =
                (last, hints) -> new ScanResult(last, List.of(), List.of(), new ScanWork(0, 0, 0, 0));
        return new ImportCheck(settings, runtimeContext, scanner, store, before);
    }

    /** Returns the state before the import. */
    public State before() {
        return before;
    }

    /**
     * The problems of the inputs after an import. Immutable.
     *
     * @param added those that the import adds
     * @param others the number of those that were there before
     * @param after the state with the new files
     */
    public record CheckedImport(List<Problem> added, int others, State after) {
        public CheckedImport {
            added = List.copyOf(added);
        }

        /** Returns a line with the number of the other problems; empty if there are none. */
        List<String> lines() {
            return others == 0
                    ? List.of()
                    : List.of("besides this import, the inputs have " + CountPhrase.of(others, "problem")
                            + ": see 'lineman check'");
        }
    }

    /**
     * Returns the problems that new files add: those that the inputs do not have now, and those of the files' phones.
     * A problem that a replaced file has already, in any line, is not new. Neither is a problem with another text at the
     * same position of another file.
     *
     * @param files the new content of files, by path below the root
     */
    public CheckedImport check(Map<String, byte[]> files) {
        DocumentReader reader = Workspace.reader(settings, runtimeContext, () -> false);
        State after = run(settings, runtimeContext, new ProposedInputs(scanner, reader, files), store, before);
        Set<Problem> added = new TreeSet<>(after.problems());
        removeKnown(added, before.problems(), files.keySet());
        Set<Problem> conflicts = new TreeSet<>(after.inputs().inventory().conflicts());
        for (String path : files.keySet()) {
            if (after.snapshot().document(path) instanceof ExtensionFile file) {
                for (String mac : after.inputs().inventory().macsOfEntries(file.entries())) {
                    Set<Problem> ofPhone = new TreeSet<>(after.problemIndex().of(mac));
                    removeKnown(ofPhone, before.problemIndex().of(mac), files.keySet());
                    added.addAll(ofPhone);
                    Phone phone = after.inputs().inventory().phone(mac);
                    if (phone != null) {
                        conflicts.addAll(phone.conflicts());
                    }
                }
            }
        }
        int others = (int) after.problems().stream()
                .filter(problem -> !added.contains(problem))
                .count();
        // The import itself reports conflicts, each at the new file.
        added.removeAll(conflicts);
        return new CheckedImport(after.report().of(added), others, after);
    }

    private static void removeKnown(Set<Problem> problems, Collection<Problem> known, Set<String> replaced) {
        Set<Problem> places =
                known.stream().map(problem -> place(problem, replaced)).collect(Collectors.toSet());
        problems.removeIf(problem -> places.contains(place(problem, replaced)));
    }

    /**
     * Returns what identifies a problem before and after an import. In a replaced file, this is the message, because the
     * lines move. In every other file it is the position, because new files can change the numbers and suggestions in a
     * message.
     */
    private static Problem place(Problem problem, Set<String> replaced) {
        String file = problem.at().file();
        return replaced.contains(file)
                ? new Problem(problem.severity(), Position.of(file), problem.message())
                : new Problem(problem.severity(), problem.at(), "");
    }

    private static State run(
            Settings settings,
            RuntimeContext runtimeContext,
            Cycle.InputScanner inputScanner,
            DryRunStore store,
            State start) {
        try {
            return Workspace.dryRun(settings, runtimeContext, inputScanner, store, start);
        } catch (IOException e) {
            throw new IllegalStateException("a dry run writes no file", e);
        }
    }
}
