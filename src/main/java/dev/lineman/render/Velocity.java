package dev.lineman.render;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.template.Fragment;
import dev.lineman.template.text.Content;
import dev.lineman.template.text.Dialect;
import dev.lineman.template.text.Escape;
import java.util.List;
import java.util.function.Function;
import org.apache.velocity.exception.VelocityException;
import org.jspecify.annotations.Nullable;

/** A text in Velocity's template language, run in a sandbox and within budgets. */
final class Velocity implements Compiled {
    private static final int BYTES_A_NODE = 300;
    private static final int ROOM = 1024;

    /** No more nodes come of a text than it has of these, about. */
    private static final String NODE_MAKERS = "$#,[(+-*/";

    /** More than any template has, and few enough for the engine's tree of them to fit in memory. */
    private static final int MOST_NODES = 150_000;

    private final String name;
    private final Engine.Source source;
    private final int weight;
    private final Function<Fragment, Compiled> compiler;

    /** How long the last result was: the next will be about as long. */
    private volatile int expected = ROOM;

    private Velocity(String name, Engine.Source source, int length, Function<Fragment, Compiled> compiler) {
        this.name = name;
        this.source = source;
        this.weight = 2 * length + BYTES_A_NODE * source.nodes();
        this.compiler = compiler;
    }

    /** @param compiler for the fragments that it parses when it is run */
    static Compiled of(Engine engine, Content content, Function<Fragment, Compiled> compiler) {
        String name = content.digest().toString();
        if (content.text()
                        .chars()
                        .filter(c -> NODE_MAKERS.indexOf(c) >= 0)
                        .limit(MOST_NODES + 1L)
                        .count()
                > MOST_NODES) {
            String message = "this has too many references and directives; at most " + MOST_NODES + " are possible";
            return new Unparsable(List.of(new Dialect.Fault(0, message)));
        }
        try {
            Engine.Source source = engine.parseSource(name, content.text());
            return new Velocity(name, source, content.text().length(), compiler);
        } catch (Grammar.Broken e) {
            return new Unparsable(List.of(new Dialect.Fault(e.offset(), e.reason())));
        }
    }

    Engine.Source source() {
        return source;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public Outcome<Sheet> run(Job job) {
        Scope scope = new Scope(job, compiler);
        try {
            scope.enter(source, job.content());
            Draft draft = new Draft(expected, job.largest(), scope.taint()::hides);
            scope.run(source, draft);
            expected = draft.length() + ROOM;
            Sheet sheet = job.name() ? name(job, draft) : draft.laidOut(job.escape(draft.beginning()));
            return new Outcome.Rendered<>(sheet, scope.reads(), scope.budget().spent());
        } catch (FragmentFailure e) {
            return new Outcome.Failed<>(
                    e.problems(), scope.reads(), scope.budget().spent());
        } catch (BudgetExceeded e) {
            return failed(job.config().at(), e.reason(), scope);
        } catch (Refusal e) {
            return failed(place(e.spot(), job, scope), e.reason(), scope);
        } catch (VelocityException e) {
            Refusal refusal = EngineFaults.refusal(
                    e, name, scope.noText(), job.values().model().keySet());
            return failed(place(refusal.spot(), job, scope), refusal.reason(), scope);
        } catch (StackOverflowError e) {
            return failed(job.config().at(), "this calls itself too deep", scope);
        }
    }

    private static Sheet name(Job job, Draft draft) {
        if (draft.valuesHold('/')) {
            throw new Refusal("a value in the file name holds a '/', which a file name cannot take");
        }
        String stripped = draft.text().strip();
        Sheet sheet = new Sheet(Escape.NONE, stripped.length(), job.largest(), value -> false);
        sheet.write(stripped);
        return sheet;
    }

    private static Outcome<Sheet> failed(Position at, String reason, Scope scope) {
        return new Outcome.Failed<>(
                List.of(Problem.error(at, reason)),
                scope.reads(),
                scope.budget().spent());
    }

    private static Position place(@Nullable Spot spot, Job job, Scope scope) {
        Content content = spot == null ? null : scope.content(spot.program());
        return spot == null || content == null ? job.content().at(0) : content.at(spot.offsetIn(content.text()));
    }
}
