package dev.lineman.render.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.render.OutputFile;
import dev.lineman.render.TemplateSamples;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.render.text.SecretMasks;
import dev.lineman.resolve.value.NamedValues;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.FragmentLookup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A rendering equals the replacement of one placeholder after another: bytes, masks, reads and missing names. */
class StaticTemplateLawTest {
    private static final long SEED = 31;
    private static final int TEXTS = 5_000;
    private static final List<String> PIECES = List.of(
            "%%a%%",
            "%%b%%",
            "%%c%%",
            "%%secret%%",
            "%%missing%%",
            "%%",
            "%",
            "#",
            "]]#",
            "#**",
            "$v0",
            "\n",
            "\r\n",
            "  ",
            "\t",
            "<x>",
            "</x>",
            "{\"",
            "ü",
            "😀",
            "\u2028",
            "text",
            "|",
            "&amp;");
    private static final List<String> VALUES = List.of(
            "", "1", "a b", "<&>\"'", "\\\n\t", "ü", "😀", "\ud83d", "\ude00", "x\ud83d", "\ude00x", "/", "%%a%%",
            "#[[", "$a");

    /** One of its values is a secret, recognized by object identity. */
    private record Given(Map<String, String> values) implements NamedValues {
        @Override
        public @Nullable String valueOf(String name) {
            return values.get(name);
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // secrets are recognized by identity
        public boolean isSecret(String value) {
            return value == values.get("secret");
        }

        @Override
        public Iterable<String> knownNames() {
            return values.keySet();
        }
    }

    private final Random random = new Random(SEED);

    @Test
    void aStaticTemplateWritesWhatReplacementWrites() {
        int made = 0;
        for (int i = 0; i < TEXTS; i++) {
            String escape = List.of("none", "xml", "json").get(random.nextInt(3));
            DeviceConfig config = TemplateSamples.config("filename='f' escape='" + escape + "'", text());
            for (int phone = 0; phone < 2; phone++) {
                Given given = given();
                RenderResult<OutputFile> renderResult =
                        TemplateSamples.RENDERER.render(config, new RenderValues(given, FragmentLookup.NONE));
                String text = config.content().text();
                String what = "seed %d, text %d, %s: %s with %s".formatted(SEED, i, escape, text, given);
                assertThat(describe(renderResult))
                        .as(what)
                        .isEqualTo(replaced(TemplateSamples.laidOut(text), given, escape));
                made += renderResult instanceof RenderResult.RenderedFile<OutputFile> ? 1 : 0;
            }
        }
        assertThat(made).isBetween(TEXTS / 2, 2 * TEXTS - 1);
    }

    private static String replaced(String text, Given given, String escape) {
        Matcher placeholder = Pattern.compile("%%([\\p{L}\\p{Nd}_.:-]+)%%").matcher(text);
        StringBuilder made = new StringBuilder();
        Set<String> reads = new LinkedHashSet<>();
        Set<String> missing = new LinkedHashSet<>();
        List<Integer> masks = new ArrayList<>();
        int from = 0;
        while (placeholder.find()) {
            made.append(text, from, placeholder.start());
            from = placeholder.end();
            String name = placeholder.group(1);
            String value = given.values().get(name);
            reads.add(name);
            if (value == null) {
                missing.add(name);
                continue;
            }
            int start = made.length();
            made.append(escaped(value, escape));
            if (name.equals("secret") && made.length() > start) {
                masks.addAll(List.of(start, made.length()));
            }
        }
        made.append(text, from, text.length());
        byte[] packed =
                SecretMasks.ofSpans(masks.stream().mapToInt(at -> at).toArray()).packed();
        return reads + " "
                + (missing.isEmpty()
                        ? describe(made.toString().getBytes(StandardCharsets.UTF_8), packed)
                        : missing.toString());
    }

    private static String escaped(String value, String escape) {
        return switch (escape) {
            case "xml" ->
                value.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&apos;");
            case "json" ->
                value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t");
            default -> value;
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(12); n >= 0; n--) {
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            text.append(piece.equals("%%missing%%") && random.nextInt(4) > 0 ? "%%b%%" : piece);
        }
        return text.toString();
    }

    private Given given() {
        Map<String, String> values = new HashMap<>();
        for (String name : List.of("a", "b", "c", "secret")) {
            values.put(name, new String(VALUES.get(random.nextInt(VALUES.size()))));
        }
        return new Given(values);
    }

    private static String describe(RenderResult<OutputFile> renderResult) {
        String reads = renderResult.reads().names() + " ";
        return renderResult instanceof RenderResult.RenderedFile<OutputFile> made
                ? reads
                        + describe(
                                made.result().bytes(),
                                made.result().secretMasks().packed())
                : reads
                        + TemplateSamples.problems(renderResult).stream()
                                .map(problem -> problem.replaceAll(".*%%([^%]+)%% has no value.*", "$1"))
                                .toList();
    }

    private static String describe(byte[] bytes, byte[] masks) {
        return Arrays.toString(masks) + ' ' + new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
