package dev.lineman.build.plan;

import dev.lineman.access.AccessRule;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.FolderNames;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.render.text.SecretMasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Counts the phones with a file that contains a secret and that no access rule covers, by the folder of the extension
 * file. Part of {@link OutputIndex}. Immutable and persistent.
 *
 * <p>Any rule covers a file, also {@code allow: [0.0.0.0/0]}, because it is a decision. Only {@code user_agent} covers
 * none: a client can forge the MAC in its User-Agent.
 */
public final class OpenPhones {
    /** No open phones. */
    static final OpenPhones NONE = new OpenPhones(TreePMap.empty(), 0);

    /** The warning names at most this many folders. */
    private static final int MAX_NAMED = 3;

    /** Folders without open phones have no entry. */
    private final TreePMap<String, Integer> byFolder;

    private final int total;

    private OpenPhones(TreePMap<String, Integer> byFolder, int total) {
        this.byFolder = byFolder;
        this.total = total;
    }

    /** Returns the counts after a change of one target. Null means that there is no such version. */
    OpenPhones with(@Nullable BuildTarget before, @Nullable BuildTarget after) {
        String old = before == null ? null : openFolder(before);
        String fresh = after == null ? null : openFolder(after);
        if (old == null ? fresh == null : old.equals(fresh)) {
            return this;
        }
        OpenPhones without = old == null ? this : plus(old, -1);
        return fresh == null ? without : without.plus(fresh, 1);
    }

    private OpenPhones plus(String folder, int difference) {
        int count = byFolder.getOrDefault(folder, 0) + difference;
        return new OpenPhones(count == 0 ? byFolder.minus(folder) : byFolder.plus(folder, count), total + difference);
    }

    /** Returns the folder of a phone's extension file if one of its files is open; otherwise null. */
    private static @Nullable String openFolder(BuildTarget target) {
        if (!TargetKey.isPhone(target.key())) {
            return null;
        }
        for (Output output : target.outputs()) {
            if (output.path().startsWith(FolderNames.PROVISIONING)
                    && AccessRule.isOpen(output.access())
                    && !output.secretMasks().equals(SecretMasks.NONE)) {
                // The first source file is the nearest layer of the phone: its extension file.
                String file = target.sourceFiles().isEmpty()
                        ? ""
                        : target.sourceFiles().get(0);
                int slash = file.lastIndexOf('/');
                return slash < 0 ? FolderNames.EXTENSIONS : file.substring(0, slash);
            }
        }
        return null;
    }

    /**
     * Returns one warning for all open phones, with the ways to close them, at the {@code _defaults.yaml} that covers
     * them all; empty if there are none.
     */
    public List<Problem> problems() {
        if (byFolder.isEmpty()) {
            return List.of();
        }
        List<String> named = new ArrayList<>();
        for (Map.Entry<String, Integer> folder : byFolder.entrySet()) {
            if (named.size() == MAX_NAMED) {
                break;
            }
            named.add(folder.getValue() + " in " + folder.getKey());
        }
        int more = byFolder.size() - named.size();
        return List.of(Problem.warning(
                Position.of((byFolder.size() == 1 ? byFolder.firstKey() : FolderNames.EXTENSIONS)
                        + '/'
                        + FolderDefaults.FILE_NAME),
                "every client that knows a MAC can fetch the passwords of "
                        + (total == 1 ? "1 phone" : total + " phones")
                        + ", because no access rule covers them (" + String.join(", ", named)
                        + (more > 0 ? ", and in " + more + " more folders" : "")
                        + "): write 'provisioning: {allow: [NETWORK, ...]}' with the networks of your phones into this"
                        + " file, or set 'user' and 'password', a 'token' or 'certificate: true'; if every client may"
                        + " fetch them, write 'allow: [0.0.0.0/0, \"::/0\"]'"));
    }
}
