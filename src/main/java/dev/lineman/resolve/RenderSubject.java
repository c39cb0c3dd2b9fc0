package dev.lineman.resolve;

import dev.lineman.inventory.Inventory;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.HeldSecrets;
import dev.lineman.resolve.value.NamedValues;
import dev.lineman.resolve.value.ReferenceResolver;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What something is rendered for, a phone or a site: its values in both dialects, and what looking them up told. Not thread-safe.
 */
public abstract sealed class RenderSubject implements NamedValues permits PhoneValues, SiteModel {
    final Inventory inventory;
    final ReferenceResolver referenceResolver;

    RenderSubject(Inventory inventory, ReferenceResolver referenceResolver) {
        this.inventory = inventory;
        this.referenceResolver = referenceResolver;
    }

    /** The values as templates in Velocity see them. */
    public abstract Map<String, Object> model();

    /** The same values; what is looked up through these is no fact and no problem of the subject. */
    public abstract NamedValues withoutRecording();

    /** What was looked up so far beyond the subject's own files. */
    public final Set<Dependency> dependencies() {
        return referenceResolver.dependencies();
    }

    /** What is wrong with the values that were looked up so far. */
    public final List<Problem> problems() {
        return referenceResolver.problems();
    }

    /** The secrets that the subject's files hold, whether or not a template reads them. */
    public final Set<String> heldSecrets() {
        HeldSecrets held = referenceResolver.heldSecrets(inventory);
        collectSecrets(held);
        return held.texts();
    }

    abstract void collectSecrets(HeldSecrets held);

    /** How often a look-up came upon something that is wrong: where this grows, a file was made of what is wrong. */
    public final int problemCount() {
        return referenceResolver.problemCount();
    }

    @Override
    public final boolean isSecret(String value) {
        return referenceResolver.isIssuedSecret(value);
    }
}
