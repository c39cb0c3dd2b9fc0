package dev.lineman.render.velocity;

import dev.lineman.render.content.CompiledContent;
import dev.lineman.render.content.FragmentFailedException;
import dev.lineman.render.content.OutputName;
import dev.lineman.render.content.ReadNames;
import dev.lineman.render.content.RenderJob;
import dev.lineman.render.content.RenderingRefusedException;
import dev.lineman.render.text.RenderBudget;
import dev.lineman.template.Fragment;
import dev.lineman.template.dialect.Content;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.velocity.app.event.EventCartridge;
import org.apache.velocity.app.event.MethodExceptionEventHandler;
import org.apache.velocity.app.event.ReferenceInsertionEventHandler;
import org.apache.velocity.context.AbstractContext;
import org.apache.velocity.context.Context;
import org.apache.velocity.util.introspection.Info;
import org.jspecify.annotations.Nullable;

/**
 * One run of a Velocity template: its variables, its model, its budget, and the names that it read.
 *
 * <p>It is the {@code Context} of the engine. Each turn of a loop and each call of a macro gets, puts or removes
 * something here, so charging these calls bounds every run. For one rendering, by one thread.
 */
final class TemplateRun extends AbstractContext implements ReferenceInsertionEventHandler, MethodExceptionEventHandler {
    /** The variables with contacts, for which a site file may take steps as for extensions. */
    private static final Set<String> PEOPLE = Set.of("people", "groups");

    /** How deep {@code #parse} may be nested. */
    private static final int MAX_PARSE_DEPTH = 10;

    /** Steps to compute a key of the model of a site. */
    private static final int STEPS_PER_KEY = 2;

    /** Steps to compute an element of a list in the model of a site, such as a phone. */
    private static final int STEPS_PER_ELEMENT = 64;

    /** The run of each thread. The engine passes no context to methods and loops. */
    private static final ThreadLocal<TemplateRun> CURRENT = new ThreadLocal<>();

    private final RenderJob job;

    /** Compiles fragments. */
    private final Function<Fragment, CompiledContent> compiler;

    private final Map<String, Variable> variables = new HashMap<>();

    /** Paths of the model that were read, in the order of the first read. */
    private final LinkedHashSet<String> names = new LinkedHashSet<>();

    /** Fragments that were looked up, in the order of the first lookup. */
    private final LinkedHashSet<String> fragments = new LinkedHashSet<>();

    private final List<String> missingFragments = new ArrayList<>();

    /** The content of each program that takes part, by the name of the program. */
    private final Map<String, Content> contents = new HashMap<>();

    /** The cost of one call of each macro, in nodes. Of two macros with one name, the higher cost counts. */
    private final Map<String, Integer> macros = new HashMap<>();

    private final RenderBudget budget;

    /** How deep the run is inside {@code #parse} now. */
    private int parseDepth;

    /** The reference that was to be written last and is not text; null if there is none. */
    private @Nullable String nonTextReference;

    private final SecretTaint secretTaint;

    /** @param compiler compiles the fragments that the template parses */
    TemplateRun(RenderJob job, Function<Fragment, CompiledContent> compiler) {
        this.job = job;
        this.compiler = compiler;
        this.secretTaint = new SecretTaint(job.values().names()::isSecret);
        this.budget = new RenderBudget(job.maxSteps(), 2L * job.maxCharacters());
        EventCartridge cartridge = new EventCartridge();
        cartridge.addEventHandler(this);
        attachEventCartridge(cartridge);
    }

    /** The run of this thread. */
    static TemplateRun current() {
        return CURRENT.get();
    }

    /** Runs a program with this context. */
    void execute(TemplateEngine.EngineSource program, Writer writer) {
        CURRENT.set(this);
        try {
            program.merge(this, writer);
        } finally {
            CURRENT.remove();
        }
    }

    /**
     * Adds a program to the run and charges one execution of it.
     *
     * @param content the text that the program was parsed from
     */
    void addProgram(TemplateEngine.EngineSource program, Content content) {
        contents.putIfAbsent(program.getName(), content);
        program.macros().forEach((macro, nodes) -> macros.merge(macro, nodes, Math::max));
        budget.chargeNodes(program.cost());
    }

    /** The content of a program that takes part, for positions; null if it is unknown. */
    @Nullable
    Content content(String name) {
        return contents.get(name);
    }

    /** The path of the fragment that ended the run, because it is not there. Empty if there was none. */
    List<String> missingFragments() {
        return missingFragments;
    }

    /** All names and fragments that were read until now. */
    ReadNames reads() {
        return new ReadNames(List.copyOf(names), List.copyOf(fragments));
    }

    /** Records and charges the read of a path of the model. */
    void recordRead(String path) {
        budget.chargeSteps(1);
        budget.chargeCharacters(path.length());
        names.add(path);
    }

