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
 * HTML pages from Velocity templates in the jar, for the status page. The templates are trusted, so they have an
 * engine apart from that of users and no sandbox. The engine escapes each value that it inserts, in text and in
 * attributes. No template can turn that off. Line breaks of a template are not part of the page. Thread-safe.
 */
public final class HtmlTemplates {
    /** The name of the resource loader in the configuration of Velocity. */
    private static final String LOADER = "jar";

    /** Initial size of the buffer of a page, in characters. */
    private static final int INITIAL_CHARACTERS = 16_384;

    /** Additional characters for escapes of a value. */
    private static final int ESCAPE_SLACK = 16;

    /** The class that has the templates beside it as resources. */
    private final Class<?> resourceClass;

    private final String macros;

    /** Null until the first page is rendered. */
    private @Nullable RuntimeInstance runtime;

    /**
     * The templates beside a class. It reads none of them before the first rendering.
     *
     * @param resourceClass the class that has the templates beside it as resources
     * @param macros the name of the file with the macros of all templates
     */
    public HtmlTemplates(Class<?> resourceClass, String macros) {
        this.resourceClass = resourceClass;
        this.macros = macros;
    }

    /**
     * Renders a template.
     *
     * @param template its file name
     * @param values by name; a template may call public methods of their public types
     * @throws RuntimeException if the template does not parse or reads something that does not exist: a bug of the
     *     program
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

    /** Creates the engine with the first page. Most agents never show one, and it takes time and memory. */
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

    /**
     * Escapes a text for element content and for quoted attributes. Control characters, which HTML forbids, become
     * U+FFFD.
     */
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
