package dev.lineman.render.velocity;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.velocity.Template;
import org.apache.velocity.exception.VelocityException;
import org.apache.velocity.runtime.RuntimeConstants;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.parser.ParseException;
import org.apache.velocity.runtime.parser.node.SimpleNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.NOPLogger;

/**
 * The one Velocity engine. Finds nothing by itself: what it parses is handed to it. Says nothing by itself:
 * what is wrong is thrown. Thread-safe.
 */
public final class TemplateEngine {
    private @Nullable RuntimeInstance runtime;

    /** Begun when it is first needed: most roots have nothing for it, and it takes long. */
    private synchronized RuntimeInstance runtime() {
        if (runtime == null) {
            runtime = createRuntime();
        }
        return runtime;
    }

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

    /** A parsed text of a user. */
    static final class EngineSource extends Template {
        private final String text;
        private int nodes;
        private int cost;
        private final Map<String, Integer> macros = new HashMap<>();
        private boolean parsed;

        private EngineSource(String text) {
            this.text = text;
        }

        /** How many nodes its tree has. */
        int nodes() {
            return nodes;
        }

        /** What it costs to run it once, in nodes, without what its loops and macros cost beyond that. */
        int cost() {
            return cost;
        }

        /** What each of its macros costs to run, by its name. */
        Map<String, Integer> macros() {
            return macros;
        }
    }

    /**
     * Parses what a user wrote, and refuses what no template may do. The result merges on many threads at once.
     *
     * @throws AllowedSyntax.RefusedSyntaxException when it does not parse, or may not be used
     */
    EngineSource parseSource(String name, String text) {
        EngineSource source = new EngineSource(text);
        RuntimeInstance engine = runtime();
        source.setRuntimeServices(engine);
        source.setName(name);
        try {
            source.setData(engine.parse(new StringReader(text), source));
            source.parsed = true;
            source.initDocument();
            return source;
        } catch (ParseException | VelocityException e) {
            throw EngineErrors.parseError(e, name, text);
        } catch (StackOverflowError e) {
            throw new AllowedSyntax.RefusedSyntaxException(0, "this is nested too deep");
        }
    }

    /** Sees every tree before it can run: those of texts, and those of what stands in quotes within them. */
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
                TrackedExpression.insert(root);
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
