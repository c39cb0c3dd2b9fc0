package dev.lineman.command;

import dev.lineman.access.MacFinder;
import dev.lineman.build.DryRunStore;
import dev.lineman.build.State;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.build.plan.Plan;
import dev.lineman.command.diff.FileDiff;
import dev.lineman.command.diff.FileDiff.FileVersion;
import dev.lineman.command.diff.PhoneIdentity;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileContents;
import dev.lineman.fs.FileNames;
import dev.lineman.input.StaticFile;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.operator.explain.FileMasking;
import dev.lineman.operator.view.MaskedFile;
import dev.lineman.publish.store.PublishedFile;
import dev.lineman.render.text.SecretFinder;
import dev.lineman.render.text.SecretMasks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The diffs between the files of a state and those that a dry cycle on top of it would publish, with secrets masked. {@link
 * PlanPreview} and the preview of an adoption use it. Stateless.
 */
public final class PlanDiffs {
    /** Fields that differ from one extension to the next, so that diffs which differ only in them are grouped. */
    private static final List<ExtensionField> IDENTITY_FIELDS = List.of(
            ExtensionField.EXTENSION,
            ExtensionField.FIRST_NAME,
            ExtensionField.LAST_NAME,
            ExtensionField.AUTH_ID,
            ExtensionField.LABEL);

    private PlanDiffs() {}

    /**
     * The state to compare with.
     *
     * @param state the state before the cycle
     * @param store the store that the cycle publishes to, on top of the base
     * @param versions shows a file of the base
     */
    public record PlanBase(State state, DryRunStore store, FileVersionReader versions) {}

    /** Reads the base version of a file. */
    public interface FileVersionReader {
        FileVersion of(Plan.PublishedOutput published) throws IOException;
    }

    /** Reads the content of a published file. */
    public interface ContentReader {
        byte[] content(PublishedFile file) throws IOException;
    }

    /**
     * Returns the base version of a file from a publication.
     *
     * @param outputIndex knows the places of its secrets
     * @param entry null if it is not published any more
     * @param reader reads its content, if it is not too long
     */
    public static FileVersion version(
            OutputIndex outputIndex, Plan.PublishedOutput output, @Nullable PublishedFile entry, ContentReader reader)
            throws IOException {
        SecretMasks secretMasks = FileMasking.masks(outputIndex, output.path(), output.body());
        if (entry == null) {
            return new FileVersion(null, secretMasks);
        }
        return new FileVersion(
                entry.length() > MaskedFile.MAX_BYTES ? null : reader.content(entry), entry.length(), secretMasks);
    }

    /**
     * Returns a diff for each changed file, sorted by path.
     *
     * @param state the state after the cycle, which published to the store of the base
     * @param environment can have secrets, to mask
     * @throws IOException if a published file cannot be read
     */
    public static List<FileDiff> of(PlanBase base, State state, Map<String, String> environment) throws IOException {
        DryRunStore store = base.store();
        // The files of a site have the same secrets: those of all its phones.
        Map<List<Set<String>>, SecretFinder> finders = new HashMap<>();
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
                    finders.computeIfAbsent(
                            List.of(
                                    base.state().outputIndex().targetKeys(name),
                                    state.outputIndex().targetKeys(name)),
                            keys -> FileMasking.finder(List.of(base.state(), state), environment, name)),
                    after == null ? identity(base.state(), Objects.requireNonNull(before)) : identity(state, after)));
        }
        return fileDiffs;
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
}
