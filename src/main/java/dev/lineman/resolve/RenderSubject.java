package dev.lineman.resolve;

import dev.lineman.inventory.Inventory;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.parameter.PhoneParameters;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.HeldSecrets;
import dev.lineman.resolve.value.NamedValues;
import dev.lineman.resolve.value.ReferenceResolver;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The phone or site that a file is rendered for: its values for both template languages, and the record of all
 * look-ups. Not thread-safe.
 */
public abstract sealed class RenderSubject implements NamedValues permits PhoneValues, SiteModel {
    /** The inventory of the cycle, for look-ups of other extensions. */
    final Inventory inventory;
    /** Resolves references, and records the look-ups of this subject. */
    final ReferenceResolver referenceResolver;

    private final PhoneParameters parameters;

    RenderSubject(Inventory inventory, ReferenceResolver referenceResolver, PhoneParameters parameters) {
        this.inventory = inventory;
        this.referenceResolver = referenceResolver;
        this.parameters = parameters;
    }

    /** The vendor parameters that the files get from {@code settings}. */
    public final PhoneParameters parameters() {
        return parameters;
    }

    /** The variables of a Velocity template, by name. */
    public abstract Map<String, Object> model();

    /** The same values. Look-ups through the result leave no dependencies or problems here. */
    public abstract NamedValues withoutRecording();

    /** The look-ups so far outside of the subject's own files. */
    public final Set<Dependency> dependencies() {
        return referenceResolver.dependencies();
    }

    /** The problems with the values that were looked up so far, errors and warnings. */
    public List<Problem> problems() {
        return referenceResolver.problems();
    }

    /** The secrets in the subject's files, even if no template reads them. */
    public final Set<String> heldSecrets() {
        HeldSecrets held = referenceResolver.heldSecrets(inventory);
        collectSecrets(held);
        return held.texts();
    }

    /** Adds the secrets of the subject's files. */
    abstract void collectSecrets(HeldSecrets held);

    /**
     * The number of look-ups so far that gave a blocking problem, with repetitions. If it grows during a rendering, the file
     * contains a wrong value.
     */
    public final int blockingCount() {
        return referenceResolver.blockingCount();
    }

    @Override
    public final boolean isSecret(String value) {
        return referenceResolver.isIssuedSecret(value);
    }
}
