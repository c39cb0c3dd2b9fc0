package dev.lineman.render.dialect;

import static dev.lineman.render.TemplateSamples.config;
import static dev.lineman.render.TemplateSamples.names;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.template.dialect.DialectParser;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Static templates are kept for each combination of condition results. */
class DialectContentTest {
    private static final String TEXT = "{IF a}A{ENDIF}{IF b}B{ENDIF}{IF c}C{ENDIF}{IF d}D{ENDIF}";

    private final DialectContent placeholders = placeholders(TEXT);

    @Test
    void phonesWithAlternatingConditionResultsKeepTheirStaticTemplates() {
        StaticTemplate first = staticTemplate("a");
        StaticTemplate second = staticTemplate("b");
        assertThat(second).isNotSameAs(first);
        assertThat(staticTemplate("a")).isSameAs(first);
        assertThat(staticTemplate("b")).isSameAs(second);
    }

    @Test
    void theLeastRecentlyUsedStaticTemplateIsRemovedFirst() {
        StaticTemplate first = staticTemplate("a");
        StaticTemplate second = staticTemplate("b");
        for (String other : new String[] {"c", "d"}) {
            assertThat(staticTemplate(other)).isNotNull();
            assertThat(staticTemplate("a")).isSameAs(first);
        }
        assertThat(staticTemplate()).isNotNull();
        assertThat(staticTemplate("a")).isSameAs(first);
        assertThat(staticTemplate("b")).isNotSameAs(second);
    }

    @Test
    void aContentWithMoreConditionsHasAHigherWeight() {
        int[] weights = IntStream.rangeClosed(0, 3)
                .map(conditions -> placeholders("{IF a}A{ENDIF}".repeat(conditions) + "x".repeat(10_000))
                        .weight())
                .toArray();
        assertThat(weights[1]).isGreaterThan(weights[0] * 3 / 2);
        assertThat(weights[2]).isGreaterThan(weights[1] * 3 / 2);
        assertThat(weights[3]).isLessThan(weights[2] * 3 / 2);
    }

    private static DialectContent placeholders(String text) {
        return (DialectContent) DialectContent.content(config(text).content());
    }

    private StaticTemplate staticTemplate(String... given) {
        String[] pairs = new String[given.length * 2];
        for (int i = 0; i < given.length; i++) {
            pairs[2 * i] = given[i];
            pairs[2 * i + 1] = "x";
        }
        return placeholders.staticTemplate(PlaceholderValues.of(DialectParser.parseContent(TEXT), names(pairs)));
    }
}
