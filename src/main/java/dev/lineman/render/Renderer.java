package dev.lineman.render;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.render.content.CompiledContent;
import dev.lineman.render.content.OutputName;
import dev.lineman.render.content.ReadNames;
import dev.lineman.render.content.RenderJob;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.render.content.VariableReads;
import dev.lineman.render.dialect.DialectContent;
import dev.lineman.render.parameter.ParameterEditor;
import dev.lineman.render.parameter.ParameterRefusedException;
import dev.lineman.render.text.BudgetExceededException;
import dev.lineman.render.text.OutputWriter;
import dev.lineman.render.text.TextEdits;
import dev.lineman.render.velocity.TemplateEngine;
import dev.lineman.render.velocity.VelocityContent;
import dev.lineman.resolve.parameter.PhoneParameters;
import dev.lineman.resolve.parameter.VendorParameter;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Fragment;
import dev.lineman.template.FragmentLookup;
import dev.lineman.template.Template;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.TemplateSyntax;
import dev.lineman.template.parameter.ParameterFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Renders the files of a template: a device config and the values of a phone or site give a file. The build calls it
 * for each output whose fingerprint changed. Explanations render one phone again.
 *
 * <p>Rendering is pure: the same config and values give the same result. Thread-safe.
 */
public final class Renderer {
    /**
     * The limit for a file of a phone, in steps of {@link dev.lineman.render.text.RenderBudget}: at most about 100 ms
     * of processor time.
     */
    public static final long MAX_STEPS_PER_FILE = RenderJob.MAX_STEPS;

    /** Memory for compiled contents, in bytes. */
    private static final long COMPILED_BYTES = 24L << 20;

    /** The characters of a file that a step of {@link dev.lineman.render.text.RenderBudget} reads or writes. */
    private static final int CHARACTERS_PER_STEP = 64;

    /** What each file reads that takes vendor parameters. */
    private static final ReadNames PARAMETERS = new ReadNames(List.of(PhoneParameters.NAME), List.of());

    private final TemplateEngine engine = new TemplateEngine();
    private final CompiledCache cache = new CompiledCache(COMPILED_BYTES);
    private final boolean shortcuts;

    /** A renderer that keeps compiled contents. */
    public Renderer() {
        this(true);
    }

    /**
     * A renderer with or without its cache.
     *
     * @param shortcuts whether to reuse compiled contents; this changes the time and never a result
     */
    public Renderer(boolean shortcuts) {
        this.shortcuts = shortcuts;
    }

    /** Renders the name and the content of a file. If either fails, the result has the problems of both. */
    public RenderResult<OutputFile> render(DeviceConfig config, RenderValues values) {
        RenderResult<String> name = renderName(config, values);
        RenderResult<OutputWriter> content = runContent(config, values);
        ReadNames reads = name.reads().union(content.reads());
        long steps = name.steps() + content.steps();
        if (name instanceof RenderResult.RenderedFile<String> named
                && content instanceof RenderResult.RenderedFile<OutputWriter> rendered) {
            OutputWriter written = rendered.result();
            return new RenderResult.RenderedFile<>(
                    new OutputFile(named.result(), written.utf8(), written.masks()), reads, steps);
        }
        List<Problem> problems = new ArrayList<>(problems(name));
        problems.addAll(problems(content));
        return new RenderResult.FailedRendering<>(problems, reads, steps);
    }

    /**
     * Renders the name of a file: a path below the folder of its site, with {@code /}, as plain text. Fails if {@link
     * OutputName} refuses the name.
     */
    public RenderResult<String> renderName(DeviceConfig config, RenderValues values) {
        Content filename = config.filename();
        RenderResult<OutputWriter> renderResult =
                compile(config, filename, true).run(new RenderJob(config, filename, true, values));
        if (renderResult instanceof RenderResult.RenderedFile<OutputWriter> rendered) {
            String name = rendered.result().text();
            String objection = OutputName.objection(name);
            return objection == null
                    ? new RenderResult.RenderedFile<>(name, renderResult.reads(), renderResult.steps())
                    : new RenderResult.FailedRendering<>(
                            List.of(Problem.blocking(filename.at(0), objection)),
                            renderResult.reads(),
                            renderResult.steps());
        }
        return new RenderResult.FailedRendering<>(problems(renderResult), renderResult.reads(), renderResult.steps());
    }

    /** Renders the content of a file with the masks of its secrets, and not its name: that of the result is empty. */
    public RenderResult<OutputFile> renderWithoutName(DeviceConfig config, RenderValues values) {
        RenderResult<OutputWriter> content = runContent(config, values);
        return content instanceof RenderResult.RenderedFile<OutputWriter> rendered
                ? new RenderResult.RenderedFile<>(
                        new OutputFile(
                                "", rendered.result().utf8(), rendered.result().masks()),
                        content.reads(),
                        content.steps())
                : new RenderResult.FailedRendering<>(problems(content), content.reads(), content.steps());
    }

    /** Renders the content of a file, as UTF-8. */
    public RenderResult<byte[]> renderContent(DeviceConfig config, RenderValues values) {
        RenderResult<OutputWriter> renderResult = runContent(config, values);
        return renderResult instanceof RenderResult.RenderedFile<OutputWriter> rendered
                ? new RenderResult.RenderedFile<>(rendered.result().utf8(), renderResult.reads(), renderResult.steps())
                : new RenderResult.FailedRendering<>(
                        problems(renderResult), renderResult.reads(), renderResult.steps());
    }

