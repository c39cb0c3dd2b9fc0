package dev.lineman.render;

import static dev.lineman.render.TemplateSamples.PATH;
import static dev.lineman.render.TemplateSamples.RENDERER;
import static dev.lineman.render.TemplateSamples.config;
import static dev.lineman.render.TemplateSamples.fragments;
import static dev.lineman.render.TemplateSamples.names;
import static dev.lineman.render.TemplateSamples.problems;
import static dev.lineman.render.TemplateSamples.rendered;
import static dev.lineman.render.TemplateSamples.text;
import static dev.lineman.render.TemplateSamples.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.render.content.ReadNames;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.resolve.value.NamedValues;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.FragmentLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rendering of contents and file names: layout, escapes, limits and problems. */
class RendererTest {

    @Test
    void whiteSpaceIsLaidOutAndPlaceholdersAreReplaced() {
        assertThat(rendered("\r\n\r\n    a: %%x%%\r\n\r\n      b: 50 %\r\n   \r\n", "x", "1"))
                .isEqualTo("a: 1\n\n  b: 50 %\n");
    }

    @Test
    void aFileCanHaveLinesThatEndWithCarriageReturnAndLineFeed() {
        assertThat(text(RENDERER.renderContent(
                        config("filename='f' lineEnd='crlf'", "a\r\n\n%%x%%\nb"), values("x", "1"))))
                .isEqualTo("a\r\n\r\n1\r\nb\r\n");
        assertThat(text(RENDERER.renderContent(config("filename='f' lineEnd='LF'", "a\nb"), values())))
                .isEqualTo("a\nb\n");
    }

    @Test
    void aValueIsNeitherScannedNorLaidOut() {
        String hostile = "%%extension_auth_pw%% $x #if ${v0} {IF a} ##  ";
        assertThat(rendered("  %%x%%\n    y", "x", hostile, "extension_auth_pw", "s3cret"))
                .isEqualTo(hostile + "\n  y\n");
        assertThat(rendered("%%x%%\n a", "x", "")).isEqualTo("\n a\n");
        assertThat(rendered("%%x%%", "x", "")).isEqualTo("\n");
    }

    @Test
    void aPlaceholderThatTwoValuesFormTogetherIsText() {
        assertThat(rendered("%%a%%%%b%%%%a%%%", "a", "%", "b", "%a%%a")).isEqualTo("%%a%%a%%\n");
    }

    @Test
    void oneRenderingReportsEveryMissingNameAtItsPosition() {
        DeviceConfig config = config("\n  %%mac%% %%nope%%\n  %%extension_frist_name%% %%nope%%");
        RenderResult<byte[]> renderResult =
                RENDERER.renderContent(config, values("mac", "m", "extension_first_name", "Jörg"));
        assertThat(problems(renderResult))
                .containsExactly(
                        PATH + ":2:11: error: %%nope%% has no value; set it in vars",
                        PATH + ":3:3: error: %%extension_frist_name%% has no value; did you mean"
                                + " %%extension_first_name%%?");
        assertThat(renderResult.reads().names()).containsExactly("mac", "nope", "extension_frist_name");
    }

    @Test
    void eachReadNameIsListedOnceInOrder() {
        DeviceConfig config = config("filename='%%m%%%%b%%'", "%%b%% %%A%% %%b%% %%c%%");
        RenderResult<OutputFile> renderResult = RENDERER.render(config, values("a", "1", "b", "2", "c", "3", "m", "4"));
        assertThat(renderResult.reads().names()).containsExactly("m", "b", "a", "c");
        assertThat(((RenderResult.RenderedFile<OutputFile>) renderResult)
                        .result()
                        .name())
                .isEqualTo("42");
    }

    @Test
    void xmlIsDetectedByItsStartAndItsValuesAreEscaped() {
        String value = "<&\"'>";
        String escaped = "&lt;&amp;&quot;&apos;&gt;";
        for (String begin : List.of("<?xml?>", "<!-- -->", "<a>", "\n  <?xml version='1.0'?>")) {
            assertThat(rendered(begin + "%%x%%", "x", value)).endsWith(escaped + "\n");
        }
        for (String begin : List.of("<", "<1>", "<?php ?>", "< a>", "a<a>", "#<?xml?>", "%%x%%<a>")) {
            assertThat(rendered(begin + "%%x%%", "x", value)).endsWith(value + "\n");
        }
    }

