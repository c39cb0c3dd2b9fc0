package dev.lineman.render;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.problem.Problem;
import dev.lineman.resolve.Names;
import dev.lineman.source.Reading;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Fragment;
import dev.lineman.template.Fragments;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateReader;
import dev.lineman.template.text.Layout;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the tests of this room write templates with. */
final class Samples {
    static final String PATH = "templates/phones/t.xml";
    static final TemplateReader READER = new TemplateReader();
    static final Renderer RENDERER = new Renderer();

    /** It compiles each text anew. */
    static final Renderer FORGETFUL = new Renderer(false);

    private Samples() {}

    static Template template(String xml) {
        Reading reading = READER.read(PATH, xml.getBytes(StandardCharsets.UTF_8));
        assertThat(reading.document()).as("%s", reading.problems()).isNotNull();
        return (Template) requireNonNull(reading.document());
    }

    /** A config with this content, as CDATA, and these attributes. */
    static DeviceConfig config(String attributes, String content) {
        String cdata = "<![CDATA[" + content.replace("]]>", "]]]]><![CDATA[>") + "]]>";
        return template("<doc><data><device><deviceconfig " + attributes + ">" + cdata
                        + "</deviceconfig></device></data></doc>")
                .configs()
                .get(0);
    }

    static DeviceConfig config(String content) {
        return config("filename='f'", content);
    }

    /** Names and values by turns. */
    static Names names(String... pairs) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return new Names() {
            @Override
            public @Nullable String valueOf(String name) {
                return map.get(name);
            }

            @Override
            public Iterable<String> known() {
                return map.keySet();
            }
        };
    }

    static Values values(String... pairs) {
        return new Values(names(pairs), Fragments.NONE);
    }

    static Fragments fragments(String... pathsAndTexts) {
        Map<String, Fragment> map = new HashMap<>();
        for (int i = 0; i < pathsAndTexts.length; i += 2) {
            byte[] bytes = pathsAndTexts[i + 1].getBytes(StandardCharsets.UTF_8);
            map.put(pathsAndTexts[i], (Fragment)
                    requireNonNull(READER.read(pathsAndTexts[i], bytes).document()));
        }
        return map::get;
    }

    static String rendered(DeviceConfig config, Values values) {
        String text = text(RENDERER.renderContent(config, values));
        assertThat(text(FORGETFUL.renderContent(config, values))).isEqualTo(text);
        return text;
    }

    static String rendered(String content, String... pairs) {
        return rendered(config(content), values(pairs));
    }

    /** A text without values, laid out. */
    static String laidOut(String text) {
        StringBuilder out = new StringBuilder();
        Layout.of(text, new int[0], 0, new Layout.Paper() {
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

    static String text(Outcome<byte[]> outcome) {
        assertThat(outcome).as("%s", outcome).isInstanceOf(Outcome.Rendered.class);
        return new String(((Outcome.Rendered<byte[]>) outcome).result(), StandardCharsets.UTF_8);
    }

    static List<String> problems(Outcome<?> outcome) {
        assertThat(outcome).as("%s", outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed<?>) outcome)
                .problems().stream().map(Problem::toString).toList();
    }
}
