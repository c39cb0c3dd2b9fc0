package dev.lineman.template;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.input.DocumentReader;
import dev.lineman.input.ReadResult;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.ValueEscape;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the reader takes from a template, and the positions of contents in the file. */
class TemplateReaderTest {
    private static final String PATH = "templates/phones/t.xml";

    private final TemplateReader reader = new TemplateReader();

    @Test
    void aTemplateIsReadAsTheDocumentSays() {
        Template template = read("""
                <?xml version="1.0"?>
                <doc xmlns:tcx="http://www.3cx.com">
                  <header>
                    <type>phone-template</type>
                    <version>3802</version>
                    <name> Snom 320 </name>
                    <models><model ua="snom320-SIP">Snom 320</model><model>Snom &amp; 300</model></models>
                    <description>Snom 320 SIP Phone</description>
                  </header>
                  <data>
                    <device><type>phone</type><field name="Name">x</field>
                      <deviceconfig filename="a%%mac_address%%">one</deviceconfig>
                      <deviceconfig filename="b" AllowDownload="false" escape="json" serve="true">two</deviceconfig>
                    </device>
                  </data>
                  <data><device><deviceconfig filename="c" src="lib/x.cfg"/></device></data>
                </doc>
                """);
        assertThat(template.kind()).isEqualTo(TemplateKind.PHONE);
        assertThat(template.name()).isEqualTo("Snom 320");
        assertThat(template.description()).isEqualTo("Snom 320 SIP Phone");
        assertThat(template.models()).extracting(ModelEntry::name).containsExactly("Snom 320", "Snom & 300");
        assertThat(template.models())
                .extracting(model -> model.text(ModelField.UA))
                .containsExactly("snom320-SIP", "");
        assertThat(template.models().get(0).at()).hasToString(PATH + ":7:13");
        assertThat(template.configs()).extracting(DeviceConfig::index).containsExactly(0, 1, 2);
        assertThat(template.configs())
                .extracting(config -> config.filename().text())
                .containsExactly("a%%mac_address%%", "b", "c");
        assertThat(template.configs()).extracting(DeviceConfig::allowDownload).containsExactly(true, false, true);
        assertThat(template.configs()).extracting(DeviceConfig::serve).containsExactly(false, true, false);
        assertThat(template.configs().get(1).escape()).isEqualTo(ValueEscape.JSON);
        assertThat(template.configs().get(2).src())
                .hasToString("ContentSource[path=templates/lib/x.cfg, at=" + PATH + ":16:49]");
    }

    @Test
    void withoutATypeTheFolderDecidesTheKind() {
        assertThat(read("<doc><data/></doc>").kind()).isEqualTo(TemplateKind.PHONE);
        ReadResult site = reader.read("templates/site/a.xml", bytes("<doc><header/></doc>"));
        assertThat(((Template) requireNonNull(site.document())).kind()).isEqualTo(TemplateKind.SITE);
    }

    @Test
    void fxsTemplatesArePhoneTemplates() {
        assertThat(read("<doc><header><type>fxs-template</type></header></doc>").kind())
                .isEqualTo(TemplateKind.PHONE);
    }

    @Test
    void aTypeOfAnotherFolderOrOfNoneIsAnError() {
        assertThat(problem("<doc>\n<header><type>site-template</type></header></doc>"))
                .isEqualTo(PATH + ":2:9: error: a site-template belongs in templates/site/; move the file there");
        assertThat(problem("<doc><header><type>gateway</type></header></doc>"))
                .startsWith(PATH + ":1:14: error: unknown type 'gateway'");
    }

