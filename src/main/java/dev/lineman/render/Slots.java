package dev.lineman.render;

import dev.lineman.resolve.Names;
import dev.lineman.template.text.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.velocity.context.AbstractContext;
import org.jspecify.annotations.Nullable;

/**
 * The engine's view of the names that one content reads. A name without a value reads as empty text, so that
 * one rendering finds all that are missing. For one rendering, by one thread.
 */
final class Slots extends AbstractContext {
    private final Program program;
    private final Names names;
    private final @Nullable String[] values;
    private final List<Integer> missing = new ArrayList<>(0);
    private final LinkedHashSet<String> read = new LinkedHashSet<>();
    private final Map<String, String> variables = new HashMap<>(4);

    Slots(Program program, Names names) {
        this.program = program;
        this.names = names;
        this.values = new String[program.slots().size()];
    }

    @Override
    public @Nullable Object internalGet(String key) {
        int number = Integer.parseInt(key, 1, key.length(), 10);
        return switch (key.charAt(0)) {
            case Program.SLOT -> placeholder(number);
            case Program.CONDITION -> holds(program.conditions().get(number));
            default -> null;
        };
    }

    /** What a slot reads as. */
    String placeholder(int number) {
        String value = values[number];
        if (value == null) {
            Program.Slot slot = program.slots().get(number);
            value = look(slot.key(), slot.name());
            if (value == null) {
                missing.add(number);
                value = "";
            }
            values[number] = value;
        }
        return value;
    }

    private boolean holds(Token.Condition condition) {
        String value =
                condition.variable() ? variables.get(condition.name()) : look(condition.within(), condition.name());
        return condition.holdsFor(value);
    }

    /** What a name reads as where a BLF key is meant, if that says anything, else what it is everywhere. */
    private @Nullable String look(int key, String name) {
        String own = key == 0 ? null : look("blf" + key + "/" + name);
        return own == null ? look(name) : own;
    }

    private @Nullable String look(String name) {
        if (!program.isStraight()) {
            read.add(name);
        }
        return names.valueOf(name);
    }

    /** Does what a SET says; the engine puts nothing else. */
    @Override
    public @Nullable Object internalPut(String key, Object value) {
        Token.Set setting = program.settings().get(Integer.parseInt(key, 1, key.length(), 10));
        variables.put(setting.variable(), setting.value());
        return null;
    }

    /** What a slot read as, empty when it was not read. */
    String value(int slot) {
        String value = values[slot];
        return value == null ? "" : value;
    }

    /** The slots without a value, in the order in which they were read. */
    List<Integer> missing() {
        return missing;
    }

    /** The names that were looked up, in the order of the first look; kept only where that depends on values. */
    List<String> read() {
        return List.copyOf(read);
    }

    @Override
    public boolean internalContainsKey(String key) {
        return internalGet(key) != null;
    }

    @Override
    public String[] internalGetKeys() {
        return new String[0];
    }

    @Override
    public @Nullable Object internalRemove(String key) {
        return null;
    }
}