    @Test
    void jsonIsDetectedByItsStartOrItsFileName() {
        String value = "a\"b\\c/ü";
        assertThat(rendered("{\"k\": \"%%x%%\"}", "x", value)).isEqualTo("{\"k\": \"a\\\"b\\\\c/ü\"}\n");
        assertThat(rendered(config("filename='%%x%%.JSON'", "[\"%%x%%\"]"), values("x", value)))
                .isEqualTo("[\"a\\\"b\\\\c/ü\"]\n");
        assertThat(rendered("[\"%%x%%\"]", "x", value)).isEqualTo("[\"a\"b\\c/ü\"]\n");
        assertThat(rendered(config("filename='a.json'", "<a>%%x%%</a>"), values("x", "\"&")))
                .isEqualTo("<a>&quot;&amp;</a>\n");
    }

    @Test
    void theEscapeAttributeOverridesTheDetectedFormat() {
        assertThat(rendered(config("filename='f' escape='none'", "<a>%%x%%"), values("x", "&")))
                .isEqualTo("<a>&\n");
        assertThat(rendered(config("filename='f' escape='XML'", "a %%x%%"), values("x", "&")))
                .isEqualTo("a &amp;\n");
        assertThat(rendered(config("filename='f' escape='json'", "a %%x%%"), values("x", "\"")))
                .isEqualTo("a \\\"\n");
    }

    @Test
    void oneContentInTwoFormatsIsEscapedTwice() {
        assertThat(rendered(config("filename='a.json'", "%%x%%"), values("x", "\"&")))
                .isEqualTo("\\\"&\n");
        assertThat(rendered(config("filename='a.txt'", "%%x%%"), values("x", "\"&")))
                .isEqualTo("\"&\n");
    }

    @Test
    void theOutputIsUtf8WithoutByteOrderMark() {
        assertThat(rendered("\uFEFFä %%x%% 😀", "x", "ü\uD83D\uDE00")).isEqualTo("ä ü😀 😀\n");
    }

    @Test
    void aContentCanComeFromAFragment() {
        DeviceConfig config = config("filename='f' src='lib/x.cfg'", "ignored");
        FragmentLookup fragments = fragments("templates/lib/x.cfg", "\uFEFF  <a>\r\n  %%x%%%%y%%");
        RenderResult<byte[]> renderResult =
                RENDERER.renderContent(config, new RenderValues(names("x", "&", "y", ""), fragments));
        assertThat(text(renderResult)).isEqualTo("<a>\n&amp;\n");
        assertThat(renderResult.reads()).isEqualTo(new ReadNames(List.of("x", "y"), List.of("templates/lib/x.cfg")));
        assertThat(problems(RENDERER.renderContent(config, new RenderValues(names("x", ""), fragments))))
                .singleElement()
                .asString()
                .startsWith("templates/lib/x.cfg:2:8: error: %%y%% has no value");
    }

    @Test
    void aMissingFragmentIsAProblemAndARead() {
        DeviceConfig config = config("filename='f' src='lib/x.cfg'", "");
        RenderResult<byte[]> renderResult = RENDERER.renderContent(config, values());
        assertThat(problems(renderResult)).singleElement().asString().contains("templates/lib/x.cfg is not there");
        assertThat(renderResult.reads().fragments()).containsExactly("templates/lib/x.cfg");
    }

    @Test
    void aFileNameCanHavePlaceholdersAndFoldersAndIsNotEscaped() {
        assertThat(name("cfg%%mac_address%%.xml", "mac_address", "000413")).isEqualTo("cfg000413.xml");
        assertThat(name(" a/b/%%x%%.json ", "x", "ü&")).isEqualTo("a/b/ü&.json");
        assertThat(name("a..b/c.")).isEqualTo("a..b/c.");
    }

