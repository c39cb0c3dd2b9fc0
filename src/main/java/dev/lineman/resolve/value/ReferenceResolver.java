package dev.lineman.resolve.value;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.ValueText;
import dev.lineman.inventory.secret.AssumedValue;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.inventory.secret.UrlSecrets;
import dev.lineman.problem.NearestName;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code !secret} and {@code !env} references by their values. It also collects the dependencies and
 * problems of all look-ups.
 *
 * <p>Each phone and each site that is resolved has its own. Not thread-safe.
 */
public final class ReferenceResolver {
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private final SecretStore secrets;
    private final Map<String, String> environment;
    private final Set<Dependency> dependencies = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    /**
     * The returned secrets, each as a string object of its own. Only the object identifies a secret: equal text
     * elsewhere in a file is none.
     */
    private final Map<String, String> issuedSecrets = new HashMap<>();

    /** Blocking problems. Counts repetitions too, which {@link #problems} does not keep. */
    private int blockingCount;

    /**
     * Starts without dependencies and problems.
     *
     * @param environment the agent's environment, as of its start
     */
    public ReferenceResolver(SecretStore secrets, Map<String, String> environment) {
        this.secrets = secrets;
        this.environment = environment;
    }

    /** A resolver with the same values. Its look-ups leave no dependencies or problems here. */
    public ReferenceResolver withoutRecording() {
        return new ReferenceResolver(secrets, environment);
    }

    /** An empty collection of secrets that resolves references in the same way, without recording them. */
    public HeldSecrets heldSecrets(Inventory inventory) {
        return new HeldSecrets(inventory, secrets, environment);
    }

    /** Whether a text is a placeholder for a missing value. No check of values applies to it. */
    public boolean isAssumed(String text) {
        return secrets.assumesMissing() && AssumedValue.isAssumed(text);
    }

    /** Whether this string object was returned as a secret. */
    @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // it is the object that matters
    public boolean isIssuedSecret(String text) {
        return text == issuedSecrets.get(text);
    }

    /**
     * Marks a text as a secret.
     *
     * @param found the value that the text is made of; null if there are several
     */
    public ResolvedValue secret(String text, LayerStack.@Nullable LayerValue found) {
        return new ResolvedValue(
                issuedSecrets.computeIfAbsent(text, same -> String.valueOf(same.toCharArray())), true, found, null);
    }

    /**
     * Returns the text of a value. If the value is a reference, this is the text that it refers to. A missing
     * one gives an empty text and a problem.
     *
     * @param secret whether the value is a secret even without a reference
     */
    public ResolvedValue follow(LayerStack.LayerValue found, boolean secret) {
        ResolvedValue value = find(found, secret, Severity.BLOCKING);
        return value == null ? secret("", found) : value;
    }

    /** The text of a value; null if it is a reference without a value, which is reported, or with a placeholder. */
    public @Nullable ResolvedValue followIfKnown(LayerStack.LayerValue found) {
        int before = blockingCount;
        ResolvedValue value = follow(found, false);
        boolean assumed = found.value() instanceof FieldValues.ValueReference && isAssumed(value.text());
        return assumed || blockingCount > before ? null : value;
    }

    /**
     * Returns the text of a name or a label, which may be a reference. A missing one is only a warning, because the
     * phone works without the name.
     *
     * @return null if the reference has no value
     */
    public @Nullable ResolvedValue followName(LayerStack.LayerValue found) {
        return find(found, false, Severity.WARNING);
    }

    /** The value; null, with a problem of this severity, if the reference has none. */
    private @Nullable ResolvedValue find(LayerStack.LayerValue found, boolean secret, Severity severity) {
        if (found.value() instanceof String text) {
            return secret || UrlSecrets.containsSecret(text)
                    ? secret(text, found)
                    : ResolvedValue.given(text, false, found);
        }
        if (!(found.value() instanceof FieldValues.ValueReference reference)) {
            throw new IllegalStateException("a list or mapping where the schema has text");
        }
        String text;
        if (reference.secret()) {
            addDependency(new Dependency(Dependency.DependencyKind.SECRET, reference.name()));
            text = secrets.value(reference.name());
        } else {
            text = environment.get(reference.name());
        }
        if (text == null && secrets.assumesMissing()) {
            text = AssumedValue.of(reference);
        }
        if (text == null || ValueText.hasControlCharacter(text)) {
            Problem problem = new Problem(
                    severity,
                    found.position(),
                    text == null ? missing(reference) : reference + " has a control character; remove it");
            report(text == null && reference.secret() ? problem.expectedIn(List.of(secrets.path())) : problem);
            return null;
        }
        return secret(text, found);
    }

    /**
     * The text of a field of an extension. It is a secret if one of its parts is. A missing name is empty, and a
     * missing label is the number.
     */
    public String text(AccountField field, Account account) {
        List<ResolvedValue> parts = new ArrayList<>();
        String text = field.of(account, found -> {
            ResolvedValue part = field.isShownOnly() ? followName(found) : follow(found, field.isSecret());
            if (part == null) {
                return null;
            }
            parts.add(part);
            return part.text();
        });
        return parts.stream().anyMatch(ResolvedValue::secret)
                ? secret(text, null).text()
                : text;
    }

    private String missing(FieldValues.ValueReference reference) {
        // The text behind the tag may be a password.
        String name = reference.isShown() ? reference.toString() : reference.secret() ? "this !secret" : "this !env";
        if (!reference.secret()) {
            return name + " is not set in the agent's environment; set it and start the agent again";
        }
        List<String> known = new ArrayList<>();
        String withoutDigits = DIGITS.matcher(reference.name()).replaceAll("");
        for (int i = 0; i < secrets.values().size(); i++) {
            String candidate = secrets.values().key(i);
            // A name with other digits is usually the secret of another extension.
            if (!DIGITS.matcher(candidate).replaceAll("").equals(withoutDigits)) {
                known.add(candidate);
            }
        }
        return name + " is not in " + secrets.path() + NearestName.hint(reference.name(), known);
    }

    /** Records a look-up. */
    public void addDependency(Dependency dependency) {
        dependencies.add(dependency);
    }

    /** The look-ups so far, in their order. */
    public Set<Dependency> dependencies() {
        return dependencies;
    }

    /** The problems so far, without repetitions. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * Records a problem. After a blocking one, the file keeps its last good content. After another, it is made all
     * the same. A repetition only increases the count.
     */
    public void report(Problem problem) {
        blockingCount += problem.severity() == Severity.BLOCKING ? 1 : 0;
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    /**
     * The number of blocking problems so far, with repetitions. If it grows during a rendering, that file depends on a wrong
     * value.
     */
    public int blockingCount() {
        return blockingCount;
    }

    /** Counts a blocking problem that was already reported, because a cached value depends on it. */
    public void countBlocking() {
        blockingCount++;
    }
}
