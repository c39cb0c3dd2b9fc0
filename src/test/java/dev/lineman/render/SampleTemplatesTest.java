package dev.lineman.render;

import static dev.lineman.render.TemplateSamples.READER;
import static dev.lineman.render.TemplateSamples.RENDERER;
import static dev.lineman.render.TemplateSamples.problems;
import static dev.lineman.render.TemplateSamples.values;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lineman.input.ReadResult;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.resolve.value.NamedValues;
import dev.lineman.template.Catalog;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.FragmentLookup;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateMatch;
import dev.lineman.template.model.ModelEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/** Whole templates: our own, and published ones if they are on this machine. */
class SampleTemplatesTest {
    private static final Path CORPUS = Path.of(System.getProperty("lineman.corpus", "../shared/corpus"));

    @Test
    void theSnom320TemplateRendersToSevenLines() throws IOException {
        Template template = read(Path.of("templates/phones/snom320.xml"), "templates/phones/snom320.xml");
        assertThat(Catalog.EMPTY.with(template.path(), template).find("Snom320"))
                .isEqualTo(new TemplateMatch.MatchedTemplate(
                        template, template.models().get(0)));
        RenderResult<OutputFile> renderResult = RENDERER.render(
                template.configs().get(0),
                values(
                        "extension_number",
                        "100",
                        "extension_first_name",
                        "John",
                        "extension_last_name",
                        "Doe",
                        "extension_auth_id",
                        "100",
                        "extension_auth_pw",
                        "100",
                        "pbx_ip",
                        "10.172.0.2",
                        "mac_address",
                        "000413246672"));
        assertThat(renderResult).as("%s", renderResult).isInstanceOf(RenderResult.RenderedFile.class);
        OutputFile file = ((RenderResult.RenderedFile<OutputFile>) renderResult).result();
        assertThat(file.name()).isEqualTo("cfg000413246672");
        assertThat(new String(file.bytes(), StandardCharsets.UTF_8)).isEqualTo("""
                # First account

                user_pname1$: 100
                user_pass1$: 100
                user_name1$: 100
                user_realname1$: John Doe
                user_host1$: 10.172.0.2
                """);
    }

    @Test
    void publishedTemplatesRenderAndTheirXmlParses() throws Exception {
        assumeTrue(Files.isDirectory(CORPUS), "no corpus of published templates beside the repository");
        List<Path> files;
        try (Stream<Path> all = Files.walk(CORPUS)) {
            files = all.filter(path -> path.toString().endsWith(".xml"))
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();
        NamedValues everything = name -> "<" + name + "&>";
        for (Path file : files) {
            Template template = read(file, "templates/phones/" + file.getFileName());
            for (DeviceConfig config : template.configs()) {
                RenderResult<byte[]> renderResult =
                        RENDERER.renderContent(config, new RenderValues(everything, FragmentLookup.NONE));
                assertThat(renderResult).as("%s", renderResult).isInstanceOf(RenderResult.RenderedFile.class);
                byte[] bytes = ((RenderResult.RenderedFile<byte[]>) renderResult).result();
                String text = new String(bytes, StandardCharsets.UTF_8);
                assertThat(text).endsWith("\n").doesNotContain("\r");
                assertThat(text.lines().count())
                        .isEqualTo(config.content().text().strip().lines().count());
                if (text.startsWith("<?xml")) {
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
                }
            }
        }
    }

    @Test
    void aMissingValueOfAPublishedTemplateIsReportedAtItsPosition() throws IOException {
        Path file = CORPUS.resolve("3cx-polycom/Polycom_AET_3.1.8.ph.xml");
        assumeTrue(Files.isRegularFile(file), "no corpus of published templates beside the repository");
        List<String> lines = Files.readString(file).lines().toList();
        Template template = read(file, "templates/phones/p.ph.xml");
        assertThat(template.models()).extracting(ModelEntry::ua).containsExactly("SPIP_501", "SPIP_601");
        List<String> problems = new ArrayList<>();
        for (DeviceConfig config : template.configs()) {
            RenderResult<OutputFile> renderResult = RENDERER.render(config, values());
            if (!renderResult.reads().names().isEmpty()) {
                problems.addAll(problems(renderResult));
            }
        }
        assertThat(problems).hasSizeGreaterThan(15);
        for (String problem : problems) {
            String[] parts = problem.split(":", 4);
            String line = lines.get(Integer.parseInt(parts[1]) - 1);
            String name = problem.replaceFirst(".*error: (%%.*?%%) .*", "$1");
            assertThat(line.substring(Integer.parseInt(parts[2]) - 1)).startsWithIgnoringCase(name);
        }
    }

    private static Template read(Path file, String path) throws IOException {
        ReadResult readResult = READER.read(path, Files.readAllBytes(file));
        assertThat(readResult.problems()).isEmpty();
        return (Template) requireNonNull(readResult.document());
    }
}
