package dev.lineman.render.velocity;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.render.content.CompiledContent;
import dev.lineman.render.content.EnginePosition;
import dev.lineman.render.content.FragmentFailedException;
import dev.lineman.render.content.RenderJob;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderingRefusedException;
import dev.lineman.render.content.VariableReads;
import dev.lineman.render.text.BudgetExceededException;
import dev.lineman.render.text.LayoutBuffer;
import dev.lineman.render.text.OutputWriter;
import dev.lineman.render.velocity.syntax.AllowedSyntax;
import dev.lineman.template.Fragment;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.DialectParser;
import dev.lineman.template.dialect.ValueEscape;
import java.util.List;
import java.util.function.Function;
import org.apache.velocity.exception.VelocityException;
import org.jspecify.annotations.Nullable;

/**
 * A compiled content or file name in Velocity's template language. Each run has a {@link TemplateRun} of its own. It
 * turns every failure of the engine into a problem with a position. Thread-safe.
 */
public final class VelocityContent implements CompiledContent {
    /** Memory for each node of the syntax tree, in bytes. */
    private static final int BYTES_PER_NODE = 300;

    /** Characters to allocate beyond the length of the last output. */
    private static final int LENGTH_SLACK = 1024;

    /** Characters that make nodes. A text has about as many nodes as it has of these. */
    private static final String NODE_CHARACTERS = "$#,[(+-*/";

    /**
     * More nodes than any real template has, and few enough for the memory. It is checked before the engine parses
     * the text.
     */
    private static final int MAX_NODES = 150_000;

    private final String name;
    private final TemplateEngine.EngineSource source;
    private final int weight;

    /** Compiles fragments. */
    private final Function<Fragment, CompiledContent> compiler;

    /** The length of the last output, as a guess for the next. A race between threads does no harm. */
    private volatile int expectedLength = LENGTH_SLACK;

    private VelocityContent(
            String name, TemplateEngine.EngineSource source, int length, Function<Fragment, CompiledContent> compiler) {
        this.name = name;
        this.source = source;
        this.weight = 2 * length + BYTES_PER_NODE * source.nodes();
        this.compiler = compiler;
    }

    /**
     * Compiles a content. Returns {@link CompiledContent.Unparsable} if it does not parse or uses something that is
     * not allowed.
     *
     * @param compiler compiles the fragments that the content parses while it runs
     */
    public static CompiledContent of(
            TemplateEngine engine, Content content, Function<Fragment, CompiledContent> compiler) {
        String name = content.digest().toString();
        if (content.text()
                        .chars()
                        .filter(c -> NODE_CHARACTERS.indexOf(c) >= 0)
                        .limit(MAX_NODES + 1L)
                        .count()
                > MAX_NODES) {
            String message = "this has too many references and directives; at most " + MAX_NODES + " are possible";
            return new Unparsable(List.of(new DialectParser.DialectFault(0, message)));
        }
        try {
            TemplateEngine.EngineSource source = engine.parseSource(name, content.text());
            return new VelocityContent(name, source, content.text().length(), compiler);
        } catch (AllowedSyntax.RefusedSyntaxException e) {
            return new Unparsable(List.of(new DialectParser.DialectFault(e.offset(), e.reason())));
        }
    }

    /** The parsed text, for {@code #parse}. */
    TemplateEngine.EngineSource source() {
        return source;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public VariableReads variableReads() {
        return source.variableReads();
    }

    /**
     * Runs the text with the values of a job. Each failure becomes a problem: limits, refusals, and errors of the
     * engine or of fragments.
     */
    @Override
    public RenderResult<OutputWriter> run(RenderJob job) {
        TemplateRun run = new TemplateRun(job, compiler);
        try {
            run.addProgram(source, job.content());
            LayoutBuffer buffer = new LayoutBuffer(expectedLength, job.maxCharacters(), run.taint()::isSecretInsert);
            run.execute(source, buffer);
            expectedLength = buffer.length() + LENGTH_SLACK;
            OutputWriter writer = job.name() ? toFileName(job, buffer) : buffer.layOut(job.escape(buffer.beginning()));
            return new RenderResult.RenderedFile<>(
                    writer, run.reads(), run.budget().spentSteps());
        } catch (FragmentFailedException e) {
            return new RenderResult.FailedRendering<>(
                    e.problems(), run.reads(), run.budget().spentSteps());
        } catch (BudgetExceededException e) {
            return failed(job.config().at(), e.reason(), run);
        } catch (RenderingRefusedException e) {
            return failed(e, e, job, run);
        } catch (VelocityException e) {
            RenderingRefusedException refusal = EngineErrors.runError(
                    e, name, run.nonTextReference(), job.values().model().keySet());
            return failed(refusal, e, job, run);
        } catch (StackOverflowError e) {
            return failed(job.config().at(), "this calls itself too deep", run);
        }
    }

    /** A missing variable or value of the model has a problem that says where to add it. */
    private static RenderResult<OutputWriter> failed(
            RenderingRefusedException refusal, RuntimeException e, RenderJob job, TemplateRun run) {
        Position at = position(refusal.position(), job, run);
        String variable = EngineErrors.missingVariable(e);
        Problem missing = variable == null ? null : job.values().names().missing(variable, at);
        return missing == null ? failed(at, refusal.reason(), run) : failed(missing, run);
    }

    /**
     * The output as a file name, without white space around it. A slash from a value would make a folder, so it is
     * refused.
     */
    private static OutputWriter toFileName(RenderJob job, LayoutBuffer buffer) {
        if (buffer.valuesContain('/')) {
            throw new RenderingRefusedException("a value in the file name holds a '/', which a file name cannot take");
        }
        String stripped = buffer.text().strip();
        OutputWriter writer =
                new OutputWriter(ValueEscape.NONE, stripped.length(), job.maxCharacters(), value -> false);
        writer.write(stripped);
        return writer;
    }

    private static RenderResult<OutputWriter> failed(Position at, String reason, TemplateRun run) {
        return failed(Problem.blocking(at, reason).expectedIn(run.missingFragments()), run);
    }

    private static RenderResult<OutputWriter> failed(Problem problem, TemplateRun run) {
        return new RenderResult.FailedRendering<>(
                List.of(problem), run.reads(), run.budget().spentSteps());
    }

    /** The position of an error in the template or fragment; the start of the content if it is unknown. */
    private static Position position(@Nullable EnginePosition position, RenderJob job, TemplateRun run) {
        Content content = position == null ? null : run.content(position.program());
        return position == null || content == null
                ? job.content().at(0)
                : content.at(position.offsetIn(content.text()));
    }
}
