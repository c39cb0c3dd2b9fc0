package dev.lineman.command;

import dev.lineman.build.Cycle;
import dev.lineman.build.DryRunStore;
import dev.lineman.build.OutputBuilder;
import dev.lineman.build.State;
import dev.lineman.build.memo.TargetMemos;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.build.plan.Plan;
import dev.lineman.command.diff.FileDiff;
import dev.lineman.command.diff.FileDiff.FileVersion;
import dev.lineman.fs.FileNames;
import dev.lineman.fs.FileOperations;
import dev.lineman.input.revision.NoSuchRevisionException;
import dev.lineman.input.scan.ScanResult;
import dev.lineman.input.scan.SnapshotScanner;
import dev.lineman.operator.explain.FileMasking;
import dev.lineman.problem.Problem;
import dev.lineman.publish.ReadOnlyPublication;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishedFile;
import dev.lineman.render.Renderer;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RootCheck;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import dev.lineman.workspace.Workspace;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows what the inputs would change, file by file. It runs the same cycle as {@code render}, with a store that writes
 * nothing. Stateless.
 */
public final class PlanPreview {
    private PlanPreview() {}

    /**
     * The result of a plan. Immutable.
     *
     * @param problems the problems of the inputs now
     * @param fileDiffs the changed files, sorted by path
     * @param uncompared what could not be compared
     * @param assumed lines about missing values that have placeholders
     */
    public record PlanResult(
            List<Problem> problems, List<FileDiff> fileDiffs, UncomparedTargets uncompared, List<String> assumed) {
        public PlanResult {
            problems = List.copyOf(problems);
            fileDiffs = List.copyOf(fileDiffs);
            assumed = List.copyOf(assumed);
        }
    }

    /**
     * Compares with {@code out/}: what {@code render} would change now. An agent may be writing there meanwhile.
     *
     * @param assumeSecrets whether missing secrets and environment variables get placeholders
     * @throws CannotStartException if the inputs or the published files cannot be read
     */
    public static PlanResult againstOut(Settings settings, RuntimeContext runtimeContext, boolean assumeSecrets)
            throws CannotStartException {
        RootCheck.requireInputs(settings);
        SnapshotScanner source = Workspace.scanner(settings, runtimeContext);
        try (ReadOnlyPublication readOnlyPublication = ReadOnlyPublication.open(settings.out())) {
            return compare(settings, runtimeContext, source, publishedBase(readOnlyPublication, assumeSecrets));
        } catch (IOException e) {
            throw new CannotStartException("the published files cannot be read: " + FileOperations.reason(e), e);
        }
    }

    /**
     * Compares with the outputs of a Git commit, rendered with the current secrets.
     *
     * @param revision any name of the commit that Git accepts
     * @param assumeSecrets whether missing secrets and environment variables get placeholders, on both sides
     * @throws CannotStartException if the inputs cannot be read
     * @throws NoSuchRevisionException if Git does not know the commit
     */
    public static PlanResult againstRevision(
            Settings settings, RuntimeContext runtimeContext, String revision, boolean assumeSecrets)
            throws CannotStartException, NoSuchRevisionException {
        RootCheck.requireExtensions(settings);
        SnapshotScanner source = Workspace.scanner(settings, runtimeContext);
        ScanResult scanResult = source.scanCommit(revision);
        DryRunStore store = DryRunStore.empty();
        Cycle.InputScanner once = (last, hints) ->
                hints.isEmpty() ? new ScanResult(last, List.of(), List.of(), scanResult.work()) : scanResult;
        try {
            State start = State.of(OutputIndex.empty()).assumingSecrets(assumeSecrets);
            State state = Workspace.dryRun(settings, runtimeContext, once, store, start);
            return compare(settings, runtimeContext, source, revisionBase(runtimeContext, state, store));
        } catch (IOException e) {
            throw new CannotStartException("the files cannot be compared: " + FileOperations.reason(e), e);
        }
    }

    /** Runs a dry cycle on top of a base state, and makes a diff for each changed file. */
    private static PlanResult compare(
            Settings settings, RuntimeContext runtimeContext, SnapshotScanner source, PlanDiffs.PlanBase base)
            throws CannotStartException, IOException {
        State state = Workspace.dryRun(settings, runtimeContext, source::scan, base.store(), base.state());
        return new PlanResult(
                state.report().problems(),
                PlanDiffs.of(base, state, runtimeContext.environment()),
                UncomparedTargets.of(base.state(), state),
                AssumedReferences.describe(state, runtimeContext.environment()));
    }

    /** Returns the base for a comparison with the published files. */
    private static PlanDiffs.PlanBase publishedBase(ReadOnlyPublication readOnlyPublication, boolean assumeSecrets)
            throws IOException {
        Publication published = readOnlyPublication.current();
        OutputIndex remembered = OutputIndex.of(TargetMemos.read(readOnlyPublication::readMemos, published)
                .buildTargets()
                .values());
        Map<String, Plan.PublishedOutput> files = new HashMap<>();
        for (PublishedFile entry : published.entries()) {
            files.put(
                    FileNames.fold(entry.path()),
                    new Plan.PublishedOutput(entry.path(), entry.digest(), entry.access()));
        }
        return new PlanDiffs.PlanBase(
                State.of(remembered).assumingSecrets(assumeSecrets),
                DryRunStore.basedOn(files),
                output -> PlanDiffs.version(
                        remembered, output, published.find(output.path()), readOnlyPublication::content));
    }

    /** Returns the base for a comparison with a commit. Renders a file again only if its diff is shown. */
    private static PlanDiffs.PlanBase revisionBase(RuntimeContext runtimeContext, State state, DryRunStore first) {
        DryRunStore again = first.next();
        Cycle.RenderSetup making = new Cycle.RenderSetup(new Renderer(), runtimeContext.environment());
        OutputBuilder outputBuilder = new OutputBuilder(state, state.snapshot(), state.inputs(), making, again.begin());
        return new PlanDiffs.PlanBase(state, first.next(), published -> {
            state.outputIndex()
                    .claims(FileNames.fold(published.path()))
                    .forEach(output -> outputBuilder.makeAgain(output.targetKey()));
            return new FileVersion(
                    again.takeRendered(published.body()),
                    FileMasking.masks(state.outputIndex(), published.path(), published.body()));
        });
    }
}
