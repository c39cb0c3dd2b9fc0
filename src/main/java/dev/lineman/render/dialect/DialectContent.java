package dev.lineman.render.dialect;

import dev.lineman.collection.LruMap;
import dev.lineman.problem.NearestName;
import dev.lineman.problem.Problem;
import dev.lineman.render.content.CompiledContent;
import dev.lineman.render.content.OutputName;
import dev.lineman.render.content.RenderJob;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.VariableReads;
import dev.lineman.render.text.BudgetExceededException;
import dev.lineman.render.text.OutputWriter;
import dev.lineman.render.text.RenderBudget;
import dev.lineman.resolve.value.NamedValues;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.DialectNode;
import dev.lineman.template.dialect.DialectParser;
import dev.lineman.template.dialect.DialectTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A compiled content or file name in the {@code %%…%%} dialect. {@link PlaceholderValues} decides which parts apply
 * to a phone; {@link StaticTemplate} has these parts ready for all phones with the same condition results.
 * Thread-safe.
 */
public final class DialectContent implements CompiledContent {
    /** Memory for each character of the text, in bytes: the text and its laid out copy. */
    private static final int BYTES_PER_CHARACTER = 6;

    /** Memory for each node of the tree, in bytes. */
    private static final int BYTES_PER_PIECE = 150;

    /** Static templates to keep for one content. Few, since each takes about as much memory as the text. */
    private static final int MAX_STATIC_TEMPLATES = 4;

    /** Names without a value that get a problem of their own. */
    private static final int MAX_REPORTED = 100;

    private final DialectTree tree;

    /** Whether this is a file name, which has no layout and no escapes. */
    private final boolean name;

    /**
     * Static templates by the results of the conditions. Most phones of a fleet share a few combinations. Guarded by
     * itself.
     */
    private final Map<String, StaticTemplate> staticTemplates;

    private DialectContent(DialectTree tree, boolean name) {
        this.tree = tree;
        this.name = name;
        this.staticTemplates = new LruMap<>(maxStaticTemplates());
    }

    /** One condition has two results, so more than two static templates are useful only with two or more conditions. */
    private int maxStaticTemplates() {
        return tree.conditions() == 0 ? 1 : tree.conditions() == 1 ? 2 : MAX_STATIC_TEMPLATES;
    }

    /** Compiles a content. Returns {@link CompiledContent.Unparsable} if it does not parse. */
    public static CompiledContent content(Content content) {
        DialectTree tree = DialectParser.parseContent(content.text());
        return tree.faults().isEmpty() ? new DialectContent(tree, false) : new Unparsable(tree.faults());
    }

    /** Compiles a file name. It has placeholders only, so it always parses. */
    public static CompiledContent name(Content filename) {
        return new DialectContent(DialectParser.parseFileName(filename.text()), true);
    }

    @Override
    public int weight() {
        long bytes = (long) BYTES_PER_CHARACTER * tree.text().length() + (long) BYTES_PER_PIECE * tree.pieces();
        return (int) Math.min(Integer.MAX_VALUE, maxStaticTemplates() * bytes);
    }

    @Override
    public VariableReads variableReads() {
        Set<String> names = new TreeSet<>();
        addNames(tree.nodes(), names);
        return VariableReads.ofPhone(names);
    }

    /** Adds the names that nodes read, in any case of a condition. */
    private static void addNames(List<DialectNode> nodes, Set<String> names) {
        for (DialectNode node : nodes) {
            if (node instanceof DialectNode.Placeholder placeholder) {
                names.add(placeholder.reference().name());
            } else if (node instanceof DialectNode.Conditional conditional) {
                for (DialectNode.ConditionalCase one : conditional.cases()) {
                    DialectNode.DialectCondition condition = one.condition();
                    if (condition != null && condition.reference() != null) {
                        names.add(condition.name());
                    }
                    addNames(one.body(), names);
                }
            }
        }
    }

    /**
     * Renders the text with the values of a job. A text that reads a name without a value fails with a problem for
     * each such name.
     */
    @Override
    public RenderResult<OutputWriter> run(RenderJob job) {
        NamedValues names = job.values().names();
        PlaceholderValues placeholderValues = PlaceholderValues.of(tree, names);
        OutputWriter written;
        try {
            written = staticTemplate(placeholderValues)
                    .fill(placeholderValues, job.escape(tree.beginning()), job.maxCharacters(), names::isSecret);
        } catch (BudgetExceededException e) {
            return failed(List.of(Problem.blocking(job.config().at(), e.reason())), placeholderValues);
        }
        List<Problem> problems = missingValues(job, placeholderValues);
        if (name) {
            problems.addAll(fileNameProblems(job, placeholderValues));
        }
        return problems.isEmpty()
                ? new RenderResult.RenderedFile<>(
                        written, placeholderValues.reads(), RenderBudget.dialectSteps(tree, written.length()))
                : failed(problems, placeholderValues);
    }

    /**
     * Returns the static template for these condition results. Two threads may both make it; both results are equal.
     */
    StaticTemplate staticTemplate(PlaceholderValues placeholderValues) {
        String conditionResults = placeholderValues.conditionResults();
        synchronized (staticTemplates) {
            StaticTemplate known = staticTemplates.get(conditionResults);
            if (known != null) {
                return known;
            }
        }
        StaticTemplate made = StaticTemplate.of(tree, placeholderValues.pieces(), name);
        synchronized (staticTemplates) {
            staticTemplates.put(conditionResults, made);
        }
        return made;
    }

    private RenderResult<OutputWriter> failed(List<Problem> problems, PlaceholderValues placeholderValues) {
        return new RenderResult.FailedRendering<>(
                problems,
                placeholderValues.reads(),
                RenderBudget.dialectSteps(tree, tree.text().length()));
    }

    /** A problem for each name without a value, at its first position that applies. */
    private static List<Problem> missingValues(RenderJob job, PlaceholderValues placeholderValues) {
        List<Problem> problems = new ArrayList<>();
        for (DialectNode.Placeholder placeholder : placeholderValues.missing()) {
            if (problems.size() == MAX_REPORTED) {
                String more =
                        "and " + (placeholderValues.missing().size() - MAX_REPORTED) + " more names have no value";
                problems.add(problem(job, placeholder, more));
                break;
            }
            String name = placeholder.reference().name();
            Problem missing = job.values().names().missing(name, job.content().at(placeholder.offset()));
            if (missing != null) {
                problems.add(missing);
                continue;
            }
            List<String> near = NearestName.find(name, job.values().names().knownNames(), 1);
            String hint = near.isEmpty() || near.get(0).equals(name)
                    ? "set it in vars"
                    : "did you mean %%" + near.get(0) + "%%?";
            problems.add(problem(job, placeholder, "%%" + name + "%% has no value; " + hint));
        }
        return problems;
    }

    /**
     * A problem for each value that a file name may not contain: a secret, which requests and logs would show, and a
     * value with a slash, which would make a folder.
     */
    private static List<Problem> fileNameProblems(RenderJob job, PlaceholderValues placeholderValues) {
        List<Problem> problems = new ArrayList<>();
        Set<DialectNode.PlaceholderReference> seen = new HashSet<>();
        for (DialectNode piece : placeholderValues.pieces()) {
            if (piece instanceof DialectNode.Placeholder placeholder && seen.add(placeholder.reference())) {
                String name = placeholder.reference().name();
                String value = placeholderValues.value(placeholder.reference().slot());
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

    private static Problem problem(RenderJob job, DialectNode.Placeholder placeholder, String message) {
        return Problem.blocking(job.content().at(placeholder.offset()), message);
    }
}
