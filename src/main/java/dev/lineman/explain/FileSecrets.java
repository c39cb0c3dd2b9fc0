package dev.lineman.explain;

import dev.lineman.cycle.State;
import dev.lineman.disk.Digest;
import dev.lineman.disk.FileName;
import dev.lineman.impact.UnitKey;
import dev.lineman.inventory.Account;
import dev.lineman.plan.Ledger;
import dev.lineman.plan.Output;
import dev.lineman.render.Masks;
import dev.lineman.render.SecretFinder;
import dev.lineman.resolve.HeldSecrets;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What of a published file people must not see: by where its values came from, and by what its inputs hold. */
public final class FileSecrets {
    private FileSecrets() {}

    /** The masks of a file, those of all phones and sites that make it; of an unknown file, nothing may be shown. */
    public static Masks masks(Ledger ledger, String path, Digest body) {
        Masks masks = null;
        for (Output output : ledger.claims(FileName.fold(path))) {
            if (output.body().equals(body)) {
                masks = masks == null ? output.masks() : masks.and(output.masks());
            }
        }
        return masks == null ? Masks.ALL : masks;
    }

    /**
     * Finds the secrets that the inputs of a file hold, in each of the states.
     *
     * @param path of the file, below {@code out/}
     */
    public static SecretFinder finder(Collection<State> states, Map<String, String> environment, String path) {
        Set<String> texts = new TreeSet<>();
        for (State state : states) {
            HeldSecrets held = held(state, environment);
            for (Output output : state.ledger().claims(FileName.fold(path))) {
                if (UnitKey.isSite(output.unit())) {
                    held.addSite(UnitKey.site(output.unit()));
                } else if (!UnitKey.isStatic(output.unit())) {
                    held.addPhone(output.unit());
                }
            }
            texts.addAll(held.texts());
        }
        return new SecretFinder(texts);
    }

    /** Finds the secrets of a phone. */
    static SecretFinder finder(State state, Map<String, String> environment, String mac) {
        HeldSecrets held = held(state, environment);
        held.addPhone(mac);
        return new SecretFinder(held.texts());
    }

    /** Finds the secrets of an extension. */
    static SecretFinder finder(State state, Map<String, String> environment, Account extension) {
        HeldSecrets held = held(state, environment);
        held.addAccount(extension);
        return new SecretFinder(held.texts());
    }

    private static HeldSecrets held(State state, Map<String, String> environment) {
        return new HeldSecrets(state.inputs().inventory(), state.inputs().secrets(), environment);
    }
}
