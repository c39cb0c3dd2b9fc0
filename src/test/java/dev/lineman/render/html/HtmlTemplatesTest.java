package dev.lineman.render.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Renders the templates beside this class. */
class HtmlTemplatesTest {
    private static final String HOSTILE = "</a><script>alert(1)</script>&\"'\u0000$x #end ${x} \\";
    private static final String TEXT =
            "&lt;/a&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;\uFFFD$x #end ${x} \\";

    private final HtmlTemplates templates = new HtmlTemplates(HtmlTemplatesTest.class, "shared.html");

    @Test
    void everyValueIsEscapedInTextAndInAttributes() {
        String page =
                templates.render("values.html", Map.of("x", HOSTILE, "list", List.of(HOSTILE), "part", "part.html"));
        assertThat(page).isEqualTo("<a title=\"X\">X</a><b>X</b><i>X</i><u title=\"X\">X</u>(X)".replace("X", TEXT));
    }

    @Test
    void lineBreaksOfValuesStayAndThoseOfTemplatesAreRemoved() {
        assertThat(templates.render("part.html", Map.of("x", "a\n\tb"))).isEqualTo("<i>a\n\tb</i>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"values.html", "broken.html", "missing.html"})
    void aTemplateWithAnErrorThrows(String name) {
        assertThatThrownBy(() -> templates.render(name, Map.of("x", "x"))).isInstanceOf(RuntimeException.class);
    }
}
