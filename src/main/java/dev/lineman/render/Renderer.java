package dev.lineman.render;

import dev.lineman.problem.Problem;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Fragment;
import dev.lineman.template.text.Content;
import dev.lineman.template.text.Syntax;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes files of device configs and values. Owns the template engine and keeps what it compiled, so that a
 * content is compiled once, not once a phone. Pure: the same config and values give the same outcome.
 * Thread-safe.
 */
public final class Renderer {
    /** What a phone's file may take, in steps: about 100 ms of a processor at the worst. */
    public static final long STEPS_OF_A_FILE = Job.STEPS;

    private static final long COMPILED_BYTES = 24L << 20;

    private final Engine engine = new Engine();
    private final CompiledCache cache = new CompiledCache(COMPILED_BYTES);
    private final boolean shortcuts;

    public Renderer() {
        this(true);
    }

    /**
     * A renderer.
     *
     * @param shortcuts whether what was compiled is used again; nothing but time depends on it
     */
    public Renderer(boolean shortcuts) {
        this.shortcuts = shortcuts;
    }

    /** Renders name and content; when either fails, the problems of both. */
    public Outcome<OutputFile> render(DeviceConfig config, Values values) {
        Outcome<String> name = renderName(config, values);
        Outcome<Sheet> content = content(config, values);
        Reads reads = name.reads().and(content.reads());
        long steps = name.steps() + content.steps();
        if (name instanceof Outcome.Rendered<String> named && content instanceof Outcome.Rendered<Sheet> made) {
            Sheet written = made.result();
            return new Outcome.Rendered<>(
                    new OutputFile(named.result(), written.utf8(), written.masks()), reads, steps);
        }
        List<Problem> problems = new ArrayList<>(problems(name));
        problems.addAll(problems(content));
        return new Outcome.Failed<>(problems, reads, steps);
    }

    /** Renders the file's name below its site's folder, with {@code /} and without escapes. */
    public Outcome<String> renderName(DeviceConfig config, Values values) {
        Content filename = config.filename();
        Outcome<Sheet> outcome = compiled(config, filename, true).run(new Job(config, filename, true, values));
        if (outcome instanceof Outcome.Rendered<Sheet> made) {
            String name = made.result().text();
            String objection = OutputName.objection(name);
            return objection == null
                    ? new Outcome.Rendered<>(name, outcome.reads(), outcome.steps())
                    : new Outcome.Failed<>(
                            List.of(Problem.error(filename.at(0), objection)), outcome.reads(), outcome.steps());
        }
        return new Outcome.Failed<>(problems(outcome), outcome.reads(), outcome.steps());
    }

    /** Renders the file's bytes, UTF-8. */
    public Outcome<byte[]> renderContent(DeviceConfig config, Values values) {
        Outcome<Sheet> outcome = content(config, values);
        return outcome instanceof Outcome.Rendered<Sheet> made
                ? new Outcome.Rendered<>(made.result().utf8(), outcome.reads(), outcome.steps())
                : new Outcome.Failed<>(problems(outcome), outcome.reads(), outcome.steps());
    }

    private Outcome<Sheet> content(DeviceConfig config, Values values) {
        DeviceConfig.Source src = config.src();
        if (src == null) {
            return content(config, config.content(), values, Reads.NONE);
        }
        Reads fragment = new Reads(List.of(), List.of(src.path()));
        Fragment found = values.fragments().fragment(src.path());
        if (found == null) {
            Problem missing = Problem.error(src.at(), src.path() + " is not there, or cannot be read");
            return new Outcome.Failed<>(List.of(missing), fragment, 0);
        }
        return content(config, found.content(), values, fragment);
    }

    private Outcome<Sheet> content(DeviceConfig config, Content content, Values values, Reads before) {
        Outcome<Sheet> outcome = compiled(config, content, false).run(new Job(config, content, false, values));
        Reads reads = before.and(outcome.reads());
        return outcome instanceof Outcome.Rendered<Sheet> made
                ? new Outcome.Rendered<>(made.result(), reads, outcome.steps())
                : new Outcome.Failed<>(problems(outcome), reads, outcome.steps());
    }

    private Compiled compiled(DeviceConfig config, Content content, boolean name) {
        if (config.syntax() == Syntax.VELOCITY) {
            return velocity(content);
        }
        return kept(
                new CompiledCache.Key(content.digest(), Syntax.PLACEHOLDERS, name),
                () -> name ? Placeholders.name(content) : Placeholders.content(content));
    }

    private Compiled velocity(Content content) {
        return kept(
                new CompiledCache.Key(content.digest(), Syntax.VELOCITY, false),
                () -> Velocity.of(engine, content, fragment -> velocity(fragment.content())));
    }

    private Compiled kept(CompiledCache.Key key, Supplier<Compiled> compile) {
        return shortcuts ? cache.get(key, compile) : compile.get();
    }

    private static List<Problem> problems(Outcome<?> outcome) {
        return outcome instanceof Outcome.Failed<?> failed ? failed.problems() : List.of();
    }
}
