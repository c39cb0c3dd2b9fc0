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
 * The values of the references of one text, each looked up once, and which pieces of the text count with them. For one rendering,
 * by one thread.
 */
final class PlaceholderValues implements DialectEvaluator.DialectListener {
    private final NamedValues names;
    private final boolean[] lookedUp;
    private final @Nullable String[] values;
    private final List<DialectNode> pieces = new ArrayList<>();
    private final Map<DialectNode.PlaceholderReference, DialectNode.Placeholder> missing = new LinkedHashMap<>(0);
    private final LinkedHashSet<String> read = new LinkedHashSet<>();
    private final StringBuilder conditionResults;

    private PlaceholderValues(DialectTree tree, NamedValues names) {
        this.names = names;
        this.lookedUp = new boolean[tree.slots()];
        this.values = new String[tree.slots()];
        this.conditionResults = new StringBuilder(tree.conditions());
    }

    /** Runs a text with these values. */
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
            String own = reference.blfName() == null ? null : lookUp(reference.blfName());
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

    /** What a slot reads as. A name without a value reads as empty text, so that one rendering finds all that are missing. */
    String value(int slot) {
        String value = values[slot];
        return value == null ? "" : value;
    }

    /** How many slots there are. */
    int count() {
        return values.length;
    }

    /** The texts and placeholders that count, in order. */
    List<DialectNode> pieces() {
        return pieces;
    }

    /** The first placeholder of each reference that has no value. */
    Collection<DialectNode.Placeholder> missing() {
        return missing.values();
    }

    /** Whether each condition that was reached held. With the same answers the same pieces count. */
    String conditionResults() {
        return conditionResults.toString();
    }

    /** The names that were looked up, in the order of the first look. */
    ReadNames reads() {
        return new ReadNames(new ArrayList<>(read), List.of());
    }
}
