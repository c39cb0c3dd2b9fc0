package dev.lineman.resolve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.template.FragmentLookup;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NeededNamesTest {

    @Test
    void aNameIsNeededUnlessTheConditionAroundItRequiresIt() {
        assertThat(needed("%%A%%{IF b}%%b%%%%c%%{ELSEIF d=1}%%d%%%%b%%{ELSEIF $e=1}%%e%%{ELSE}%%d%%{ENDIF}%%pbx_ip%%"))
                .containsExactly("a", "c", "b", "e", "d");
        assertThat(needed("{IF a}{IF b}%%a%%{ELSE}%%b%%{ENDIF}{ENDIF}")).containsExactly("b");
    }

    @Test
    void aPartOfAKeyTypeIsNeededOnlyOutsideOfTheConditionOfAKey() {
        assertThat(needed("{IF blf1}%%value%%{ELSEIF blf2}%%value%%%%blfno%%{ENDIF}"))
                .isEmpty();
        assertThat(needed("{IF blf1}{ELSE}%%value%%{ENDIF}")).containsExactly("value");
        assertThat(needed("{IF blf1}{ELSEIF a}%%value%%{ENDIF}")).containsExactly("value");
    }

    @Test
    void aPartOfASoftKeyIsNotNeededInTheConditionOfTheKey() {
        assertThat(needed("{IF softkey1}%%code%%%%blflabel%%{ENDIF}")).isEmpty();
        assertThat(needed("%%code%%")).containsExactly("code");
    }

    @Test
    void aValueOfALineIsNotNeededUnlessTheTemplateDeclaresIt() {
        assertThat(needed("%%ext_colour_02%%%%ext_proxy_02%%%%ext_u.host_02%%")).containsExactly("proxy", "u");
    }

    private static Set<String> needed(String content) {
        String xml = "<doc><header><type>phone-template</type><blftype><line><value>1</value></line></blftype>"
                + "<softkeytype><dnd><code>1</code></dnd></softkeytype>"
                + "<var name='proxy' scope='line'/><var name='u' type='url' scope='line'/></header>"
                + "<data><device><deviceconfig filename='f'><![CDATA[" + content
                + "]]></deviceconfig></device></data></doc>";
        Template template = (Template) requireNonNull(new TemplateReader()
                .read("templates/phones/t.xml", xml.getBytes(StandardCharsets.UTF_8))
                .document());
        return NeededNames.of(template, FragmentLookup.NONE);
    }
}