    @Test
    void unknownElementsAreIgnoredWithAllTheirContent() {
        Template template = read(
                "<doc><x><deviceconfig filename='no'/></x><tcx:y tcx:z='1'/><data><z/><device>"
                        + "<deviceconfig filename='f'>a<filename><![CDATA[no]]></filename>b</deviceconfig></device></data></doc>");
        assertThat(template.configs()).hasSize(1);
        assertThat(content(template)).isEqualTo("ab");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "offsets='+1 noon'|'noon' in 'offsets' is no offset; write offsets such as +5:45 or GMT-03:00",
                "changes='month'|'changes' of <zones> is week, day or none",
                "time='second'|'time' of <zones> is hour, minute or minute24",
                "saving='some'|'saving' of <zones> is a number of minutes, or two with - between them",
                "saving='60-1'|'saving' of <zones> has the smaller number first, such as 1-60",
                "offsets='+25'|'+25' in 'offsets' is no offset; write offsets such as +5:45 or GMT-03:00",
                "offsets='0 +5:75'|'+5:75' in 'offsets' is no offset; write offsets such as +5:45 or GMT-03:00",
                "/><zones|a choice has one <zones>; remove this one",
                "offset='+1'|<zones> has no attribute 'offset'; it has offsets, changes, time, saving",
                "offsets='+1'|the default 'UTC' is no time zone of <zones>; give another 'default'",
            })
    void aWrongDeclarationOfTimeZonesIsAnError(String attributes, String message) {
        String xml = "<doc><header><timezone><zones " + attributes + "/></timezone></header>"
                + "<data><device><deviceconfig filename='a'>a</deviceconfig></device></data></doc>";
        assertThat(reader.read(PATH, bytes(xml)).problems())
                .extracting(Problem::message)
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|<settings> names a family, but no <deviceconfig> has a format; add settings=\"assignments\" (or another"
                        + " format) to it",
                "settings='elements'|",
                "settings='ini'|unknown format 'ini' of 'settings'; it is one of assignments, colons, quoted, set,"
                        + " attributes, items, elements, paths, entries, values",
            })
    void aFamilyNeedsAFormat(String attribute, String message) {
        String xml = "<doc><header><settings family='acme'/></header>" + "<data><device><deviceconfig filename='a' "
                + attribute + ">a</deviceconfig></device></data></doc>";
        assertThat(reader.read(PATH, bytes(xml)).problems())
                .extracting(Problem::message)
                .isEqualTo(message == null ? List.of() : List.of(message));
    }

    @ParameterizedTest
    @CsvSource({"min, url", "max, url", "min, text", "max, bool"})
    void aBoundIsForNumbers(String bound, String type) {
        String xml = "<doc><header><var name='x' type='" + type + "' " + bound + "='3'/></header>"
                + "<data><device><deviceconfig filename='a'>a</deviceconfig></device></data></doc>";
        assertThat(reader.read(PATH, bytes(xml)).problems())
                .extracting(Problem::message)
                .containsExactly("'" + bound + "' of <var> is for type=\"int\" only; remove it");
    }

    @Test
    void severalCdataAreJoinedAndTextBesideThemIsNoContent() {
        assertThat(content("x<![CDATA[a&amp;]]>y<filename>z</filename><![CDATA[<b>]]>\n"))
                .isEqualTo("a&amp;<b>");
    }

    @Test
    void textIsTheContentWhereThereIsNoCdata() {
        assertThat(content("\n a &lt;b&gt; &#65;&#x42;&amp;<!-- c -->d")).isEqualTo("\n a <b> AB&d");
    }

    @Test
    void lineEndsAreLineFeeds() {
        assertThat(content("<![CDATA[a\r\nb\rc\n]]>")).isEqualTo("a\nb\nc\n");
        assertThat(content("a\r\nb&#13;c")).isEqualTo("a\nb\nc");
        assertThat(((Fragment) requireNonNull(reader.read("templates/lib/x", bytes("a\r\nb\r\r\n"))
                                .document()))
                        .content()
                        .text())
                .isEqualTo("a\nb\n\n");
    }

    @Test
    void anEmptyContentIsEmpty() {
        assertThat(content("")).isEmpty();
        assertThat(content("<![CDATA[]]>")).isEmpty();
    }

    @Test
    void whiteSpaceAndAByteOrderMarkBeforeTheDeclarationAreTolerated() {
        Template template = read("\uFEFF\r\n  <?xml version='1.0'?>\r\n<doc><header><name>n</name></header></doc>");
        assertThat(template.name()).isEqualTo("n");
        assertThat(problem("\n\n  <?xml version='1.0'?>\n<doc></x>")).startsWith(PATH + ":4:");
    }

    @Test
    void theDeclaredEncodingIsUsed() {
        String text = "<?xml version='1.0' encoding='%s'?><doc><header><name>Çelik</name></header></doc>";
        for (String charset : new String[] {"utf-8", "iso-8859-1", "windows-1252", "utf-16"}) {
            byte[] bytes = text.formatted(charset).getBytes(Charset.forName(charset));
            assertThat(((Template) requireNonNull(reader.read(PATH, bytes).document())).name())
                    .as(charset)
                    .isEqualTo("Çelik");
        }
        byte[] mislabelled = text.formatted("utf-16").getBytes(StandardCharsets.UTF_8);
        assertThat(reader.read(PATH, mislabelled).document()).isNotNull();
    }

    @Test
    void bytesThatAreNoTextAreAnErrorAtTheirPosition() {
        byte[] bytes = bytes("<doc>\n  <x>Ä</x></doc>");
        bytes[11] = (byte) 0xFF;
        assertThat(reader.read(PATH, bytes).problems())
                .singleElement()
                .hasToString(PATH + ":2:6: error: this is not UTF-8; save the file as UTF-8");
        assertThat(reader.read("templates/lib/x", new byte[] {'a', (byte) 0xC3}).document())
                .isNull();
    }

    @Test
    void eachCharacterOfAContentHasItsPositionInTheFile() {
        String xml =
                "<doc>\r\n<data><device>\r\n <deviceconfig filename=\"a&amp;b\" >z<![CDATA[ab\r\ncd]]> <![CDATA[ef\r\n\r\ng]]>"
                        + "</deviceconfig></device></data></doc>";
        Template template = read(xml);
        Content content = template.configs().get(0).content();
        assertThat(content.text()).isEqualTo("ab\ncdef\n\ng");
        assertPosition(content, "ab", 3, 46);
        assertPosition(content, "cd", 4, 1);
        assertPosition(content, "ef", 4, 16);
        assertPosition(content, "g", 6, 1);
        Content filename = template.configs().get(0).filename();
        assertThat(filename.text()).isEqualTo("a&b");
        assertThat(filename.at(0)).hasToString(PATH + ":3:26");
        assertThat(filename.at(1)).hasToString(PATH + ":3:27");
        assertThat(filename.at(2)).hasToString(PATH + ":3:32");
        assertThat(filename.at(3)).hasToString(PATH + ":3:33");
    }

    @Test
    void positionsInTextCountReferencesAsTheyAreWritten() {
        String xml =
                "<doc><data><device><deviceconfig filename=''>\n 😀 &lt;a&gt;\n&#66; c</deviceconfig></device></data></doc>";
        Content content = read(xml).configs().get(0).content();
        assertThat(content.text()).isEqualTo("\n 😀 <a>\nB c");
        assertPosition(content, "😀", 2, 2);
        assertPosition(content, "<", 2, 5);
        assertPosition(content, "a", 2, 9);
        assertPosition(content, "B", 3, 1);
        assertPosition(content, "c", 3, 7);
    }

    private static void assertPosition(Content content, String word, int line, int column) {
        assertThat(content.at(content.text().indexOf(word))).as(word).isEqualTo(new Position(PATH, line, column));
    }

    @Test
    void invalidXmlIsAnErrorAtItsPosition() {
        assertThat(problem("<doc>\n  <header>\n  </name></header></doc>")).startsWith(PATH + ":3:");
        assertThat(problem("<doc>")).startsWith(PATH + ":1:").contains("not XML");
        assertThat(problem("")).contains("not XML");
        assertThat(problem("<doc/><doc/>")).contains("not XML");
        assertThat(problem("<config/>")).contains("begins with <config>");
        assertThat(problem("<doc>\u0001</doc>")).contains("not XML");
    }

    @Test
    void aDtdIsRefusedBeforeAnyEntityIsRead() {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE doc [<!ENTITY a0 \"aaaaaaaaaa\">");
        for (int i = 1; i < 30; i++) {
            bomb.append("<!ENTITY a")
                    .append(i)
                    .append(" \"")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        bomb.append("]><doc><header><name>&a29;</name></header></doc>");
        assertThat(problem(bomb.toString()))
                .isEqualTo(PATH + ":1:1: error: a template has no DTD; remove the <!DOCTYPE>");
        assertThat(problem("<!DOCTYPE doc SYSTEM 'file:///etc/passwd'><doc/>")).contains("no DTD");
        assertThat(problem("<!DOCTYPE doc [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><doc>&x;</doc>"))
                .contains("no DTD");
    }

    @Test
    void anUnknownEntityIsAnErrorAtItsPosition() {
        assertThat(problem("<doc>\n <data>&nbsp;</data></doc>"))
                .startsWith(PATH + ":2:")
                .contains("nbsp");
        assertThat(problem("<doc><data a='&nbsp;'/></doc>")).contains("nbsp");
    }

    @Test
    void deepNestingAndHugeFilesAreRefused() {
        assertThat(problem("<doc>" + "<a>".repeat(100_000))).contains("not XML");
        assertThat(reader.read(PATH, new byte[(16 << 20) + 1]).problems())
                .singleElement()
                .asString()
                .contains("larger than 16 MiB");
    }

    @Test
    void invalidAttributesAreErrorsAtTheirPosition() {
        assertThat(problem("<doc><data><device>\n<deviceconfig filename='a' escape='html'/></device></data></doc>"))
                .isEqualTo(PATH + ":2:36: error: unknown escape 'html'; it is xml, json or none");
        assertThat(problem("<doc><data><device><deviceconfig syntax='php'/></device></data></doc>"))
                .contains("unknown syntax 'php'");
        assertThat(problem("<doc><data><device>\n<deviceconfig lineEnd='cr'/></device></data></doc>"))
                .isEqualTo(PATH + ":2:24: error: unknown 'lineEnd' 'cr'; it is crlf, or lf");
        for (String src : new String[] {"x.cfg", "lib/../../x", "/etc/passwd", "lib\\x"}) {
            assertThat(problem("<doc><data><device><deviceconfig src='" + src + "'/></device></data></doc>"))
                    .contains("is no fragment");
        }
    }

    @Test
    void aTemplateThatMakesNoFileIsAWarning() {
        ReadResult readResult = reader.read(PATH, bytes("<doc/>"));
        assertThat(readResult.document()).isNotNull();
        assertThat(readResult.problems())
                .singleElement()
                .asString()
                .contains("warning")
                .contains("<deviceconfig>");
    }

    @Test
    void theCharacterThatVelocityCannotCopyIsRefused() {
        assertThat(reader.read("templates/lib/x", bytes("a\n\u001C")).problems())
                .singleElement()
                .asString()
                .startsWith("templates/lib/x:2:1: error: the control character");
        assertThat(problem("<doc>\u001C</doc>")).contains("not XML");
        assertThat(problem("<?xml version='1.1'?><doc><data><device><deviceconfig filename=''>&#x1C;"
                        + "</deviceconfig></device></data></doc>"))
                .contains("U+001C");
    }

    @Test
    void directivesThatDoNotParseOrBalanceAreErrorsAtTheirPosition() {
        ReadResult readResult = reader.read(
                PATH,
                bytes("<doc><data><device><deviceconfig filename=''><![CDATA[\r\na {IF}\r\n  {IF x}\r\n]]>"
                        + "</deviceconfig></device></data></doc>"));
        assertThat(readResult.document()).isNull();
        assertThat(readResult.problems())
                .singleElement()
                .asString()
                .startsWith(PATH + ":2:3: error: this {IF} does not parse");
    }

    @Test
    void itWantsTemplatesAndFragmentsAndNothingElse() {
        assertThat(reader.interest("templates/phones/a/b.xml")).isEqualTo(DocumentReader.Interest.READ);
        assertThat(reader.interest("templates/phones/b.PH.XML")).isEqualTo(DocumentReader.Interest.READ);
        assertThat(reader.interest("templates/site/b.xml")).isEqualTo(DocumentReader.Interest.READ);
        assertThat(reader.interest("templates/lib/x/y.vm")).isEqualTo(DocumentReader.Interest.READ);
        assertThat(reader.interest("templates/phones/notes.txt")).isEqualTo(DocumentReader.Interest.UNREAD);
        assertThat(reader.interest("templates/static/a.xml")).isEqualTo(DocumentReader.Interest.IGNORE);
        assertThat(reader.interest("extensions.d/a.yaml")).isEqualTo(DocumentReader.Interest.IGNORE);
    }

    private String content(String inner) {
        return content(read(
                "<doc><data><device><deviceconfig filename='f'>" + inner + "</deviceconfig></device></data></doc>"));
    }

    private static String content(Template template) {
        return template.configs().get(0).content().text();
    }

    private Template read(String xml) {
        ReadResult readResult = reader.read(PATH, bytes(xml));
        assertThat(readResult.problems())
                .filteredOn(p -> p.toString().contains("error"))
                .isEmpty();
        return (Template) requireNonNull(readResult.document());
    }

    private String problem(String xml) {
        ReadResult readResult = reader.read(PATH, bytes(xml));
        assertThat(readResult.document()).isNull();
        assertThat(readResult.problems()).isNotEmpty();
        Problem first = readResult.problems().get(0);
        return first.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
