package dev.lineman.command;

import dev.lineman.access.MacFinder;
import dev.lineman.build.Cycle;
import dev.lineman.build.DryRunStore;
import dev.lineman.build.OutputBuilder;
import dev.lineman.build.State;
import dev.lineman.build.memory.TargetMemos;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.build.plan.Plan;
import dev.lineman.command.diff.FileDiff;
import dev.lineman.command.diff.FileDiff.Side;
import dev.lineman.command.diff.PhoneIdentity;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileContents;
import dev.lineman.fs.FileNames;
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

/** What the inputs would change, file by file: the very cycle that would do it, publishing nowhere. */
public final class PlanPreview {
    /** What an extension has for itself, as a rule. */
    private static final List<ExtensionField> IDENTITY_FIELDS = List.of(
            ExtensionField.EXTENSION,
            ExtensionField.FIRST_NAME,
            ExtensionField.LAST_NAME,
            ExtensionField.AUTH_ID,
            ExtensionField.LABEL);

    private PlanPreview() {}

    /**
     * What would change.
     *
     * @param problems of the inputs as they are now, as people are told of them
     * @param fileDiffs in the order of their paths
     */
    public record PlanResult(List<Problem> problems, List<FileDiff> fileDiffs) {
        public PlanResult {
            problems = List.copyOf(problems);
            fileDiffs = List.copyOf(fileDiffs);
        }
    }

    /**
     * What there was before.
     *
     * @param store to publish on top of it
     * @param sides shows a file as it was
     */
    private record BaseState(State state, DryRunStore store, SideReader sides) {}

    private interface SideReader {
        Side of(Plan.PublishedOutput standing) throws IOException;
    }

    /**
     * What the inputs would change in {@code out/}, as {@code render} would now. An agent may be writing there.
     *
     * @throws CannotStartException when the inputs or what is published cannot be read
     */
    public static PlanResult againstOut(Settings settings, RuntimeContext runtimeContext) throws CannotStartException {
        SnapshotScanner source = Workspace.scanner(settings, runtimeContext);
        try (ReadOnlyPublication readOnlyPublication = ReadOnlyPublication.open(settings.out())) {
            return compare(settings, runtimeContext, source, publishedBase(readOnlyPublication));
        } catch (IOException e) {
            throw new CannotStartException("what is published cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * What differs from what the inputs of a commit make, with the secrets of today.
     *
     * @param revision any name that git has for it
     * @throws CannotStartException when the inputs cannot be read
     */
    public static PlanResult againstRevision(Settings settings, RuntimeContext runtimeContext, String revision)
            throws CannotStartException, NoSuchRevisionException {
        SnapshotScanner source = Workspace.scanner(settings, runtimeContext);
        ScanResult scanResult = source.scanCommit(revision);
        DryRunStore store = DryRunStore.empty();
        Cycle.InputScanner once = (last, hints) ->
                hints.isEmpty() ? new ScanResult(last, List.of(), List.of(), scanResult.work()) : scanResult;
        try {
            State state = Workspace.dryRun(settings, runtimeContext, once, store, State.of(OutputIndex.empty()));
            return compare(settings, runtimeContext, source, revisionBase(runtimeContext, state, store));
        } catch (IOException e) {
            throw new CannotStartException("the files cannot be compared: " + e.getMessage(), e);
        }
    }

    private static PlanResult compare(
            Settings settings, RuntimeContext runtimeContext, SnapshotScanner source, BaseState before)
            throws CannotStartException, IOException {
        DryRunStore store = before.store();
        State state = Workspace.dryRun(settings, runtimeContext, source::scan, store, before.state());
        List<FileDiff> fileDiffs = new ArrayList<>();
        for (String name : store.changedNames()) {
            Plan.PublishedOutput was = store.base().find(name);
            Plan.PublishedOutput is = store.published().find(name);
            String path = "out/" + (is == null ? String.valueOf(was == null ? name : was.path()) : is.path());
            if (was != null
                    && is != null
                    && was.path().equals(is.path())
                    && was.body().equals(is.body())) {
                fileDiffs.add(FileDiff.ofAccess(path, identity(state, is)));
                continue;
            }
            fileDiffs.add(FileDiff.of(
                    path,
                    was == null ? null : before.sides().of(was),
                    is == null ? null : side(store, is, state),
                    FileMasking.finder(List.of(before.state(), state), runtimeContext.environment(), name),
                    is == null ? identity(before.state(), Objects.requireNonNull(was)) : identity(state, is)));
        }
        return new PlanResult(state.describe(state.problems()), fileDiffs);
    }

    /** Without bytes when a static file has changed since it was hashed: a link in its place may lead to anything. */
    private static Side side(DryRunStore store, Plan.PublishedOutput standing, State state) throws IOException {
        SecretMasks secretMasks = FileMasking.masks(state.outputIndex(), standing.path(), standing.body());
        StaticFile file = store.staticFile(standing.body());
        if (file == null) {
            return new Side(store.rendered(standing.body()), secretMasks);
        }
        if (file.length() > MaskedFile.MAX_BYTES) {
            return new Side(null, file.length(), secretMasks);
        }
        byte[] bytes = FileContents.read(file.file());
        return new Side(Digest.of(bytes).equals(file.digest()) ? bytes : null, secretMasks);
    }

    /** What only the phone has that a file is for; of a phone that several claim a file with, nothing. */
    private static PhoneIdentity identity(State state, Plan.PublishedOutput standing) {
        List<Output> claims = state.outputIndex().claims(FileNames.fold(standing.path()));
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

    private static BaseState publishedBase(ReadOnlyPublication readOnlyPublication) throws IOException {
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
        return new BaseState(State.of(remembered), DryRunStore.basedOn(files), standing -> {
            PublishedFile entry = published.find(standing.path());
            SecretMasks secretMasks = FileMasking.masks(remembered, standing.path(), standing.body());
            if (entry == null) {
                return new Side(null, secretMasks);
            }
            return new Side(
                    entry.length() > MaskedFile.MAX_BYTES ? null : readOnlyPublication.content(entry),
                    entry.length(),
                    secretMasks);
        });
    }

    /** Renders a second time only what turns out to differ, to show it. */
    private static BaseState revisionBase(RuntimeContext runtimeContext, State state, DryRunStore first) {
        DryRunStore again = first.next();
        Cycle.RenderSetup making = new Cycle.RenderSetup(new Renderer(), runtimeContext.environment());
        OutputBuilder outputBuilder = new OutputBuilder(state, state.snapshot(), state.inputs(), making, again.begin());
        return new BaseState(state, first.next(), standing -> {
            state.outputIndex()
                    .claims(FileNames.fold(standing.path()))
                    .forEach(output -> outputBuilder.makeAgain(output.targetKey()));
            return new Side(
                    again.takeRendered(standing.body()),
                    FileMasking.masks(state.outputIndex(), standing.path(), standing.body()));
        });
    }
}
