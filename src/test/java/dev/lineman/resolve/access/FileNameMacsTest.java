package dev.lineman.resolve.access;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.template.Template;
import dev.lineman.template.TemplateReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameMacsTest {

    private static @Nullable String marked(String filename, String asked) {
        String syntax = filename.indexOf('$') >= 0 ? " syntax=\"velocity\"" : "";
        String xml =
                "<doc><header><type>phone-template</type><name>A</name></header><data><device><type>phone</type><deviceconfig filename=\""
                        + filename + '"' + syntax + ">x</deviceconfig></device></data></doc>";
        Template template = (Template) requireNonNull(new TemplateReader()
                .read("templates/phones/a.xml", xml.getBytes(StandardCharsets.UTF_8))
                .document());
        return FileNameMacs.of(List.of(template)).find(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "cafe%%mac_address%%.cfg, provisioning/cafe000413246672.cfg",
        "%%mac_address%%face.cfg, provisioning/000413246672face.cfg",
        "%%MAC_ADDRESS_UPPER%%Conf.xml, provisioning/acme/000413246672CONF.xml",
        "%%phone_model%%%%mac_address%%.htm, provisioning/Snom320000413246672.htm",
        "d/%%mac_address%%/a0000000000a.cfg, provisioning/d/000413246672/a0000000000a.cfg",
        "spa${phone.mac}.xml, provisioning/spa000413246672.xml",
        "$phone.mac-abcdefabcdef.xml, provisioning/000413246672-abcdefabcdef.xml",
        "${phone.ua}-$!{phone.macUpper}face.htm, provisioning/snomD785-000413246672face.htm",
        "a/${phone.macColons}ab.xml, provisioning/a/00:04:13:24:66:72ab.xml",
        "${phone.mac}/${phone.mac}f.xml, provisioning/000413246672/000413246672f.xml",
    })
    void aTemplatesFileNameMarksTheMac(String filename, String asked) {
        assertThat(marked(filename, asked)).isEqualTo("000413246672");
    }

    @Test
    void aLongNameIsSearchedInLinearTime() {
        String filename = "%%a%%-%%b%%-%%c%%-%%d%%-%%mac_address%%-%%e%%-%%f%%.cfg";
        assertThat(marked(filename, "provisioning/" + "-".repeat(900) + "000413246672x"))
                .isNull();
        assertThat(marked(filename, "provisioning/1-2-3-4-000413246672-5-6.cfg"))
                .isEqualTo("000413246672");
    }

    @ParameterizedTest
    @CsvSource({
        "spa${phone.mac}.xml, provisioning/sip000413246672.xml",
        "spa${phone.mac}.xml, provisioning/spa000413246672.cfg",
        "${phone.mac}.cfg, provisioning/000000000028.cfg",
        "${phone.ua}${phone.mac}${vars.x}, provisioning/000413246672.xml",
        "#if($vars.a)a#end${phone.mac}.xml, provisioning/000413246672.xml",
        "${phone.model}.xml, provisioning/000413246672.xml",
        "${phone.mac.substring(6)}.xml, provisioning/000413246672.xml",
        "phonebook.xml, provisioning/phonebook.xml",
    })
    void otherNamesMarkNothing(String filename, String asked) {
        assertThat(marked(filename, asked)).isNull();
    }
}
