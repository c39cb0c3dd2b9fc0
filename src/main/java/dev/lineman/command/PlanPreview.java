package dev.lineman.command;

import dev.lineman.access.MacFinder;
import dev.lineman.build.Cycle;
import dev.lineman.build.DryRunStore;
import dev.lineman.build.OutputBuilder;
import dev.lineman.build.State;
import dev.lineman.build.memo.TargetMemos;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.build.plan.Plan;
import dev.lineman.command.diff.FileDiff;
import dev.lineman.command.diff.FileDiff.FileVersion;
import dev.lineman.command.diff.PhoneIdentity;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileContents;
import dev.lineman.fs.FileNames;
import dev.lineman.fs.FileOperations;
import dev.lineman.input.StaticFile;
import dev.lineman.input.revision.NoSuchRevisionException;
import dev.lineman.input.scan.ScanResult;
import dev.lineman.input.scan.SnapshotScanner;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.operator.explain.FileMasking;
import dev.lineman.operator.view.MaskedFile;
import dev.lineman.problem.Problem;
import dev.lineman.publish.ReadOnlyPublication;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishedFile;
import dev.lineman.render.Renderer;
import dev.lineman.render.text.SecretMasks;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RootCheck;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import dev.lineman.workspace.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Shows what the inputs would change, file by file. It runs the same cycle as {@code render}, with a store that writes
 * nothing. Stateless.
 */
public final class PlanPreview {
    /** Fields that differ from one extension to the next, so that diffs which differ only in them are grouped. */
    private static final List<ExtensionField> IDENTITY_FIELDS = List.of(
            ExtensionField.EXTENSION,
            ExtensionField.FIRST_NAME,
            ExtensionField.LAST_NAME,
            ExtensionField.AUTH_ID,
            ExtensionField.LABEL);

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
     * The state to compare with.
     *
     * @param state the state before the cycle
     * @param store the store that the cycle publishes to, on top of the base
     * @param versions shows a file of the base
     */
    private record BaseState(State state, DryRunStore store, FileVersionReader versions) {}

    /** Reads the base version of a file. */
    private interface FileVersionReader {
        FileVersion of(Plan.PublishedOutput published) throws IOException;
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
            Settings settings, RuntimeContext runtimeContext, SnapshotScanner source, BaseState base)
            throws CannotStartException, IOException {
        DryRunStore store = base.store();
        State state = Workspace.dryRun(settings, runtimeContext, source::scan, store, base.state());
        List<FileDiff> fileDiffs = new ArrayList<>();
        for (String name : store.changedNames()) {
            Plan.PublishedOutput before = store.base().find(name);
            Plan.PublishedOutput after = store.published().find(name);
            String path =
                    "out/" + (after == null ? String.valueOf(before == null ? name : before.path()) : after.path());
            if (before != null
                    && after != null
                    && before.path().equals(after.path())
                    && before.body().equals(after.body())) {
                fileDiffs.add(FileDiff.ofAccess(path, identity(state, after)));
                continue;
            }
            fileDiffs.add(FileDiff.of(
                    path,
                    before == null ? null : base.versions().of(before),
                    after == null ? null : newVersion(store, after, state),
                    FileMasking.finder(List.of(base.state(), state), runtimeContext.environment(), name),
                    after == null ? identity(base.state(), Objects.requireNonNull(before)) : identity(state, after)));
        }
        return new PlanResult(
                state.report().problems(),
                fileDiffs,
                UncomparedTargets.of(base.state(), state),
                AssumedReferences.describe(state, runtimeContext.environment()));
    }

    /**
     * Returns the new version of a file. Without bytes if a static file changed since its hash: its place may hold a
     * link to any file.
     */
    private static FileVersion newVersion(DryRunStore store, Plan.PublishedOutput published, State state)
            throws IOException {
        SecretMasks secretMasks = FileMasking.masks(state.outputIndex(), published.path(), published.body());
        StaticFile file = store.staticFile(published.body());
        if (file == null) {
            return new FileVersion(store.rendered(published.body()), secretMasks);
        }
        if (file.length() > MaskedFile.MAX_BYTES) {
            return new FileVersion(null, file.length(), secretMasks);
        }
        byte[] bytes = FileContents.read(file.file());
        return new FileVersion(Digest.of(bytes).equals(file.digest()) ? bytes : null, secretMasks);
    }

    /** Returns the values that only the phone of a file has; none if several phones claim the file. */
    private static PhoneIdentity identity(State state, Plan.PublishedOutput published) {
        List<Output> claims = state.outputIndex().claims(FileNames.fold(published.path()));
        if (claims.size() != 1 || !MacFinder.isMac(claims.get(0).targetKey())) {
            return PhoneIdentity.NONE;
        }
        String mac = claims.get(0).targetKey();
        Phone phone = state.inputs().inventory().phone(mac);
        Map<String, String> values = new LinkedHashMap<>();
        for (Account account : phone == null ? List.<Account>of() : phone.accounts()) {
            for (ExtensionField field : IDENTITY_FIELDS) {
                String value = account.entry().text(field.key());
                if (value != null) {
                    values.put(field.key() + account.line(), value);
                }
            }
        }
        return PhoneIdentity.of(mac, values);
    }

    /** Returns the base for a comparison with the published files. */
    private static BaseState publishedBase(ReadOnlyPublication readOnlyPublication, boolean assumeSecrets)
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
        return new BaseState(
                State.of(remembered).assumingSecrets(assumeSecrets), DryRunStore.basedOn(files), output -> {
                    PublishedFile entry = published.find(output.path());
                    SecretMasks secretMasks = FileMasking.masks(remembered, output.path(), output.body());
                    if (entry == null) {
                        return new FileVersion(null, secretMasks);
                    }
                    return new FileVersion(
                            entry.length() > MaskedFile.MAX_BYTES ? null : readOnlyPublication.content(entry),
                            entry.length(),
                            secretMasks);
                });
    }

    /** Returns the base for a comparison with a commit. Renders a file again only if its diff is shown. */
    private static BaseState revisionBase(RuntimeContext runtimeContext, State state, DryRunStore first) {
        DryRunStore again = first.next();
        Cycle.RenderSetup making = new Cycle.RenderSetup(new Renderer(), runtimeContext.environment());
        OutputBuilder outputBuilder = new OutputBuilder(state, state.snapshot(), state.inputs(), making, again.begin());
        return new BaseState(state, first.next(), published -> {
            state.outputIndex()
                    .claims(FileNames.fold(published.path()))
                    .forEach(output -> outputBuilder.makeAgain(output.targetKey()));
            return new FileVersion(
                    again.takeRendered(published.body()),
                    FileMasking.masks(state.outputIndex(), published.path(), published.body()));
        });
    }
}
