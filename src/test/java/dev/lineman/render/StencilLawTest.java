package dev.lineman.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.resolve.Names;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Fragments;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A text without directives comes out the same as a stencil and through the engine: bytes, masks, reads and problems. */
class StencilLawTest {
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

    /** Knows the one value that is a secret, by the object that it is. */
    private record Given(Map<String, String> values) implements Names {
        @Override
        public @Nullable String valueOf(String name) {
            return values.get(name);
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // that is what the contract says
        public boolean isSecret(String value) {
            return value == values.get("secret");
        }

        @Override
        public Iterable<String> known() {
            return values.keySet();
        }
    }

    private final Random random = new Random(SEED);

    @Test
    void aStencilWritesWhatTheEngineWrites() {
        Renderer stencils = new Renderer();
        Renderer engine = new Renderer(false);
        int made = 0;
        for (int i = 0; i < TEXTS; i++) {
            String name = random.nextInt(4) == 0 ? "f%%a%%x" : "f";
            DeviceConfig config = Samples.config("filename='" + name + "'", text());
            Values values = new Values(given(), Fragments.NONE);
            Outcome<OutputFile> one = stencils.render(config, values);
            Outcome<OutputFile> other = engine.render(config, values);
            String what = "seed %d, text %d: %s with %s"
                    .formatted(SEED, i, config.content().text(), values.names());
            assertThat(told(one)).as(what).isEqualTo(told(other));
            assertThat(one.reads()).as(what).isEqualTo(other.reads());
            made += one instanceof Outcome.Rendered<OutputFile> ? 1 : 0;
        }
        assertThat(made).isBetween(TEXTS / 4, TEXTS - 1);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(12); n >= 0; n--) {
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            text.append(piece.equals("%%missing%%") && random.nextInt(4) > 0 ? "%%b%%" : piece);
        }
        return text.toString();
    }

    private Names given() {
        Map<String, String> values = new HashMap<>();
        for (String name : List.of("a", "b", "c", "secret")) {
            values.put(name, new String(VALUES.get(random.nextInt(VALUES.size()))));
        }
        return new Given(values);
    }

    private static String told(Outcome<OutputFile> outcome) {
        return outcome instanceof Outcome.Rendered<OutputFile> made
                ? made.result().name()
                        + ' '
                        + Arrays.toString(made.result().masks().packed())
                        + ' '
                        + new String(made.result().bytes(), StandardCharsets.ISO_8859_1)
                : ((Outcome.Failed<OutputFile>) outcome).problems().toString();
    }
}
