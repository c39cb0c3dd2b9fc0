package dev.lineman.render;

import dev.lineman.template.Fragment;
import dev.lineman.template.text.Content;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.velocity.app.event.EventCartridge;
import org.apache.velocity.app.event.MethodExceptionEventHandler;
import org.apache.velocity.app.event.ReferenceInsertionEventHandler;
import org.apache.velocity.context.AbstractContext;
import org.apache.velocity.context.Context;
import org.apache.velocity.runtime.directive.ForeachScope;
import org.apache.velocity.runtime.parser.node.ASTIntegerRange;
import org.apache.velocity.util.introspection.Info;
import org.jspecify.annotations.Nullable;

/**
 * One run of a Velocity template: what its references begin with, what it may still use up, and what it has
 * read. Every turn of a loop and every call of a macro gets, puts or removes something here, so that counting
 * these bounds them all. For one rendering, by one thread.
 */
final class Scope extends AbstractContext implements ReferenceInsertionEventHandler, MethodExceptionEventHandler {
    /** Characters in a text that a template computes. */
    static final int LARGEST_TEXT = 64 << 10;

    private static final int MOST_ELEMENTS = 10_000;
    private static final int MOST_BITS = 256;
    private static final int DEEPEST_PARSE = 10;

    /** So many nodes of a body are run at the price of one step. */
    private static final int NODES_A_STEP = 10;

    /** The run that each thread is in: the engine hands its methods and loops no more than their arguments. */
    private static final ThreadLocal<Scope> CURRENT = new ThreadLocal<>();

    private final Job job;
    private final Function<Fragment, Compiled> compiler;
    private final Map<String, @Nullable Object> variables = new HashMap<>();
    private final LinkedHashSet<String> names = new LinkedHashSet<>();
    private final LinkedHashSet<String> fragments = new LinkedHashSet<>();
    private final Map<String, Content> contents = new HashMap<>();
    private long steps;
    private long characters;
    private int largestMacro;
    private int parses;
    private @Nullable String noText;

    private final Taint taint;

    Scope(Job job, Function<Fragment, Compiled> compiler) {
        this.job = job;
        this.compiler = compiler;
        this.taint = new Taint(job.values().names()::isSecret);
        this.steps = job.steps();
        this.characters = 2L * job.largest();
        EventCartridge cartridge = new EventCartridge();
        cartridge.addEventHandler(this);
        attachEventCartridge(cartridge);
    }

    /** The run that this thread is in. */
    static Scope current() {
        return CURRENT.get();
    }

    /** Runs a program in this scope. */
    void run(Engine.Source program, Writer writer) {
        CURRENT.set(this);
        try {
            program.merge(this, writer);
        } finally {
            CURRENT.remove();
        }
    }

    /** A program takes part in the run, as the parsed form of a content. */
    void enter(Engine.Source program, Content content) {
        contents.putIfAbsent(program.getName(), content);
        largestMacro = Math.max(largestMacro, program.largestMacro());
        pay(program.nodes());
    }

    /** The text of a program that takes part, to say where something is. */
    @Nullable
    Content content(String name) {
        return contents.get(name);
    }

    Reads reads() {
        return new Reads(List.copyOf(names), List.copyOf(fragments));
    }

    void note(String path) {
        names.add(path);
    }

    /** What is known of values that were computed of secrets. */
    Taint taint() {
        return taint;
    }

    /** Takes notice of a value of the model that is read. */
    @Nullable
    Object read(@Nullable Object value) {
        if (value instanceof String text && taint.reads(text) && job.name()) {
            throw new Refusal("the file name reads a secret; " + OutputName.NO_SECRETS);
        }
        return value;
    }

    /** Pays for a body of so many nodes that is about to be run. */
    void pay(int nodes) {
        step(1 + nodes / NODES_A_STEP);
    }

    private void step(int count) {
        steps -= count;
        if (steps < 0) {
            throw new BudgetExceeded("this takes too many steps; is there a loop without end?");
        }
    }

    @Override
    public void pushCurrentMacroName(String name) {
        pay(largestMacro);
        super.pushCurrentMacroName(name);
    }

    @Override
    public @Nullable Object internalGet(String key) {
        step(1);
        Object variable = variables.get(key);
        if (variable != null
                || variables.containsKey(key)
                || !job.values().model().containsKey(key)) {
            if (variable == null && !variables.containsKey(key)) {
                note(key);
            }
            taint.reads(key, variable);
            return variable;
        }
        note(key);
        return Branch.of(key, job.values().model().get(key), this);
    }

