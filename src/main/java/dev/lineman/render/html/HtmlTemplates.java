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
    private static final int FIRST_SIZE = 16_384;
    private static final int ROOM = 16;

    private final Class<?> home;
    private final String macros;
    private @Nullable RuntimeInstance runtime;

    /**
     * The templates beside a class. None is read before the first one is rendered.
     *
     * @param macros the name of the file with the macros that all templates may use
     */
    public HtmlTemplates(Class<?> home, String macros) {
        this.home = home;
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
                (inside, reference, value) -> value == null ? null : escaped(value.toString()));
        context.attachEventCartridge(events);
        StringWriter page = new StringWriter(FIRST_SIZE);
        runtime().getTemplate(template, "UTF-8").merge(context, page);
        return page.toString();
    }

    /** Begun when a page is asked for: most agents run without anybody looking, and it takes long. */
    private synchronized RuntimeInstance runtime() {
        RuntimeInstance begun = runtime;
        if (begun == null) {
            begun = new RuntimeInstance();
            begun.setProperty(RuntimeConstants.RESOURCE_LOADERS, LOADER);
            String loader = RuntimeConstants.RESOURCE_LOADER + '.' + LOADER + '.';
            begun.setProperty(loader + RuntimeConstants.RESOURCE_LOADER_INSTANCE, new JarTemplateLoader(home));
            begun.setProperty(loader + RuntimeConstants.RESOURCE_LOADER_CACHE, true);
            begun.setProperty(RuntimeConstants.RUNTIME_LOG_INSTANCE, NOPLogger.NOP_LOGGER);
            begun.setProperty(RuntimeConstants.PARSER_POOL_SIZE, 1);
            begun.setProperty(RuntimeConstants.RUNTIME_REFERENCES_STRICT, true);
            begun.setProperty(RuntimeConstants.VM_ARGUMENTS_STRICT, true);
            begun.setProperty(RuntimeConstants.SPACE_GOBBLING, SpaceGobbling.NONE.toString());
            begun.setProperty(RuntimeConstants.VM_LIBRARY, macros);
            begun.init();
            runtime = begun;
        }
        return begun;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + ROOM);
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