    /**
     * Charges for a part of the model that is computed when it is read. The model of a phone is small and counts
     * nothing.
     */
    void chargeModelPart(int keys, int elements) {
        if (job.isSite()) {
            budget.chargeSteps((long) keys * STEPS_PER_KEY + (long) elements * STEPS_PER_ELEMENT);
        }
    }

    /** The budget of this run. */
    RenderBudget budget() {
        return budget;
    }

    /** The values that were computed from secrets. */
    SecretTaint taint() {
        return secretTaint;
    }

    /** Charges the read of a value of the model, and refuses a secret in a file name. */
    @Nullable
    Object readModelValue(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        budget.chargeCharacters(text.length());
        if (secretTaint.reads(text) && job.name()) {
            throw new RenderingRefusedException("the file name reads a secret; " + OutputName.NO_SECRETS);
        }
        return text;
    }

    /** Charges one call of a macro. */
    @Override
    public void pushCurrentMacroName(String name) {
        budget.chargeNodes(macros.getOrDefault(name, 0));
        super.pushCurrentMacroName(name);
    }

    /**
     * A variable of the template.
     *
     * @param size the cost of reading it as a whole, in characters; each read pays it
     */
    private record Variable(@Nullable Object value, long size) {}

    @Override
    public @Nullable Object internalGet(String key) {
        budget.chargeSteps(1);
        Variable variable = variables.get(key);
        if (variable != null) {
            budget.chargeCharacters(variable.size());
            secretTaint.reads(key, variable.value());
            return variable.value();
        }
        recordRead(key);
        if (job.isSite()
                && PEOPLE.contains(key)
                && job.values().model().get("people") instanceof Collection<?> people) {
            budget.raiseTo(RenderJob.siteSteps(people.size()));
        }
        return job.values().model().containsKey(key)
                ? ModelNode.of(key, job.values().model().get(key), this)
                : null;
    }

    @Override
    public @Nullable Object internalPut(String key, @Nullable Object value) {
        budget.chargeSteps(1);
        Variable before = variables.put(key, new Variable(value, budget.readCost(value)));
        secretTaint.assignVariable(key, value);
        return before == null ? null : before.value();
    }

    @Override
    public boolean internalContainsKey(String key) {
        budget.chargeSteps(1);
        return variables.containsKey(key) || job.values().model().containsKey(key);
    }

    @Override
    public String[] internalGetKeys() {
        return variables.keySet().toArray(new String[0]);
    }

    @Override
    public @Nullable Object internalRemove(String key) {
        budget.chargeSteps(1);
        secretTaint.removeVariable();
        Variable before = variables.remove(key);
        return before == null ? null : before.value();
    }

    /**
     * Returns the text that a reference writes, on the output or into text in quotes. Only text, numbers and booleans
     * can be written.
     */
    @Override
    public @Nullable Object referenceInsert(Context context, String reference, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            budget.chargeWrite(value);
            String text = value.toString();
            secretTaint.beginInsert(text);
            return text;
        }
        // As if it had no value: then the engine says where.
        nonTextReference = reference;
        return null;
    }

    /** Throws a refusal of the sandbox again. The engine adds the position. */
    @Override
    @SuppressWarnings("rawtypes") // the engine's signature
    public Object methodException(Context context, Class of, String method, Exception e, Info info) {
        throw e instanceof RuntimeException refusal ? refusal : new IllegalStateException(e);
    }

    /** The reference that was about to be written last and is no text, or null. */
    @Nullable
    String nonTextReference() {
        return nonTextReference;
    }

    /**
     * Returns the program of a fragment that {@code #parse} names. It is part of the run until {@link #endFragment}.
     *
     * @param named the argument of the directive
     * @param plain whether the argument is a literal; a computed one may contain a secret
     */
    TemplateEngine.EngineSource beginFragment(String named, boolean plain) {
        String path = fragmentPath(named);
        if (!named.startsWith("lib/") || named.contains("..") || named.contains("\\")) {
            throw new RenderingRefusedException("#parse takes files below templates/lib, such as lib/common.vm");
        }
        fragments.add(path);
        Fragment fragment = job.values().fragments().fragment(path);
        if (fragment == null) {
            missingFragments.add(path);
            throw new RenderingRefusedException((plain ? path : "the file that this names")
                    + " is not there, or cannot be read; create it, or correct the name");
        }
        if (++parseDepth > MAX_PARSE_DEPTH) {
            throw new RenderingRefusedException("#parse is nested more than " + MAX_PARSE_DEPTH + " deep");
        }
        CompiledContent compiledContent = compiler.apply(fragment);
        if (compiledContent instanceof CompiledContent.Unparsable unparsable) {
            throw new FragmentFailedException(unparsable.problems(fragment.content()));
        }
        TemplateEngine.EngineSource program = ((VelocityContent) compiledContent).source();
        addProgram(program, fragment.content());
        return program;
    }

    /** The path below the root of the fragment that {@code #parse} names. */
    static String fragmentPath(String named) {
        return "templates/" + named;
    }

    /** Ends the innermost fragment. */
    void endFragment() {
        parseDepth--;
    }
}
