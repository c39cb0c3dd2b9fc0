package dev.lineman.render.html;

import java.io.StringWriter;
import java.util.Map;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.event.EventCartridge;
import org.apache.velocity.runtime.RuntimeConstants;
import org.apache.velocity.runtime.RuntimeConstants.SpaceGobbling;
import org.apache.velocity.runtime.RuntimeInstance;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.NOPLogger;

/**
 * Velocity templates that lie beside a class in the jar, and what they make of values: HTML. Every value is escaped where it is
 * inserted, in text and in attributes alike, and no template can change that. Line breaks of a template are not part of the
 * page. Thread-safe.
 */
public final class HtmlTemplates {
    private static final String LOADER = "jar";
    private static final int INITIAL_CHARACTERS = 16_384;
    private static final int ESCAPE_SLACK = 16;

    private final Class<?> resourceClass;
    private final String macros;
    private @Nullable RuntimeInstance runtime;

    /**
     * The templates beside a class. None is read before the first one is rendered.
     *
     * @param macros the name of the file with the macros that all templates may use
     */
    public HtmlTemplates(Class<?> home, String macros) {
        this.resourceClass = home;
        this.macros = macros;
    }

    /**
     * Renders a template.
     *
     * @param values by the names that the template has for them; templates call public methods of public types
     * @throws RuntimeException when the template does not parse, or reads what there is not: a fault of the program
     */
    public String render(String template, Map<String, ?> values) {
        VelocityContext context = new VelocityContext();
        values.forEach(context::put);
        EventCartridge events = new EventCartridge();
        events.addReferenceInsertionEventHandler(
                (inside, reference, value) -> value == null ? null : escape(value.toString()));
        context.attachEventCartridge(events);
        StringWriter page = new StringWriter(INITIAL_CHARACTERS);
        runtime().getTemplate(template, "UTF-8").merge(context, page);
        return page.toString();
    }

    /** Begun when a page is asked for: most agents run without anybody looking, and it takes long. */
    private synchronized RuntimeInstance runtime() {
        RuntimeInstance created = runtime;
        if (created == null) {
            created = new RuntimeInstance();
            created.setProperty(RuntimeConstants.RESOURCE_LOADERS, LOADER);
            String loader = RuntimeConstants.RESOURCE_LOADER + '.' + LOADER + '.';
            created.setProperty(
                    loader + RuntimeConstants.RESOURCE_LOADER_INSTANCE, new JarTemplateLoader(resourceClass));
            created.setProperty(loader + RuntimeConstants.RESOURCE_LOADER_CACHE, true);
            created.setProperty(RuntimeConstants.RUNTIME_LOG_INSTANCE, NOPLogger.NOP_LOGGER);
            created.setProperty(RuntimeConstants.PARSER_POOL_SIZE, 1);
            created.setProperty(RuntimeConstants.RUNTIME_REFERENCES_STRICT, true);
            created.setProperty(RuntimeConstants.VM_ARGUMENTS_STRICT, true);
            created.setProperty(RuntimeConstants.SPACE_GOBBLING, SpaceGobbling.NONE.toString());
            created.setProperty(RuntimeConstants.VM_LIBRARY, macros);
            created.init();
            runtime = created;
        }
        return created;
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + ESCAPE_SLACK);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? '\uFFFD' : c);
            }
        }
        return escaped.toString();
    }
}
