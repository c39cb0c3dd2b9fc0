package dev.lineman.operator.explain;

import dev.lineman.build.State;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileNames;
import dev.lineman.inventory.Account;
import dev.lineman.render.text.SecretFinder;
import dev.lineman.render.text.SecretMasks;
import dev.lineman.resolve.value.HeldSecrets;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which parts of a published file are secret, in two ways: by the origin of its values ({@link SecretMasks}), and by
 * the secrets that its inputs have ({@link SecretFinder}). A view uses both. Stateless.
 */
public final class FileMasking {
    private FileMasking() {}

    /**
     * The masks of a published file: the union of those of all targets that make it. A file that no target makes is
     * masked as a whole.
     *
     * @param path below {@code out/}
     * @param body digest of the content
     */
    public static SecretMasks masks(OutputIndex outputIndex, String path, Digest body) {
        SecretMasks secretMasks = null;
        for (Output output : outputIndex.claims(FileNames.fold(path))) {
            if (output.body().equals(body)) {
                secretMasks = secretMasks == null ? output.secretMasks() : secretMasks.union(output.secretMasks());
            }
        }
        return secretMasks == null ? SecretMasks.ALL : secretMasks;
    }

    /**
     * Finds the secrets that the inputs of a file have, in any of the states.
     *
     * @param path of the file, below {@code out/}
     */
    public static SecretFinder finder(Collection<State> states, Map<String, String> environment, String path) {
        Set<String> texts = new TreeSet<>();
        for (State state : states) {
            HeldSecrets held = heldSecrets(state, environment);
            for (Output output : state.outputIndex().claims(FileNames.fold(path))) {
                if (TargetKey.isSite(output.targetKey())) {
                    held.addSite(TargetKey.site(output.targetKey()));
                } else if (!TargetKey.isStatic(output.targetKey())) {
                    held.addPhone(output.targetKey());
                }
            }
            texts.addAll(held.texts());
        }
        return new SecretFinder(texts);
    }

    /** Finds the secrets of a phone. */
    public static SecretFinder finder(State state, Map<String, String> environment, String mac) {
        HeldSecrets held = heldSecrets(state, environment);
        held.addPhone(mac);
        return new SecretFinder(held.texts());
    }

    /** Finds the secrets of an extension. */
    static SecretFinder finder(State state, Map<String, String> environment, Account extension) {
        HeldSecrets held = heldSecrets(state, environment);
        held.addAccount(extension);
        return new SecretFinder(held.texts());
    }

    private static HeldSecrets heldSecrets(State state, Map<String, String> environment) {
        return new HeldSecrets(state.inputs().inventory(), state.inputs().secrets(), environment);
    }
}
