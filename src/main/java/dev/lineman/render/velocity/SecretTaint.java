package dev.lineman.render.velocity;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The values of one Velocity run that were computed from secrets. An expression that reads a secret taints its value:
 * a list as a whole, a number, the result of an index. A value that only depends on a condition is not tainted.
 *
 * <p>{@link TrackedExpression} reports where an expression begins and ends, {@link TemplateRun} what it reads. The
 * result decides which parts of the output are masked. For one rendering, by one thread.
 */
final class SecretTaint {
    /** Characters of tainted values to remember. A template that computes more gets all its values masked. */
    private static final int MAX_REMEMBERED = 16 << 20;

    /** The cost of remembering a value besides its text, in characters. */
    private static final int OVERHEAD = 64;

    private final Predicate<String> secret;

    /** For each variable, the tainted values that it has or had. Compared by identity. */
    private final Map<String, Set<Object>> taintedByVariable = new HashMap<>();

    /** The size of all values in {@link #taintedByVariable}, in characters. */
    private long remembered;

    /** Whether the current expression has read a secret. */
    private boolean secretRead;

    /** Tainted values of finished expressions that are not in a variable yet. Compared by identity. */
    private final Set<Object> pending = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The text that a reference is about to write. Compared by identity. */
    private @Nullable String insertedText;

    /** Whether {@link #insertedText} is a secret. */
    private boolean insertedHidden;

    /** @param secret whether a text is a secret of the model; it is asked with the object that the model gave */
    SecretTaint(Predicate<String> secret) {
        this.secret = secret;
    }

    /** Starts an expression. */
    void beginExpression() {
        secretRead = false;
    }

    /** Ends an expression and taints its value if it has read a secret. */
    void endExpression(@Nullable Object value) {
        if (secretRead && value != null) {
            pending.add(value);
        }
        secretRead = false;
    }

    /** Returns whether the value of a finished expression is tainted, and forgets it. */
    boolean takeTaint(@Nullable Object value) {
        return pending.remove(value);
    }

    /**
     * Takes an element from a list.
     *
     * @param hidden whether the list is tainted
     */
    void readElement(@Nullable Object value, boolean hidden) {
        secretRead |= hidden;
        endExpression(value);
    }

    /** Notes the read of a text of the model, and returns whether it is a secret. */
    boolean reads(String text) {
        boolean hidden = secret.test(text);
        secretRead |= hidden;
        return hidden;
    }

    /** Notes the read of a variable. */
    void reads(String variable, @Nullable Object value) {
        Set<Object> values = taintedByVariable.get(variable);
        secretRead |= (value instanceof String text && secret.test(text)) || (values != null && values.contains(value));
    }

    /** Assigns a value to a variable: a new one, or the one from before a loop or a macro call. */
    void assignVariable(String variable, @Nullable Object value) {
        if (takeTaint(value) && value != null && remembered <= MAX_REMEMBERED) {
            boolean isNew = taintedByVariable
                    .computeIfAbsent(variable, name -> Collections.newSetFromMap(new IdentityHashMap<>()))
                    .add(value);
            remembered += isNew ? OVERHEAD + (value instanceof String text ? text.length() : 0) : 0;
        }
        secretRead = false;
    }

    /** Removes a variable. */
    void removeVariable() {
        secretRead = false;
    }

    /** Announces a text that a reference is about to write, on the output or into text in quotes. */
    void beginInsert(String text) {
        insertedText = text;
        insertedHidden = secretRead || secret.test(text);
    }

    /** Returns whether to mask a text that a reference writes on the output. */
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
