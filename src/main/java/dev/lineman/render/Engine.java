package dev.lineman.render;

import java.io.StringReader;
import org.apache.velocity.Template;
import org.apache.velocity.runtime.RuntimeConstants;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.parser.ParseException;

/** The one Velocity engine. Finds nothing by itself: what it parses is handed to it. Thread-safe. */
final class Engine {
    private final RuntimeInstance runtime = new RuntimeInstance();

    Engine() {
        runtime.setProperty(RuntimeConstants.RESOURCE_LOADERS, "nothing");
        runtime.setProperty(
                RuntimeConstants.RESOURCE_LOADER + ".nothing." + RuntimeConstants.RESOURCE_LOADER_INSTANCE,
                new NoResources());
        runtime.setProperty(RuntimeConstants.PARSER_POOL_SIZE, 2);
        runtime.setProperty(RuntimeConstants.RUNTIME_STRING_INTERNING, false);
        runtime.setProperty(RuntimeConstants.RUNTIME_REFERENCES_STRICT, true);
        runtime.setProperty(RuntimeConstants.VM_PERM_INLINE_LOCAL, true);
        runtime.init();
    }

    /** Parses the source of a program of ours. The result merges on many threads at once. */
    Template parseProgram(String name, String source) {
        try {
            return parse(name, source);
        } catch (ParseException e) {
            throw new IllegalStateException("a program of ours does not parse", e);
        }
    }

    private Template parse(String name, String source) throws ParseException {
        Template template = new Template();
        template.setRuntimeServices(runtime);
        template.setName(name);
        template.setData(runtime.parse(new StringReader(source), template));
        template.initDocument();
        return template;
    }
}
