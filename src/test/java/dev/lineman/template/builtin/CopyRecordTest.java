package dev.lineman.template.builtin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyRecordTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "templates/phones/a.xml | <?xml version=\"1.0\"?>~<doc/>~ | <?xml version=\"1.0\"?>~<!-- R -->~<doc/>~",
                "templates/site/a.xml | <doc/> | <!-- R -->~<doc/>",
                "templates/lib/a.vm | é#if(1)x#end | ## R~é#if(1)x#end",
                "templates/models/a.yaml | # c~family: A~ | # R~# c~family: A~",
                "templates/lib/a.cfg | # c~ | # c~"
            })
    void aCopyHasItsRecordInAComment(String path, String builtIn, String expected) {
        byte[] content = builtIn.replace('~', '\n').getBytes(UTF_8);
        CopyRecord copyRecord = CopyRecord.of(path, "1.2.3-beta", content);
        byte[] copy = copyRecord.addTo(content);
        String said = "Copy of " + path + " of Lineman 1.2.3-beta, sha256 " + copyRecord.digest();
        assertThat(new String(copy, UTF_8))
                .isEqualTo(expected.replace("R", said).replace('~', '\n'));
        assertThat(CopyRecord.in(copy)).isEqualTo(expected.contains("R") ? copyRecord : null);
        assertThat(CopyRecord.without(copy)).isEqualTo(content);
        assertThat(copyRecord.isOutdated(content)).isFalse();
        assertThat(copyRecord.isOutdated("other".getBytes(UTF_8))).isTrue();
    }

    @Test
    void aRecordIsFoundAfterCommentsOfAPersonAndWithLineEndsOfWindows() {
        CopyRecord copyRecord = CopyRecord.of("templates/phones/a.xml", "1", new byte[0]);
        String edited = "<?xml version=\"1.0\"?>\r\n<!-- ours -->\r\n  " + copyRecord.line() + " \r\n<doc/>\r\n";
        byte[] file = edited.getBytes(UTF_8);
        assertThat(CopyRecord.in(file)).isEqualTo(copyRecord);
        assertThat(CopyRecord.lineNumber(file)).isEqualTo(3);
        assertThat(CopyRecord.without(file))
                .asString(UTF_8)
                .isEqualTo("<?xml version=\"1.0\"?>\n<!-- ours -->\n<doc/>\n");
    }

    @Test
    void textThatOnlyMentionsACopyIsNoRecord() {
        byte[] file = "<!-- Copy of templates/phones/a.xml of Lineman 1 --><doc/>".getBytes(UTF_8);
        assertThat(CopyRecord.in(file)).isNull();
        assertThat(CopyRecord.lineNumber(file)).isZero();
        assertThat(CopyRecord.without(file)).isEqualTo(file);
    }

    @Test
    void everyFileOfTheProgramCanHaveARecord() {
        SortedMap<String, byte[]> files = BuiltInTemplates.ofProgram().contents();
        assertThat(files).isNotEmpty();
        for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
            CopyRecord copyRecord = CopyRecord.of(file.getKey(), "1", file.getValue());
            byte[] copy = copyRecord.addTo(file.getValue());
            assertThat(CopyRecord.in(copy)).as(file.getKey()).isEqualTo(copyRecord);
            assertThat(CopyRecord.without(copy)).as(file.getKey()).isEqualTo(file.getValue());
        }
    }
}
