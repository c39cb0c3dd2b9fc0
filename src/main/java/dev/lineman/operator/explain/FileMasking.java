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

/** What of a published file people must not see: by where its values came from, and by what its inputs hold. */
public final class FileMasking {
    private FileMasking() {}

    /** The masks of a file, those of all phones and sites that make it; of an unknown file, nothing may be shown. */
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
     * Finds the secrets that the inputs of a file hold, in each of the states.
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
    static SecretFinder finder(State state, Map<String, String> environment, String mac) {
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
