package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.ControlCharacters;
import dev.lineman.inventory.Fields;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Layers;
import dev.lineman.inventory.Secrets;
import dev.lineman.inventory.UrlSecrets;
import dev.lineman.problem.Nearest;
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
final class References {
    /** What is a name rather than a password. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z_.-]*");

    private final Secrets secrets;
    private final Map<String, String> environment;
    private final Set<Fact> facts = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    /** Secrets by their text, each as an object of its own: what reads the same is not therefore a secret. */
    private final Map<String, String> told = new HashMap<>();

    private int complaints;

    /** @param environment the agent's, as of its start */
    References(Secrets secrets, Map<String, String> environment) {
        this.secrets = secrets;
        this.environment = environment;
    }

    /** Whether what has such a name in {@code vars} is a secret. */
    static boolean isSecret(String name) {
        return Secrets.isNamedLikeOne(name);
    }

    /** Whether a reference reads as one, and not as the very value behind the tag. */
    static boolean isName(Fields.Reference reference) {
        return NAME.matcher(reference.name()).matches();
    }

    /** The same references; what is looked up through these is noted nowhere. */
    References unnoted() {
        return new References(secrets, environment);
    }

    /** Collects what is behind references, and notes nothing. */
    HeldSecrets held(Inventory inventory) {
        return new HeldSecrets(inventory, secrets, environment);
    }

    /** Whether this very text was given out as a secret. */
    @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // it is the object that matters
    boolean told(String text) {
        return text == told.get(text);
    }

    /** A secret that is made of something that was found; null when it is made of several things. */
    Value secret(String text, Layers.@Nullable Found found) {
        return new Value(told.computeIfAbsent(text, same -> String.valueOf(same.toCharArray())), true, found, null);
    }

    /** The text that was found; empty, with a problem noted, when it stands for something that is not there. */
    Value follow(Layers.Found found, boolean secret) {
        if (found.value() instanceof String text) {
            return secret || UrlSecrets.any(text) ? secret(text, found) : Value.given(text, false, found);
        }
        if (!(found.value() instanceof Fields.Reference reference)) {
            throw new IllegalStateException("a list or mapping where the schema has text");
        }
        String text;
        if (reference.secret()) {
            read(new Fact(Fact.Kind.SECRET, reference.name()));
            text = secrets.value(reference.name());
        } else {
            text = environment.get(reference.name());
        }
        if (text == null || ControlCharacters.in(text)) {
            note(Problem.error(
                    found.position(),
                    text == null ? missing(reference) : reference + " has a control character; remove it"));
            text = "";
        }
        return secret(text, found);
    }

    /** The {@code provisioning_url} of a site, which is a secret when a part of it is one. */
    Value url(Layers.Found found, String site) {
        return follow(found, found.value() instanceof String text && UrlSecrets.any(text, site));
    }

    /** The text of a field of a person, which is a secret where a part of it is one. */
    String text(PersonField field, Account account) {
        List<Value> parts = new ArrayList<>();
        String text = field.of(account, found -> {
            Value part = follow(found, field.isSecret());
            parts.add(part);
            return part.text();
        });
        return parts.stream().anyMatch(Value::secret) ? secret(text, null).text() : text;
    }

    private String missing(Fields.Reference reference) {
        // Somebody may have written the password itself behind the tag.
        String name = isName(reference) ? reference.toString() : reference.secret() ? "this !secret" : "this !env";
        if (!reference.secret()) {
            return name + " is not set in the agent's environment; set it and start the agent again";
        }
        List<String> known = new ArrayList<>();
        for (int i = 0; i < secrets.values().size(); i++) {
            known.add(secrets.values().key(i));
        }
        return name + " is not in " + secrets.path() + Nearest.hint(reference.name(), known);
    }

    /** Something was looked up. */
    void read(Fact fact) {
        facts.add(fact);
    }

    /** What was looked up so far. */
    Set<Fact> facts() {
        return facts;
    }

    /** What is wrong, as far as it was come upon. */
    List<Problem> problems() {
        return problems;
    }

    /** Notes a problem once, and each time that somebody comes upon it. */
    void note(Problem problem) {
        complaints++;
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    /** How often something was found to be wrong. */
    int complaints() {
        return complaints;
    }

    /** Somebody came again upon something that is wrong. */
    void complain() {
        complaints++;
    }
}
