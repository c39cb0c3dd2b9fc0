package dev.lineman.render.velocity;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which values of one run of a Velocity template were computed of secrets. A value counts as one when an expression reads a secret
 * to compute it: a list as a whole, a number, what an index looks up. Values that only depend on a condition do not count. For one
 * rendering, by one thread.
 */
final class SecretTaint {
    /** Characters of computed values to remember; a template that computes more has all its values hidden. */
    private static final int MAX_REMEMBERED = 16 << 20;

    /** What remembering a value costs besides its characters. */
    private static final int OVERHEAD = 64;

    private final Predicate<String> secret;

    /** By variable: the values that it holds or held, these very objects, that were computed of secrets. */
    private final Map<String, Set<Object>> taintedByVariable = new HashMap<>();

    private long remembered;

    /** Whether the expression that is being evaluated has read a secret. */
    private boolean secretRead;

    /** Values of expressions, these very objects, that were computed of secrets and are not in a variable yet. */
    private final Set<Object> pending = Collections.newSetFromMap(new IdentityHashMap<>());

    private @Nullable String insertedText;
    private boolean insertedHidden;

    /** @param secret whether a text, this very object, is a secret of the model */
    SecretTaint(Predicate<String> secret) {
        this.secret = secret;
    }

    /** An expression begins. */
    void beginExpression() {
        secretRead = false;
    }

    /** An expression ends. */
    void endExpression(@Nullable Object value) {
        if (secretRead && value != null) {
            pending.add(value);
        }
        secretRead = false;
    }

    /** Whether the value of an expression that has ended was computed of a secret. */
    boolean takeTaint(@Nullable Object value) {
        return pending.remove(value);
    }

    /** An element is taken out of a list that was, or was not, computed of a secret. */
    void readElement(@Nullable Object value, boolean hidden) {
        secretRead |= hidden;
        endExpression(value);
    }

    /** A text of the model is read; whether it is a secret. */
    boolean reads(String text) {
        boolean hidden = secret.test(text);
        secretRead |= hidden;
        return hidden;
    }

    /** A variable is read. */
    void reads(String variable, @Nullable Object value) {
        Set<Object> values = taintedByVariable.get(variable);
        secretRead |= (value instanceof String text && secret.test(text)) || (values != null && values.contains(value));
    }

    /** A variable gets a value: a new one, or the one back that it had before a loop or a macro. */
    void assignVariable(String variable, @Nullable Object value) {
        if (takeTaint(value) && value != null && remembered <= MAX_REMEMBERED) {
            boolean isNew = taintedByVariable
                    .computeIfAbsent(variable, name -> Collections.newSetFromMap(new IdentityHashMap<>()))
                    .add(value);
            remembered += isNew ? OVERHEAD + (value instanceof String text ? text.length() : 0) : 0;
        }
        secretRead = false;
    }

    /** A variable is gone. */
    void removeVariable() {
        secretRead = false;
    }

    /** A reference is about to write this text, on the output or into a text in quotes. */
    void beginInsert(String text) {
        insertedText = text;
        insertedHidden = secretRead || secret.test(text);
    }

    /** Whether a text that a reference writes on the output is to be hidden. */
    boolean isSecretInsert(String text) {
        boolean hidden = isSameObject(text, insertedText) ? insertedHidden : secretRead || secret.test(text);
        secretRead = false;
        return hidden || remembered > MAX_REMEMBERED;
    }

    @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // it is the object that matters
    private static boolean isSameObject(String text, @Nullable String other) {
        return text == other;
    }
}
