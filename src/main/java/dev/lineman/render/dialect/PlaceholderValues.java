package dev.lineman.render.dialect;

import dev.lineman.render.content.ReadNames;
import dev.lineman.resolve.value.NamedValues;
import dev.lineman.template.dialect.DialectEvaluator;
import dev.lineman.template.dialect.DialectNode;
import dev.lineman.template.dialect.DialectTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of all references of one text, and the parts of the text that apply. It listens to one run of {@link
 * DialectEvaluator} and looks up each name once. For one rendering, by one thread.
 */
final class PlaceholderValues implements DialectEvaluator.DialectListener {
    private final NamedValues names;

    /** By slot: whether the reference was looked up. A null value then means that there is none. */
    private final boolean[] lookedUp;

    /** By slot: the value; null if there is none. */
    private final @Nullable String[] values;

    /** Literal text and placeholders that apply, in order. */
    private final List<DialectNode> pieces = new ArrayList<>();

    /** For each reference without a value, its first placeholder. */
    private final Map<DialectNode.PlaceholderReference, DialectNode.Placeholder> missing = new LinkedHashMap<>(0);

    /** The names that were looked up, in the order of the first lookup. */
    private final LinkedHashSet<String> read = new LinkedHashSet<>();

    /** A character for each condition that was evaluated: {@code 1} if it is true, else {@code 0}. */
    private final StringBuilder conditionResults;

    private PlaceholderValues(DialectTree tree, NamedValues names) {
        this.names = names;
        this.lookedUp = new boolean[tree.slots()];
        this.values = new String[tree.slots()];
        this.conditionResults = new StringBuilder(tree.conditions());
    }

    /** Evaluates a text with these values. */
    static PlaceholderValues of(DialectTree tree, NamedValues names) {
        PlaceholderValues placeholderValues = new PlaceholderValues(tree, names);
        DialectEvaluator.run(tree, placeholderValues);
        return placeholderValues;
    }

    @Override
    public void text(DialectNode.LiteralText text) {
        pieces.add(text);
    }

    @Override
    public void placeholder(DialectNode.Placeholder placeholder) {
        if (value(placeholder.reference()) == null) {
            missing.putIfAbsent(placeholder.reference(), placeholder);
        }
        pieces.add(placeholder);
    }

    @Override
    public @Nullable String value(DialectNode.PlaceholderReference reference) {
        int slot = reference.slot();
        if (!lookedUp[slot]) {
            lookedUp[slot] = true;
            String own = reference.partName() == null ? null : lookUp(reference.partName());
            values[slot] = own == null ? lookUp(reference.name()) : own;
        }
        return values[slot];
    }

    private @Nullable String lookUp(String name) {
        read.add(name);
        return names.valueOf(name);
    }

    @Override
    public void conditionEvaluated(DialectNode.DialectCondition condition, @Nullable String value, boolean holds) {
        conditionResults.append(holds ? '1' : '0');
    }

    /** The value of a slot. Without a value it is empty text, so that one rendering finds all missing names. */
    String value(int slot) {
        String value = values[slot];
        return value == null ? "" : value;
    }

    /** How many slots there are. */
    int count() {
        return values.length;
    }

    /** Literal text and placeholders that apply, in order. */
    List<DialectNode> pieces() {
        return pieces;
    }

    /** The first placeholder of each reference without a value. */
    Collection<DialectNode.Placeholder> missing() {
        return missing.values();
    }

    /** The results of the conditions that were evaluated, as a key. With equal results, the same parts apply. */
    String conditionResults() {
        return conditionResults.toString();
    }

    /** The names that were looked up, in the order of the first lookup. */
    ReadNames reads() {
        return new ReadNames(new ArrayList<>(read), List.of());
    }
}
