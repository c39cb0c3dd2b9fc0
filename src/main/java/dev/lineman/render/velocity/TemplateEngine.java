package dev.lineman.render.velocity;

import dev.lineman.render.content.VariableReads;
import dev.lineman.render.velocity.syntax.AllowedSyntax;
import dev.lineman.render.velocity.syntax.CheckedOperation;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.velocity.Template;
import org.apache.velocity.exception.VelocityException;
import org.apache.velocity.runtime.RuntimeConstants;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.parser.ParseException;
import org.apache.velocity.runtime.parser.node.Node;
import org.apache.velocity.runtime.parser.node.SimpleNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.NOPLogger;

/**
 * The Velocity engine for templates of users. It finds no files: the caller gives it each text. It writes no log:
 * errors are exceptions. {@link dev.lineman.render.Renderer} owns the only one. Thread-safe.
 */
public final class TemplateEngine {
    /** Null until the first text is parsed. */
    private @Nullable RuntimeInstance runtime;

    /** Creates the engine with the first text. Most roots have no Velocity template, and it takes time and memory. */
    private synchronized RuntimeInstance runtime() {
        if (runtime == null) {
            runtime = createRuntime();
        }
        return runtime;
    }

    /**
     * Configures the engine: strict references, no resources, no log, and the directives and the sandbox of this
     * package.
     */
    private static RuntimeInstance createRuntime() {
        RuntimeInstance runtime = new CheckedRuntime();
        runtime.setProperty(RuntimeConstants.RESOURCE_LOADERS, "nothing");
        runtime.setProperty(
                RuntimeConstants.RESOURCE_LOADER + ".nothing." + RuntimeConstants.RESOURCE_LOADER_INSTANCE,
                new NoResourceLookup());
        runtime.setProperty(RuntimeConstants.RUNTIME_LOG_INSTANCE, NOPLogger.NOP_LOGGER);
        runtime.setProperty(RuntimeConstants.PARSER_POOL_SIZE, 2);
        runtime.setProperty(RuntimeConstants.RUNTIME_STRING_INTERNING, false);
        runtime.setProperty(RuntimeConstants.RUNTIME_REFERENCES_STRICT, true);
        runtime.setProperty(RuntimeConstants.VM_PERM_INLINE_LOCAL, true);
        runtime.setProperty(RuntimeConstants.VM_ARGUMENTS_STRICT, true);
        runtime.setProperty(RuntimeConstants.UBERSPECT_CLASSNAME, Sandbox.class.getName());
        runtime.init();
        runtime.addDirective(new ParseDirective());
        runtime.addDirective(new BudgetedForeach());
        return runtime;
    }

    /**
     * A parsed text of a user, with its costs. Immutable after {@link #parseSource}, and it can run on many threads
     * at once.
     */
    static final class EngineSource extends Template {
        private final String text;
        private int nodes;
        private int cost;
        private final Map<String, Integer> macros = new HashMap<>();
        private VariableReads variableReads = VariableReads.ALL;

        /** The trees of the text and of its quoted strings; empty after parsing. */
        private final List<Node> trees = new ArrayList<>();

        /** Whether the text itself is parsed, so that further trees are those of its quoted strings. */
        private boolean parsed;

        private EngineSource(String text) {
            this.text = text;
        }

        /** The number of nodes of its trees, a measure of its memory. */
        int nodes() {
            return nodes;
        }

        /** The cost of one run in nodes, without the turns of loops and the calls of macros. */
        int cost() {
            return cost;
        }

        /** The variables that it can read. */
        VariableReads variableReads() {
            return variableReads;
        }

        /** The cost of one call of each of its macros, in nodes, by name. */
        Map<String, Integer> macros() {
            return macros;
        }
    }

    /**
     * Parses a text of a user and checks it.
     *
     * @param name of the program, for positions in errors
     * @throws AllowedSyntax.RefusedSyntaxException if it does not parse or uses something that is not allowed
     */
    EngineSource parseSource(String name, String text) {
        EngineSource source = new EngineSource(text);
        RuntimeInstance engine = runtime();
        source.setRuntimeServices(engine);
        source.setName(name);
        try {
            source.setData(engine.parse(new StringReader(text), source));
            source.parsed = true;
            // Parses the strings in double quotes, each by CheckedRuntime too.
            source.initDocument();
            VariableReadCollector collector = new VariableReadCollector();
            source.trees.forEach(collector::add);
            source.trees.clear();
            source.variableReads = collector.reads();
            return source;
        } catch (ParseException | VelocityException e) {
            throw EngineErrors.parseError(e, name, text);
        } catch (StackOverflowError e) {
            throw new AllowedSyntax.RefusedSyntaxException(0, "this is nested too deep");
        }
    }

    /** Checks each tree before it can run: those of texts, and those of the strings in double quotes inside them. */
    private static final class CheckedRuntime extends RuntimeInstance {
        @Override
        public SimpleNode parse(Reader reader, Template template) throws ParseException {
            EngineSource source = (EngineSource) template;
            String text = read(reader);
            SimpleNode root = super.parse(new StringReader(text), template);
            try {
                AllowedSyntax checked = AllowedSyntax.check(root, text, source.parsed);
                source.nodes += checked.nodes();
                source.cost += AllowedSyntax.cost(root);
                source.macros.putAll(checked.macros());
                CheckedOperation.insert(root);
                TrackedExpression.insert(root);
                source.trees.add(root);
            } catch (AllowedSyntax.RefusedSyntaxException e) {
                throw source.parsed ? e.inText(source.text, text) : e;
            }
            return root;
        }

        private static String read(Reader reader) {
            try {
                StringWriter text = new StringWriter();
                reader.transferTo(text);
                return text.toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