    @Test
    void aFileNameThatLeavesItsFolderOrIsHiddenIsAProblem() {
        for (String bad : List.of(
                "",
                " ",
                "/a",
                "../../etc/passwd",
                "a/../b",
                "a/..",
                "..",
                ".",
                ".a",
                "a/.b",
                "./a",
                "a//b",
                "a/",
                "a\\b",
                "x".repeat(256),
                "ä".repeat(128),
                "a&#9;b",
                "a&#x2028;b",
                "a/".repeat(600) + "b")) {
            assertThat(nameProblem(bad))
                    .as(bad)
                    .startsWith(PATH + ":1:44: error: ")
                    .contains("the file name");
        }
        assertThat(name("x".repeat(255))).hasSize(255);
    }

    @Test
    void aDeviceConfigWithoutFileNameIsAProblemOfThatOutput() {
        assertThat(problems(RENDERER.render(config("", "a"), values())))
                .containsExactly(PATH + ":1:20: error: the file name is empty");
    }

    @Test
    void aValueCannotAddAFolderToAFileName() {
        assertThat(nameProblem("a%%x%%", "x", "b/c"))
                .isEqualTo(PATH + ":1:45: error: the value of %%x%% holds a '/', which a file name cannot take");
        assertThat(nameProblem("%%x%%/passwd", "x", "..")).contains("'..'");
        assertThat(nameProblem("%%x%%", "x", "")).contains("is empty");
        assertThat(nameProblem("%%x%%", "x", "a\\b")).contains("'\\'");
        assertThat(nameProblem("%%x%%", "x", "a\uD800")).contains("control");
    }

    @Test
    void problemsOfNameAndContentAreReportedTogether() {
        RenderResult<OutputFile> renderResult = RENDERER.render(config("filename='%%a%%'", "%%b%%"), values());
        assertThat(problems(renderResult)).hasSize(2);
        assertThat(renderResult.reads().names()).containsExactly("a", "b");
    }

    @Test
    void anOutputPastItsLimitIsAProblemOfThatOutput() {
        DeviceConfig config = config("%%x%%".repeat(100));
        String large = "x".repeat(100 << 10);
        assertThat(problems(RENDERER.renderContent(config, values("x", large))))
                .containsExactly(PATH + ":1:20: error: this makes more than 8 MiB");
        assertThat(rendered(config, values("x", "y"))).hasSize(101);
    }

    @Test
    void aContentWithoutPlaceholdersHasTheSameLimit() {
        DeviceConfig large = config("x".repeat((8 << 20) + 1));
        assertThat(problems(RENDERER.renderContent(large, values())))
                .containsExactly(PATH + ":1:20: error: this makes more than 8 MiB");
    }

    @Test
    void manyThreadsCanRenderOneContent() {
        DeviceConfig config = config("<a>%%x%%</a>\n".repeat(50));
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        Renderer renderer = new Renderer();
        IntStream.range(0, 2_000).parallel().forEach(i -> {
            String made = text(renderer.renderContent(config, values("x", "v" + i)));
            if (!made.equals(("<a>v" + i + "</a>\n").repeat(50))) {
                wrong.add(made);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void oneRenderingLooksUpEachNameOnce() {
        List<String> asked = new ArrayList<>();
        NamedValues counting = name -> {
            asked.add(name);
            return "1";
        };
        text(RENDERER.renderContent(config("%%a%%%%b%%%%a%%"), new RenderValues(counting, FragmentLookup.NONE)));
        assertThat(asked).containsExactly("a", "b");
    }

    private static String name(String filename, String... pairs) {
        RenderResult<String> renderResult =
                RENDERER.renderName(config("filename='" + filename + "'", ""), values(pairs));
        assertThat(renderResult).as("%s", renderResult).isInstanceOf(RenderResult.RenderedFile.class);
        return ((RenderResult.RenderedFile<String>) renderResult).result();
    }

    private static String nameProblem(String filename, String... pairs) {
        List<String> problems = problems(RENDERER.renderName(config("filename='" + filename + "'", ""), values(pairs)));
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }
}
