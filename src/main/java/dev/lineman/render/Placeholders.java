package dev.lineman.render;

import dev.lineman.disk.LruMap;
import dev.lineman.problem.Nearest;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.Names;
import dev.lineman.template.text.Content;
import dev.lineman.template.text.Dialect;
import dev.lineman.template.text.DialectNode;
import dev.lineman.template.text.DialectTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A text in the {@code %%…%%} dialect as it is run. */
final class Placeholders implements Compiled {
    private static final int BYTES_A_CHARACTER = 6;
    private static final int BYTES_A_PIECE = 150;

    /** Few, since each takes about as much memory as the text. */
    private static final int MOST_STENCILS = 4;

    /** Names without a value that are told one by one. */
    private static final int MOST_TOLD = 100;

    private final DialectTree tree;
    private final boolean name;

    /** What counts, by the answers of the conditions: those of most phones of a fleet are the same few. */
    private final Map<String, Stencil> stencils;

    private Placeholders(DialectTree tree, boolean name) {
        this.tree = tree;
        this.name = name;
        this.stencils = new LruMap<>(mostStencils());
    }

    /** A condition has two answers. */
    private int mostStencils() {
        return tree.conditions() == 0 ? 1 : tree.conditions() == 1 ? 2 : MOST_STENCILS;
    }

    static Compiled content(Content content) {
        DialectTree tree = Dialect.content(content.text());
        return tree.faults().isEmpty() ? new Placeholders(tree, false) : new Unparsable(tree.faults());
    }

    static Compiled name(Content filename) {
        return new Placeholders(Dialect.name(filename.text()), true);
    }

    @Override
    public int weight() {
        long bytes = (long) BYTES_A_CHARACTER * tree.text().length() + (long) BYTES_A_PIECE * tree.pieces();
        return (int) Math.min(Integer.MAX_VALUE, mostStencils() * bytes);
    }

    @Override
    public Outcome<Sheet> run(Job job) {
        Names names = job.values().names();
        Slots slots = Slots.of(tree, names);
        Sheet written;
        try {
            written = stencil(slots).fill(slots, job.escape(tree.beginning()), job.largest(), names::isSecret);
        } catch (BudgetExceeded e) {
            return failed(List.of(Problem.error(job.config().at(), e.reason())), slots);
        }
        List<Problem> problems = missing(job, slots);
        if (name) {
            problems.addAll(objections(job, slots));
        }
        return problems.isEmpty()
                ? new Outcome.Rendered<>(written, slots.reads(), Budget.steps(tree, written.length()))
                : failed(problems, slots);
    }

    Stencil stencil(Slots slots) {
        String answers = slots.answers();
        synchronized (stencils) {
            Stencil known = stencils.get(answers);
            if (known != null) {
                return known;
            }
        }
        Stencil made = Stencil.of(tree, slots.pieces(), name);
        synchronized (stencils) {
            stencils.put(answers, made);
        }
        return made;
    }

    private Outcome<Sheet> failed(List<Problem> problems, Slots slots) {
        return new Outcome.Failed<>(
                problems, slots.reads(), Budget.steps(tree, tree.text().length()));
    }

    /** A problem for each name that had no value, at its first place that counts. */
    private static List<Problem> missing(Job job, Slots slots) {
        List<Problem> problems = new ArrayList<>();
        for (DialectNode.Placeholder placeholder : slots.missing()) {
            if (problems.size() == MOST_TOLD) {
                String more = "and " + (slots.missing().size() - MOST_TOLD) + " more names have no value";
                problems.add(problem(job, placeholder, more));
                break;
            }
            String name = placeholder.reference().name();
            List<String> near = Nearest.to(name, job.values().names().known(), 1);
            String hint = near.isEmpty() || near.get(0).equals(name)
                    ? "set it in vars"
                    : "did you mean %%" + near.get(0) + "%%?";
            problems.add(problem(job, placeholder, "%%" + name + "%% has no value; " + hint));
        }
        return problems;
    }

    /** A problem for each value in a file name that would show a secret wherever the name stands, or make a folder of its own. */
    private static List<Problem> objections(Job job, Slots slots) {
        List<Problem> problems = new ArrayList<>();
        Set<DialectNode.Reference> seen = new HashSet<>();
        for (DialectNode piece : slots.pieces()) {
            if (piece instanceof DialectNode.Placeholder placeholder && seen.add(placeholder.reference())) {
                String name = placeholder.reference().name();
                String value = slots.value(placeholder.reference().slot());
                if (job.values().names().isSecret(value)) {
                    problems.add(problem(job, placeholder, "%%" + name + "%% is a secret; " + OutputName.NO_SECRETS));
                }
                if (value.indexOf('/') >= 0) {
                    String slash = "the value of %%" + name + "%% holds a '/', which a file name cannot take";
                    problems.add(problem(job, placeholder, slash));
                }
            }
        }
        return problems;
    }

    private static Problem problem(Job job, DialectNode.Placeholder placeholder, String message) {
        return Problem.error(job.content().at(placeholder.offset()), message);
    }
}
