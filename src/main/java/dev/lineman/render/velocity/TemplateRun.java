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
import org.apache.velocity.util.introspection.Info;
import org.jspecify.annotations.Nullable;

/**
 * One run of a Velocity template: what its references begin with, what it may still use up, and what it has
 * read. Every turn of a loop and every call of a macro gets, puts or removes something here, so that counting
 * these bounds them all. For one rendering, by one thread.
 */
final class TemplateRun extends AbstractContext implements ReferenceInsertionEventHandler, MethodExceptionEventHandler {
    private static final int MAX_PARSE_DEPTH = 10;

    /** What a key of a site's model costs to be put together, and an element of a list, such as a phone. */
    private static final int STEPS_PER_KEY = 2;

    private static final int STEPS_PER_ELEMENT = 64;

    /** The run that each thread is in: the engine hands its methods and loops no more than their arguments. */
    private static final ThreadLocal<TemplateRun> CURRENT = new ThreadLocal<>();

    private final RenderJob job;
    private final Function<Fragment, CompiledContent> compiler;
    private final Map<String, Variable> variables = new HashMap<>();
    private final LinkedHashSet<String> names = new LinkedHashSet<>();
    private final LinkedHashSet<String> fragments = new LinkedHashSet<>();
    private final Map<String, Content> contents = new HashMap<>();
    private final Map<String, Integer> macros = new HashMap<>();
    private final RenderBudget budget;
    private int parseDepth;
    private @Nullable String nonTextReference;

    private final SecretTaint secretTaint;

    TemplateRun(RenderJob job, Function<Fragment, CompiledContent> compiler) {
        this.job = job;
        this.compiler = compiler;
        this.secretTaint = new SecretTaint(job.values().names()::isSecret);
        this.budget = new RenderBudget(job.maxSteps(), 2L * job.maxCharacters());
        EventCartridge cartridge = new EventCartridge();
        cartridge.addEventHandler(this);
        attachEventCartridge(cartridge);
    }

    /** The run that this thread is in. */
    static TemplateRun current() {
        return CURRENT.get();
    }

    /** Runs a program in this scope. */
    void execute(TemplateEngine.EngineSource program, Writer writer) {
        CURRENT.set(this);
        try {
            program.merge(this, writer);
        } finally {
            CURRENT.remove();
        }
    }

    /** A program takes part in the run, as the parsed form of a content. */
    void addProgram(TemplateEngine.EngineSource program, Content content) {
        contents.putIfAbsent(program.getName(), content);
        program.macros().forEach((macro, nodes) -> macros.merge(macro, nodes, Math::max));
        budget.chargeNodes(program.cost());
    }

    /** The text of a program that takes part, to say where something is. */
    @Nullable
    Content content(String name) {
        return contents.get(name);
    }

    ReadNames reads() {
        return new ReadNames(List.copyOf(names), List.copyOf(fragments));
    }

    void recordRead(String path) {
        budget.chargeSteps(1);
        budget.chargeCharacters(path.length());
        names.add(path);
    }

    /** Pays for a part of the model that a read may put together; a phone's lies ready. */
    void chargeModelPart(int keys, int elements) {
        if (job.isSite()) {
            budget.chargeSteps((long) keys * STEPS_PER_KEY + (long) elements * STEPS_PER_ELEMENT);
        }
    }

    /** What the run may still use up. */
    RenderBudget budget() {
        return budget;
    }

    /** What is known of values that were computed of secrets. */
    SecretTaint taint() {
        return secretTaint;
    }

    /** Takes notice of a value of the model that is read. */
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

    @Override
    public void pushCurrentMacroName(String name) {
        budget.chargeNodes(macros.getOrDefault(name, 0));
        super.pushCurrentMacroName(name);
    }

    /** A variable of the template. What it costs to read its value as a whole is paid whenever it is read. */
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

    /** What a reference writes, into the output or into a text in quotes: only texts, numbers and booleans. */
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

    /** Lets a refusal go on; the engine adds the place. */
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
     * The program of a fragment that a {@code #parse} names, which counts as part of the run until it is left.
     *
     * @param plain whether the name stands in the template; one that is computed may hold a secret
     */
    TemplateEngine.EngineSource beginFragment(String named, boolean plain) {
        String path = "templates/" + named;
        if (!named.startsWith("lib/") || named.contains("..") || named.contains("\\")) {
            throw new RenderingRefusedException("#parse takes files below templates/lib, such as lib/common.vm");
        }
        fragments.add(path);
        Fragment fragment = job.values().fragments().fragment(path);
        if (fragment == null) {
            throw new RenderingRefusedException(
                    (plain ? path : "what this names") + " is not there, or cannot be read");
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

    void endFragment() {
        parseDepth--;
    }
}