    /**
     * The variables that the files of a template can read, whatever the values are.
     *
     * @param fragments the fragments that its contents name; one that is missing may read anything
     */
    public VariableReads variableReads(Template template, FragmentLookup fragments) {
        VariableReads reads = VariableReads.ofPhone(template.header().keyNames());
        for (DeviceConfig config : template.configs()) {
            if (config.allowDownload()) {
                reads = reads.union(compile(config, config.filename(), true).variableReads());
                Fragment source = config.src() == null
                        ? null
                        : fragments.fragment(config.src().path());
                Content content = source == null ? config.content() : source.content();
                reads = config.src() != null && source == null
                        ? VariableReads.ALL
                        : reads.union(compile(config, content, false).variableReads());
            }
        }
        Deque<String> paths = new ArrayDeque<>(reads.fragments());
        Set<String> seen = new HashSet<>(paths);
        while (!paths.isEmpty()) {
            Fragment fragment = fragments.fragment(paths.remove());
            VariableReads more = fragment == null
                    ? VariableReads.ALL
                    : compileVelocity(fragment.content()).variableReads();
            reads = reads.union(more);
            more.fragments().stream().filter(seen::add).forEach(paths::add);
        }
        return reads.withLines(template.header().lineNames()).withUrls(template.header());
    }

    /** Runs the content that the config has, or the fragment that its {@code src} names. */
    private RenderResult<OutputWriter> runContent(DeviceConfig config, RenderValues values) {
        DeviceConfig.ContentSource src = config.src();
        if (src == null) {
            return runContent(config, config.content(), values, ReadNames.NONE);
        }
        ReadNames fragment = new ReadNames(List.of(), List.of(src.path()));
        Fragment found = values.fragments().fragment(src.path());
        if (found == null) {
            Problem missing = Problem.blocking(
                            src.at(), src.path() + " is not there, or cannot be read; create it, or correct 'src'")
                    .expectedIn(List.of(src.path()));
            // The read is part of the result: the output is rendered again as soon as the fragment exists.
            return new RenderResult.FailedRendering<>(List.of(missing), fragment, 0);
        }
        return runContent(config, found.content(), values, fragment);
    }

    private RenderResult<OutputWriter> runContent(
            DeviceConfig config, Content content, RenderValues values, ReadNames before) {
        RenderResult<OutputWriter> renderResult =
                compile(config, content, false).run(new RenderJob(config, content, false, values));
        ReadNames reads = before.union(renderResult.reads());
        if (config.parameterFormat() != null) {
            reads = reads.union(PARAMETERS);
        }
        if (!(renderResult instanceof RenderResult.RenderedFile<OutputWriter> rendered)) {
            return new RenderResult.FailedRendering<>(problems(renderResult), reads, renderResult.steps());
        }
        RenderResult<OutputWriter> finished =
                withParameters(config, values.parameters(), rendered.result(), reads, renderResult.steps());
        return config.crlf() ? withLineEnds(config, finished) : finished;
    }

    /** Ends each line of a file with CR LF. */
    private static RenderResult<OutputWriter> withLineEnds(DeviceConfig config, RenderResult<OutputWriter> finished) {
        if (!(finished instanceof RenderResult.RenderedFile<OutputWriter> rendered)) {
            return finished;
        }
        long steps = finished.steps() + rendered.result().length() / CHARACTERS_PER_STEP;
        try {
            return new RenderResult.RenderedFile<>(
                    TextEdits.withCarriageReturns(rendered.result()), finished.reads(), steps);
        } catch (BudgetExceededException e) {
            List<Problem> tooLong = List.of(Problem.blocking(config.at(), e.reason()));
            return new RenderResult.FailedRendering<>(tooLong, finished.reads(), steps);
        }
    }

    /** Puts vendor parameters into a file whose config takes them. */
    private static RenderResult<OutputWriter> withParameters(
            DeviceConfig config, List<VendorParameter> parameters, OutputWriter file, ReadNames reads, long steps) {
        ParameterFormat format = config.parameterFormat();
        if (format == null || parameters.isEmpty()) {
            return new RenderResult.RenderedFile<>(file, reads, steps);
        }
        long all = steps + file.length() / CHARACTERS_PER_STEP;
        try {
            return new RenderResult.RenderedFile<>(ParameterEditor.edit(format, parameters, file), reads, all);
        } catch (ParameterRefusedException e) {
            Position at = e.at() == null ? config.at() : e.at();
            return new RenderResult.FailedRendering<>(List.of(Problem.blocking(at, e.reason())), reads, all);
        } catch (BudgetExceededException e) {
            return new RenderResult.FailedRendering<>(List.of(Problem.blocking(config.at(), e.reason())), reads, all);
        }
    }

    private CompiledContent compile(DeviceConfig config, Content content, boolean name) {
        if (config.syntax() == TemplateSyntax.VELOCITY) {
            return compileVelocity(content);
        }
        return cached(
                new CompiledCache.CompiledKey(content.digest(), TemplateSyntax.PLACEHOLDERS, name),
                () -> name ? DialectContent.name(content) : DialectContent.content(content));
    }

    private CompiledContent compileVelocity(Content content) {
        return cached(
                // Velocity compiles a name and a content alike, so one entry serves both.
                new CompiledCache.CompiledKey(content.digest(), TemplateSyntax.VELOCITY, false),
                () -> VelocityContent.of(engine, content, fragment -> compileVelocity(fragment.content())));
    }

    private CompiledContent cached(CompiledCache.CompiledKey key, Supplier<CompiledContent> compile) {
        return shortcuts ? cache.get(key, compile) : compile.get();
    }

    private static List<Problem> problems(RenderResult<?> renderResult) {
        return renderResult instanceof RenderResult.FailedRendering<?> failed ? failed.problems() : List.of();
    }
}
