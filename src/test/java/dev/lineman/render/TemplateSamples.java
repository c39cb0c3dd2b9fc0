package dev.lineman.render;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.input.ReadResult;
import dev.lineman.problem.Problem;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.resolve.value.NamedValues;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Fragment;
import dev.lineman.template.FragmentLookup;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateReader;
import dev.lineman.template.dialect.WhitespaceLayout;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds templates, values and renderings for the tests of this package. */
public final class TemplateSamples {
    public static final String PATH = "templates/phones/t.xml";
    static final TemplateReader READER = new TemplateReader();
    public static final Renderer RENDERER = new Renderer();

    /** Compiles each text again. */
    static final Renderer FORGETFUL = new Renderer(false);

    private TemplateSamples() {}

    static Template template(String xml) {
        ReadResult readResult = READER.read(PATH, xml.getBytes(StandardCharsets.UTF_8));
        assertThat(readResult.document()).as("%s", readResult.problems()).isNotNull();
        return (Template) requireNonNull(readResult.document());
    }

    /** A config with this content, as CDATA, and these attributes. */
    public static DeviceConfig config(String attributes, String content) {
        String cdata = "<![CDATA[" + content.replace("]]>", "]]]]><![CDATA[>") + "]]>";
        return template("<doc><data><device><deviceconfig " + attributes + ">" + cdata
                        + "</deviceconfig></device></data></doc>")
                .configs()
                .get(0);
    }

    public static DeviceConfig config(String content) {
        return config("filename='f'", content);
    }

    /** Names and values, alternating. */
    public static NamedValues names(String... pairs) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return new NamedValues() {
            @Override
            public @Nullable String valueOf(String name) {
                return map.get(name);
            }

            @Override
            public Iterable<String> knownNames() {
                return map.keySet();
            }
        };
    }

    static RenderValues values(String... pairs) {
        return new RenderValues(names(pairs), FragmentLookup.NONE);
    }

    public static FragmentLookup fragments(String... pathsAndTexts) {
        Map<String, Fragment> map = new HashMap<>();
        for (int i = 0; i < pathsAndTexts.length; i += 2) {
            byte[] bytes = pathsAndTexts[i + 1].getBytes(StandardCharsets.UTF_8);
            map.put(pathsAndTexts[i], (Fragment)
                    requireNonNull(READER.read(pathsAndTexts[i], bytes).document()));
        }
        return map::get;
    }

    static String rendered(DeviceConfig config, RenderValues values) {
        String text = text(RENDERER.renderContent(config, values));
        assertThat(text(FORGETFUL.renderContent(config, values))).isEqualTo(text);
        return text;
    }

    static String rendered(String content, String... pairs) {
        return rendered(config(content), values(pairs));
    }

    /** Lays out a text without values. */
    public static String laidOut(String text) {
        StringBuilder out = new StringBuilder();
        WhitespaceLayout.layOut(text, new int[0], 0, new WhitespaceLayout.LayoutOutput() {
            @Override
            public void text(int start, int end) {
                out.append(text, start, end);
            }

            @Override
            public void value(int start, int end) {
                throw new IllegalStateException("there is none");
            }

            @Override
            public void lineFeed() {
                out.append('\n');
            }
        });
        return out.toString();
    }

    public static String text(RenderResult<byte[]> renderResult) {
        assertThat(renderResult).as("%s", renderResult).isInstanceOf(RenderResult.RenderedFile.class);
        return new String(((RenderResult.RenderedFile<byte[]>) renderResult).result(), StandardCharsets.UTF_8);
    }

    public static List<String> problems(RenderResult<?> renderResult) {
        assertThat(renderResult).as("%s", renderResult).isInstanceOf(RenderResult.FailedRendering.class);
        return ((RenderResult.FailedRendering<?>) renderResult)
                .problems().stream().map(Problem::toString).toList();
    }
}