    @Override
    public @Nullable Object internalPut(String key, @Nullable Object value) {
        step(1);
        weigh(value, 2);
        taint.holds(key, value);
        return variables.put(key, value);
    }

    @Override
    public boolean internalContainsKey(String key) {
        step(1);
        return variables.containsKey(key) || job.values().model().containsKey(key);
    }

    @Override
    public String[] internalGetKeys() {
        return variables.keySet().toArray(new String[0]);
    }

    @Override
    public @Nullable Object internalRemove(String key) {
        step(1);
        taint.drops();
        return variables.remove(key);
    }

    /** Refuses what could grow without end: long texts and numbers, long lists, lists in lists in lists. */
    private int weigh(@Nullable Object value, int depth) {
        if (value instanceof String text) {
            return within(text.length(), LARGEST_TEXT, "a text of more than 64 KiB");
        }
        if (value instanceof BigInteger || value instanceof BigDecimal) {
            int bits = value instanceof BigInteger number
                    ? number.bitLength()
                    : ((BigDecimal) value).unscaledValue().bitLength();
            return within(bits, MOST_BITS, "a number of more than " + MOST_BITS + " bits");
        }
        if (value instanceof ForeachScope || !(value instanceof Collection<?> || value instanceof Map<?, ?>)) {
            return 1;
        }
        if (depth == 0) {
            throw new BudgetExceeded("lists are nested too deep");
        }
        Collection<?> elements = value instanceof Map<?, ?> map ? map.values() : (Collection<?>) value;
        int count = within(elements.size(), MOST_ELEMENTS, "a list of more than " + MOST_ELEMENTS + " elements");
        if (value instanceof ASTIntegerRange.IntegerRange range) {
            // Its size overflows when its ends are far apart.
            within(Math.abs((long) range.get(0)), 1 << 30, "a range of such large numbers");
            return count;
        }
        step(count);
        long weight = 0;
        for (Object element : elements) {
            weight += weigh(element, depth - 1);
        }
        return within(weight, 16 * LARGEST_TEXT, "a list with too much in it");
    }

    private static int within(long size, int most, String what) {
        if (size < 0 || size > most) {
            throw new BudgetExceeded("the template makes " + what);
        }
        return (int) size;
    }

    /** What a reference writes, into the output or into a text in quotes: only texts, numbers and booleans. */
    @Override
    public @Nullable Object referenceInsert(Context context, String reference, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            String text = value.toString();
            characters -= text.length();
            if (characters < 0) {
                throw new BudgetExceeded("this writes too much");
            }
            taint.inserts(text);
            return text;
        }
        // As if it had no value: then the engine says where.
        noText = reference;
        return null;
    }

    /** Lets a refusal go on; the engine adds the place. */
    @Override
    @SuppressWarnings("rawtypes") // the engine's signature
    public Object methodException(Context context, Class of, String method, Exception e, Info info) {
        throw e instanceof RuntimeException refusal ? refusal : new IllegalStateException(e);
    }

    /** The reference that was about to be written last and is no text, or null. */
    @Nullable
    String noText() {
        return noText;
    }

    /**
     * The program of a fragment that a {@code #parse} names, which counts as part of the run until it is left.
     *
     * @param plain whether the name stands in the template; one that is computed may hold a secret
     */
    Engine.Source parse(String named, boolean plain) {
        String path = "templates/" + named;
        if (!named.startsWith("lib/") || named.contains("..") || named.contains("\\")) {
            throw new Refusal("#parse takes files below templates/lib, such as lib/common.vm");
        }
        fragments.add(path);
        Fragment fragment = job.values().fragments().fragment(path);
        if (fragment == null) {
            throw new Refusal((plain ? path : "what this names") + " is not there, or cannot be read");
        }
        if (++parses > DEEPEST_PARSE) {
            throw new Refusal("#parse is nested more than " + DEEPEST_PARSE + " deep");
        }
        Compiled compiled = compiler.apply(fragment);
        if (compiled instanceof Compiled.Unparsable unparsable) {
            throw new FragmentFailure(unparsable.problems(fragment.content()));
        }
        Engine.Source program = ((Velocity) compiled).source();
        enter(program, fragment.content());
        return program;
    }

    void leave() {
        parses--;
    }
}
