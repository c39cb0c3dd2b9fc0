package dev.lineman.workspace;

import dev.lineman.build.make.FolderNames;
import dev.lineman.input.InputPaths;
import dev.lineman.input.scan.ScanResult;
import dev.lineman.input.scan.SnapshotScanner;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import dev.lineman.problem.Problem;
import dev.lineman.problem.ProblemFolding;
import dev.lineman.template.Catalog;
import java.util.ArrayList;
import java.util.List;

/**
 * The templates and models of a root and of the program, without extensions and secrets. For commands that ask only what
 * phones there can be: it costs the same in a large fleet. Immutable.
 *
 * @param catalog the templates, fragments and models
 * @param problems what cannot be read or does not fit together, sorted, without what follows from another one
 */
public record TemplateInputs(Catalog catalog, List<Problem> problems) {
    /** The folders without extensions, and without static files, which can be large. */
    private static final List<String> FOLDERS = FolderNames.KINDS.stream()
            .filter(kind -> !kind.equals(FolderNames.EXTENSIONS) && !(kind + '/').equals(FolderNames.STATIC))
            .toList();

    public TemplateInputs {
        problems = List.copyOf(problems);
    }

    /**
     * Reads the templates. A root without templates has those of the program.
     *
     * @throws CannotStartException if the root is no folder
     */
    public static TemplateInputs read(Settings settings, RuntimeContext runtimeContext) throws CannotStartException {
        RootCheck.requireRoot(settings);
        InputPaths inputs = settings.inputs();
        SnapshotScanner scanner = new SnapshotScanner(
                new InputPaths(inputs.root(), FOLDERS, List.of(), inputs.links()),
                Workspace.reader(settings, runtimeContext, () -> false),
                runtimeContext.clock());
        ScanResult scanned = scanner.scan(Snapshot.empty(), List.of(new Hint.FullScanHint()));
        runtimeContext.progressListener().done();
        Catalog catalog = Catalog.EMPTY.with(
                runtimeContext.builtInTemplates().beneath(Catalog.EMPTY, scanned.snapshot(), scanned.changes()));
        List<Problem> problems = new ArrayList<>(scanned.snapshot().problems());
        problems.addAll(catalog.modelProblems());
        problems.sort(null);
        return new TemplateInputs(catalog, new ProblemFolding(scanned.snapshot().problems()).causes(problems));
    }
}
