package dev.lineman.resolve.value;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.ControlCharacters;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.inventory.secret.UrlSecrets;
import dev.lineman.problem.NearestName;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Follows {@code !secret} and {@code !env} for one phone, and notes what was looked up and what is missing. */
public final class ReferenceResolver {
    /** What is a name rather than a password. */
    private static final Pattern REFERENCE_NAME = Pattern.compile("[A-Za-z][A-Za-z_.-]*");

    private final SecretStore secrets;
    private final Map<String, String> environment;
    private final Set<Dependency> dependencies = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    /** Secrets by their text, each as an object of its own: what reads the same is not therefore a secret. */
    private final Map<String, String> issuedSecrets = new HashMap<>();

    private int problemCount;

    /** @param environment the agent's, as of its start */
    public ReferenceResolver(SecretStore secrets, Map<String, String> environment) {
        this.secrets = secrets;
        this.environment = environment;
    }

    /** Whether what has such a name in {@code vars} is a secret. */
    public static boolean isSecretName(String name) {
        return SecretStore.isSecretName(name);
    }

    /** Whether a reference reads as one, and not as the very value behind the tag. */
    public static boolean isName(FieldValues.ValueReference reference) {
        return REFERENCE_NAME.matcher(reference.name()).matches();
    }

    /** The same references; what is looked up through these is noted nowhere. */
    public ReferenceResolver withoutRecording() {
        return new ReferenceResolver(secrets, environment);
    }

    /** Collects what is behind references, and notes nothing. */
    public HeldSecrets heldSecrets(Inventory inventory) {
        return new HeldSecrets(inventory, secrets, environment);
    }

    /** Whether this very text was given out as a secret. */
    @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // it is the object that matters
    public boolean isIssuedSecret(String text) {
        return text == issuedSecrets.get(text);
    }

    /** A secret that is made of something that was found; null when it is made of several things. */
    public ResolvedValue secret(String text, LayerStack.@Nullable LayerValue found) {
        return new ResolvedValue(
                issuedSecrets.computeIfAbsent(text, same -> String.valueOf(same.toCharArray())), true, found, null);
    }

    /** The text that was found; empty, with a problem noted, when it stands for something that is not there. */
    public ResolvedValue follow(LayerStack.LayerValue found, boolean secret) {
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
        if (text == null || ControlCharacters.in(text)) {
            report(Problem.error(
                    found.position(),
                    text == null ? missing(reference) : reference + " has a control character; remove it"));
            text = "";
        }
        return secret(text, found);
    }

    /** The {@code provisioning_url} of a site, which is a secret when a part of it is one. */
    public ResolvedValue url(LayerStack.LayerValue found, String site) {
        return follow(found, found.value() instanceof String text && UrlSecrets.containsSecret(text, site));
    }

    /** The text of a field of a person, which is a secret where a part of it is one. */
    public String text(PersonField field, Account account) {
        List<ResolvedValue> parts = new ArrayList<>();
        String text = field.of(account, found -> {
            ResolvedValue part = follow(found, field.isSecret());
            parts.add(part);
            return part.text();
        });
        return parts.stream().anyMatch(ResolvedValue::secret)
                ? secret(text, null).text()
                : text;
    }

    private String missing(FieldValues.ValueReference reference) {
        // Somebody may have written the password itself behind the tag.
        String name = isName(reference) ? reference.toString() : reference.secret() ? "this !secret" : "this !env";
        if (!reference.secret()) {
            return name + " is not set in the agent's environment; set it and start the agent again";
        }
        List<String> known = new ArrayList<>();
        for (int i = 0; i < secrets.values().size(); i++) {
            known.add(secrets.values().key(i));
        }
        return name + " is not in " + secrets.path() + NearestName.hint(reference.name(), known);
    }

    /** Something was looked up. */
    public void addDependency(Dependency dependency) {
        dependencies.add(dependency);
    }

    /** What was looked up so far. */
    public Set<Dependency> dependencies() {
        return dependencies;
    }

    /** What is wrong, as far as it was come upon. */
    public List<Problem> problems() {
        return problems;
    }

    /** Notes a problem once, and each time that somebody comes upon it. */
    public void report(Problem problem) {
        problemCount++;
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    /** How often something was found to be wrong. */
    public int problemCount() {
        return problemCount;
    }

    /** Somebody came again upon something that is wrong. */
    public void countProblem() {
        problemCount++;
    }
}
