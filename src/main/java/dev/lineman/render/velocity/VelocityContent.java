package dev.lineman.render.velocity;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.render.content.CompiledContent;
import dev.lineman.render.content.EnginePosition;
import dev.lineman.render.content.FragmentFailedException;
import dev.lineman.render.content.RenderJob;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderingRefusedException;
import dev.lineman.render.text.BudgetExceededException;
import dev.lineman.render.text.LayoutBuffer;
import dev.lineman.render.text.OutputWriter;
import dev.lineman.template.Fragment;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.DialectParser;
import dev.lineman.template.dialect.ValueEscape;
import java.util.List;
import java.util.function.Function;
import org.apache.velocity.exception.VelocityException;
import org.jspecify.annotations.Nullable;

/** A text in Velocity's template language, run in a sandbox and within budgets. */
public final class VelocityContent implements CompiledContent {
    private static final int BYTES_A_NODE = 300;
    private static final int ROOM = 1024;

    /** No more nodes come of a text than it has of these, about. */
    private static final String NODE_MAKERS = "$#,[(+-*/";

    /** More than any template has, and few enough for the engine's tree of them to fit in memory. */
    private static final int MOST_NODES = 150_000;

    private final String name;
    private final TemplateEngine.EngineSource source;
    private final int weight;
    private final Function<Fragment, CompiledContent> compiler;

    /** How long the last result was: the next will be about as long. */
    private volatile int expected = ROOM;

    private VelocityContent(
            String name, TemplateEngine.EngineSource source, int length, Function<Fragment, CompiledContent> compiler) {
        this.name = name;
        this.source = source;
        this.weight = 2 * length + BYTES_A_NODE * source.nodes();
        this.compiler = compiler;
    }

    /**
     * Compiles a content.
     *
     * @param compiler compiles the fragments that the content parses while it runs
     */
    public static CompiledContent of(
            TemplateEngine engine, Content content, Function<Fragment, CompiledContent> compiler) {
        String name = content.digest().toString();
        if (content.text()
                        .chars()
                        .filter(c -> NODE_MAKERS.indexOf(c) >= 0)
                        .limit(MOST_NODES + 1L)
                        .count()
                > MOST_NODES) {
            String message = "this has too many references and directives; at most " + MOST_NODES + " are possible";
            return new Unparsable(List.of(new DialectParser.DialectFault(0, message)));
        }
        try {
            TemplateEngine.EngineSource source = engine.parseSource(name, content.text());
            return new VelocityContent(name, source, content.text().length(), compiler);
        } catch (AllowedSyntax.Broken e) {
            return new Unparsable(List.of(new DialectParser.DialectFault(e.offset(), e.reason())));
        }
    }

    TemplateEngine.EngineSource source() {
        return source;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public RenderResult<OutputWriter> run(RenderJob job) {
        TemplateRun scope = new TemplateRun(job, compiler);
        try {
            scope.enter(source, job.content());
            LayoutBuffer layoutBuffer = new LayoutBuffer(expected, job.largest(), scope.taint()::hides);
            scope.run(source, layoutBuffer);
            expected = layoutBuffer.length() + ROOM;
            OutputWriter sheet =
                    job.name() ? name(job, layoutBuffer) : layoutBuffer.laidOut(job.escape(layoutBuffer.beginning()));
            return new RenderResult.RenderedFile<>(
                    sheet, scope.reads(), scope.budget().spent());
        } catch (FragmentFailedException e) {
            return new RenderResult.FailedRendering<>(
                    e.problems(), scope.reads(), scope.budget().spent());
        } catch (BudgetExceededException e) {
            return failed(job.config().at(), e.reason(), scope);
        } catch (RenderingRefusedException e) {
            return failed(place(e.spot(), job, scope), e.reason(), scope);
        } catch (VelocityException e) {
            RenderingRefusedException refusal = EngineErrors.refusal(
                    e, name, scope.noText(), job.values().model().keySet());
            return failed(place(refusal.spot(), job, scope), refusal.reason(), scope);
        } catch (StackOverflowError e) {
            return failed(job.config().at(), "this calls itself too deep", scope);
        }
    }

    private static OutputWriter name(RenderJob job, LayoutBuffer layoutBuffer) {
        if (layoutBuffer.valuesHold('/')) {
            throw new RenderingRefusedException("a value in the file name holds a '/', which a file name cannot take");
        }
        String stripped = layoutBuffer.text().strip();
        OutputWriter sheet = new OutputWriter(ValueEscape.NONE, stripped.length(), job.largest(), value -> false);
        sheet.write(stripped);
        return sheet;
    }

    private static RenderResult<OutputWriter> failed(Position at, String reason, TemplateRun scope) {
        return new RenderResult.FailedRendering<>(
                List.of(Problem.error(at, reason)),
                scope.reads(),
                scope.budget().spent());
    }

    private static Position place(@Nullable EnginePosition enginePosition, RenderJob job, TemplateRun scope) {
        Content content = enginePosition == null ? null : scope.content(enginePosition.program());
        return enginePosition == null || content == null
                ? job.content().at(0)
                : content.at(enginePosition.offsetIn(content.text()));
    }
}
