package dev.lineman.render;

import dev.lineman.problem.Problem;
import dev.lineman.template.Content;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Escape;
import dev.lineman.template.Fragment;
import dev.lineman.template.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Makes files of device configs and values. Owns the template engine and keeps what it compiled, so that a
 * content is compiled once, not once a phone. Pure: the same config and values give the same outcome.
 * Thread-safe.
 */
public final class Renderer {
    private static final int LARGEST_NAME = 64 << 10;
    private static final int LARGEST_PHONE_FILE = 8 << 20;
    private static final int LARGEST_SITE_FILE = 64 << 20;
    private static final long COMPILED_BYTES = 24L << 20;

    private final Engine engine = new Engine();
    private final CompiledCache cache = new CompiledCache(COMPILED_BYTES);

    /** Renders name and content; when either fails, the problems of both. */
    public Outcome<OutputFile> render(DeviceConfig config, Values values) {
        Outcome<String> name = renderName(config, values);
        Outcome<byte[]> content = renderContent(config, values);
        Reads reads = name.reads().and(content.reads());
        if (name instanceof Outcome.Rendered<String> named && content instanceof Outcome.Rendered<byte[]> made) {
            return new Outcome.Rendered<>(new OutputFile(named.result(), made.result()), reads);
        }
        List<Problem> problems = new ArrayList<>(problems(name));
        problems.addAll(problems(content));
        return new Outcome.Failed<>(problems, reads);
    }

    private static List<Problem> problems(Outcome<?> outcome) {
        return outcome instanceof Outcome.Failed<?> failed ? failed.problems() : List.of();
    }

    /** Renders the file's name below its site's folder, with {@code /} and without escapes. */
    public Outcome<String> renderName(DeviceConfig config, Values values) {
        Content filename = config.filename();
        Compiled compiled =
                cache.get(new CompiledCache.Key(filename.digest(), true), () -> Compiled.name(engine, filename));
        Slots slots = compiled.slots(values);
        Outcome<Sheet> outcome = run(config, filename, compiled, slots, Escape.NONE, LARGEST_NAME, values);
        return then(outcome, sheet -> {
            List<Problem> problems = new ArrayList<>(compiled.slashes(filename, slots));
            String name = sheet.text();
            String objection = problems.isEmpty() ? OutputName.objection(name) : null;
            if (objection != null) {
                problems.add(Problem.error(filename.at(0), objection));
            }
            return problems.isEmpty()
                    ? new Outcome.Rendered<>(name, compiled.reads())
                    : new Outcome.Failed<>(problems, compiled.reads());
        });
    }

    /** Renders the file's bytes, UTF-8. */
    public Outcome<byte[]> renderContent(DeviceConfig config, Values values) {
        DeviceConfig.Source src = config.src();
        if (src == null) {
            return renderContent(config, config.content(), values);
        }
        Reads fragment = new Reads(List.of(), List.of(src.path()));
        Fragment found = values.fragments().fragment(src.path());
        if (found == null) {
            return new Outcome.Failed<>(
                    List.of(Problem.error(src.at(), src.path() + " is not there, or cannot be read")), fragment);
        }
        Outcome<byte[]> outcome = renderContent(config, found.content(), values);
        Reads reads = outcome.reads().and(fragment);
        return outcome instanceof Outcome.Rendered<byte[]> made
                ? new Outcome.Rendered<>(made.result(), reads)
                : new Outcome.Failed<>(problems(outcome), reads);
    }

    private Outcome<byte[]> renderContent(DeviceConfig config, Content content, Values values) {
        Compiled compiled =
                cache.get(new CompiledCache.Key(content.digest(), false), () -> Compiled.content(engine, content));
        int largest = config.kind() == Kind.SITE ? LARGEST_SITE_FILE : LARGEST_PHONE_FILE;
        Outcome<Sheet> outcome =
                run(config, content, compiled, compiled.slots(values), compiled.escape(config), largest, values);
        return then(outcome, sheet -> new Outcome.Rendered<>(sheet.utf8(), compiled.reads()));
    }

    private Outcome<Sheet> run(
            DeviceConfig config,
            Content content,
            Compiled compiled,
            Slots slots,
            Escape escape,
            int largest,
            Values values) {
        try {
            Sheet sheet = compiled.run(engine, slots, escape, largest);
            List<Problem> missing = compiled.missing(content, slots, values);
            return missing.isEmpty()
                    ? new Outcome.Rendered<>(sheet, compiled.reads())
                    : new Outcome.Failed<>(missing, compiled.reads());
        } catch (BudgetExceeded e) {
            return new Outcome.Failed<>(List.of(Problem.error(config.at(), e.reason())), compiled.reads());
        }
    }

    private static <T> Outcome<T> then(Outcome<Sheet> outcome, Function<Sheet, Outcome<T>> next) {
        return outcome instanceof Outcome.Rendered<Sheet> made
                ? next.apply(made.result())
                : new Outcome.Failed<>(problems(outcome), outcome.reads());
    }
}
