package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.problem.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that SIP or the format of a file cannot hold are problems at their place. */
class ValueFormatTest {
    private static final String PHONE_FILE = "provisioning/000413000001.cfg";
    private static final String SITE_FILE = "site/accounts.conf";

    @TempDir
    Path folder;

    @Test
    void aLoginWithAnOuterBlankIsAWarning() {
        TestRoot root = root("filename=\"%%mac_address%%.cfg\"", "", "%%extension_number%%");
        root.write(
                "extensions.d/100.yaml", extension() + "provisioning: {user: 'phones ', password: ' secret-value'}\n");
        root.runUntilIdle();
        assertThat(root.problems().stream().map(Object::toString))
                .hasSize(2)
                .allMatch(
                        problem -> problem.matches(
                                "extensions.d/100.yaml:\\d+:\\d+: warning: '(user|password)' begins or ends with a blank, .*; remove it"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "extension: '10 1'|'extension' has a character that a SIP user name cannot have",
                "extension: 'a;b'|",
                "extension: '*97#'|",
                "extension: 'anna@pbx.example'|",
                "extension: '+49(0)30-12'|",
                "extension: '[10]'|'extension' has a character",
                "extension: 'Jürgen'|'extension' has a character",
                "extension: '1\"0'|'extension' has a character",
                "auth_id: 'a b'|'auth_id' has a blank, a quote or a backslash",
                "auth_id: ' a'|'auth_id' has a blank",
                "auth_id: 'a\"b'|'auth_id' has a blank, a quote",
                "auth_id: 'a\\b'|'auth_id' has a blank, a quote",
                "auth_id: 'a;[b]@c'|",
                "auth_password: 'secret-value '|'auth_password' begins or ends with a blank",
                "auth_password: 'secret value;#'|",
                "pbx_ip: 'sip:pbx.example'|'pbx_ip' is neither a host name nor an IP address",
                "pbx_ip: '10.0.0.1, 10.0.0.2'|'pbx_ip' is neither",
                "pbx_ip: 'pbx example'|'pbx_ip' is neither",
                "pbx_ip: ''|",
                "pbx_ip: 'pbx_1.example.:5061'|",
                "pbx_ip: '[2001:db8::1]:5061'|",
                "pbx_ip: '2001:db8::1'|",
                "provisioning_url: 'http://a b/provisioning'|'provisioning_url' has a blank, a quote or a backslash",
                "provisioning_url: 'http://a\"/provisioning'|'provisioning_url' has a blank, a quote or a backslash",
            })
    void aValueThatSipCannotHoldIsAWarning(String given, String warning) {
        TestRoot root = root("filename=\"%%mac_address%%.cfg\"", "", "%%extension_number%%");
        String key = given.substring(0, given.indexOf(':') + 1);
        root.write("extensions.d/100.yaml", extension().replaceAll("(?m)^" + key + ".*\n", "") + given + "\n");
        root.runUntilIdle();
        if (warning == null) {
            assertThat(root.problems()).isEmpty();
        } else {
            assertThat(root.problems()).hasSize(1);
            assertThat(root.problems().get(0).toString())
                    .matches("extensions.d/100.yaml:\\d:" + (key.length() + 2) + ": warning: .*")
                    .contains(warning)
                    .doesNotContain("secret-value");
        }
        assertThat(root.files()).containsKey(PHONE_FILE);
    }

    @Test
    void aSecretWithABlankAtItsEndIsAWarning() {
        TestRoot root = root("filename=\"%%mac_address%%.cfg\"", "", "a");
        root.write("secrets.yaml", "good: a b\nbad: \" hidden-value\"\n").runUntilIdle();
        assertThat(root.problems())
                .extracting(Object::toString)
                .containsExactly("secrets.yaml:2:6: warning: 'bad' begins or ends with a blank, which phones and PBXs"
                        + " may cut off; remove it");
    }

    @Test
    void aFieldThatAPhoneTemplateCannotHoldKeepsTheLastGoodFile() {
        TestRoot root = root(
                "filename=\"%%mac_address%%.cfg\"",
                "<field name=\"pbx_ip\" pattern=\"[^:]*\" description=\"an address without ':'\"/><field name=\"auth_password\" maxlength=\"8\"/>",
                "%%pbx_ip%% %%extension_auth_pw%% {IF extension_last_name=New}new{ENDIF}");
        assertThat(root.problems()).isEmpty();
        for (String wrong : new String[] {"pbx_ip: pbx:5060", "auth_password: longer-than-eight"}) {
            String allowed = wrong.startsWith("pbx") ? "an address without ':'" : "a text of at most 8 characters";
            String key = wrong.substring(0, wrong.indexOf(':') + 1);
            root.write(
                            "extensions.d/100.yaml",
                            extension()
                                    .replaceAll("(?m)^" + key + ".*$", wrong)
                                    .replace("last_name: B", "last_name: New"))
                    .runUntilIdle();
            assertThat(root.problems()).as(wrong).hasSize(1);
            assertThat(root.problems().get(0).severity()).isEqualTo(Severity.BLOCKING);
            assertThat(root.problems().get(0).toString())
                    .startsWith("extensions.d/100.yaml:")
                    .contains("templates/phones/x.xml cannot hold this '" + key.replace(":", "") + "'")
                    .contains("; it takes " + allowed)
                    .doesNotContain("longer");
            assertThat(root.files().get(PHONE_FILE)).doesNotContain("new");
            assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
        }
        // The template changes its mind: the problem goes with its cause.
        root.write("templates/phones/x.xml", phoneTemplate("filename=\"%%mac_address%%.cfg\"", "", "%%pbx_ip%%"))
                .runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files()).containsEntry(PHONE_FILE, "10.0.0.1\n");
    }

    @Test
    void aNameThatATemplateCannotHoldIsAWarningAndIsWritten() {
        for (String syntax : new String[] {"", " syntax=\"velocity\""}) {
            TestRoot root = root(
                    "filename=\"000413000001.cfg\"" + syntax,
                    "<field name=\"first_name\" pattern='[^\"]*'/><field name=\"label\" maxlength=\"3\"/>",
                    syntax.isEmpty() ? "%%extension_first_name%%" : "$account.firstName");
            root.write("extensions.d/100.yaml", extension().replace("first_name: A", "first_name: 'A \"X\" B'"))
                    .runUntilIdle();
            assertThat(root.problems())
                    .extracting(Object::toString)
                    .containsExactly("extensions.d/100.yaml:2:13: warning: templates/phones/x.xml cannot hold this"
                            + " 'first_name', so the phone may show it differently; it takes a text that matches"
                            + " [^\"]* (for 000413000001)");
            assertThat(root.files()).containsEntry(PHONE_FILE, "A \"X\" B\n");
        }
    }

    @Test
    void aBlfKeyWhoseNumberATemplateCannotHoldIsLeftOut() {
        TestRoot root = root(
                "filename=\"%%mac_address%%.cfg\"",
                "<field name=\"number\" pattern=\"[^|;]*\"/>", "{IF blf1}1=%%blf1%% {ENDIF}{IF blf2}2=%%blf2%%{ENDIF}");
        root.write(
                        "extensions.d/100.yaml",
                        extension()
                                + "blf: [{number: 1;2, first_name: A, last_name: B}, {number: 3, first_name: A, last_name: B}]\n")
                .runUntilIdle();
        assertThat(root.problems())
                .extracting(Object::toString)
                .containsExactly("extensions.d/100.yaml:8:16: error: templates/phones/x.xml cannot hold the 'number' of"
                        + " BLF key 1, so the key is left out; it takes a text that matches [^|;]* (for 000413000001)");
        assertThat(root.problems().get(0).severity()).isEqualTo(Severity.ERROR);
        assertThat(root.files()).containsEntry(PHONE_FILE, "2=3\n");
    }

    @Test
    void aSpeedDialWithABlankIsAWarning() {
        TestRoot root = root("filename=\"%%mac_address%%.cfg\"", "", "%%blf1%%");
        root.write(
                        "extensions.d/100.yaml",
                        extension() + "blf: [{type: speeddial, number: +49 30 1, first_name: A, last_name: B}]\n")
                .runUntilIdle();
        assertThat(root.problems())
                .extracting(Object::toString)
                .containsExactly("extensions.d/100.yaml:8:33: warning: the 'number' of BLF key 1 has a character that a"
                        + " SIP user name cannot have, such as a blank, so the phone may not dial it; remove it"
                        + " (for 000413000001)");
        assertThat(root.files()).containsEntry(PHONE_FILE, "+49 30 1\n");
    }

    @Test
    void anExtensionThatASiteTemplateCannotHoldIsLeftOutOfItsFileOnly() {
        TestRoot root = root("filename=\"%%mac_address%%.cfg\"", "", "%%extension_number%%");
        root.write("templates/site/accounts.xml", siteTemplate("<field name=\"extension\" pattern=\"[0-9]+\"/>"));
        root.write("templates/site/book.xml", siteTemplate("").replace("accounts.conf", "book.txt"));
        root.write("extensions.d/a.yaml", extension().replace("100", "a").replace("0001", "0002"));
        root.runUntilIdle();
        assertThat(root.problems())
                .extracting(Object::toString)
                .containsExactly("extensions.d/a.yaml:1:12: error: templates/site/accounts.xml cannot hold this"
                        + " 'extension', so this extension is left out of its files; it takes a text that matches"
                        + " [0-9]+ (for the extensions without a site)");
        assertThat(root.problems().get(0).severity()).isEqualTo(Severity.ERROR);
        assertThat(root.files())
                .containsEntry(SITE_FILE, "[100] 100:p A\n")
                .containsEntry("site/book.txt", "[100] 100:p A[a] a:p A\n")
                .containsEntry("provisioning/000413000002.cfg", "a\n");
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
        root.write("extensions.d/a.yaml", extension().replace("100", "200").replace("0001", "0002"));
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files()).containsEntry(SITE_FILE, "[100] 100:p A[200] 200:p A\n");
    }

    @Test
    void aCredentialThatASiteTemplateCannotHoldIsLeftOutAndANameIsWritten() {
        TestRoot root = root("filename=\"%%mac_address%%.cfg\"", "", "%%extension_number%%");
        root.write(
                "templates/site/accounts.xml",
                siteTemplate("<field name=\"auth_password\" pattern=\"[^;]*\"/><field name=\"first_name\""
                        + " maxlength=\"1\"/><field name=\"last_name\" maxlength=\"0\"/>"));
        root.write("secrets.yaml", "s: hidden;value\n");
        root.write(
                "extensions.d/100.yaml",
                extension().replace("password: p", "password: !secret s").replace("first_name: A", "first_name: AA"));
        root.runUntilIdle();
        assertThat(root.files()).containsEntry(SITE_FILE, "[100] 100: AA\n");
        assertThat(root.problems())
                .extracting(Object::toString)
                .containsExactly(
                        "extensions.d/100.yaml:2:13: warning: templates/site/accounts.xml cannot hold this 'first_name',"
                                + " so its files may show it differently; it takes a text of at most 1 characters"
                                + " (for the extensions without a site)",
                        "extensions.d/100.yaml:5:16: error: templates/site/accounts.xml cannot hold this"
                                + " 'auth_password', so it is left out of its files; it takes a text that matches [^;]*"
                                + " (for the extensions without a site)");
        root.write("secrets.yaml", "s: value\n").runUntilIdle();
        assertThat(root.files()).containsEntry(SITE_FILE, "[100] 100:value AA\n");
    }

    @ParameterizedTest
    @CsvSource({
        "<field name='mac' pattern='a'/>,'mac' is no field that files can hold",
        "<field pattern='a'/>,<field> needs a 'name'",
        "<field name='label' pattern='['/>,'[' is not a pattern",
        "<field name='label' maxlength='x'/>,'maxlength' of <field> is a whole number",
        "<field name='label' pattern='a'/><field name='label' pattern='b'/>,'label' is declared twice",
    })
    void aWrongDeclarationIsAnErrorOfTheTemplate(String header, String message) {
        TestRoot root = root("filename=\"%%mac_address%%.cfg\"", header, "a");
        assertThat(root.problems())
                .extracting(Object::toString)
                .anyMatch(text -> text.startsWith("templates/phones/x.xml:1:") && text.contains(message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>|ISO-8859-1",
                "#set($a = 1)~<?xml version='1.0' encoding = 'utf-16' standalone='yes'?><a/>|utf-16",
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><a/>|",
                "<?xml version=\"1.0\" encoding=\"UTF8\"?><a/>|",
                "<?xml version=\"1.0\"?><a encoding=\"ISO-8859-1\"/>|",
                "<?xml version=\"1.0\" encoding=\"$vars.charset\"?><a/>|",
            })
    void aDeclaredEncodingOtherThanUtf8IsAWarning(String content, String encoding) {
        TestRoot root = new TestRoot(folder);
        String text = content.replace('~', '\n');
        root.write("templates/phones/x.xml", phoneTemplate("filename=\"a.cfg\" syntax=\"velocity\"", "", text));
        root.write("templates/lib/part.vm", text);
        root.runUntilIdle();
        List<String> problems = root.problems().stream().map(Object::toString).toList();
        if (encoding == null) {
            assertThat(problems).isEmpty();
            return;
        }
        assertThat(problems).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(problems.get(i))
                    .startsWith(i == 0 ? "templates/lib/part.vm:" : "templates/phones/x.xml:")
                    .contains("warning: this declares the encoding " + encoding + ", but the file is written in UTF-8");
        }
    }

    @ParameterizedTest
    @CsvSource({"FFFE", "FFFF", "2028", "D800", "0085"})
    void aCharacterThatXmlCannotHoldIsRefused(String code) {
        TestRoot root = root("filename=\"%%mac_address%%.cfg\"", "", "<a>%%extension_first_name%%</a>");
        root.write("extensions.d/100.yaml", extension().replace("name: A", "name: \"A\\u" + code + "\""))
                .runUntilIdle();
        assertThat(root.problems()).hasSize(1);
        assertThat(root.files()).containsEntry(PHONE_FILE, "<a>A</a>\n");
    }

    @Test
    void ourOwnTemplatesDeclareWhatTheirFormatsCannotHold() throws IOException {
        TestRoot root = new TestRoot(folder);
        for (String file : List.of(
                "phones/snom/snom-d7xx.xml",
                "models/snom-d.yaml",
                "phones/cisco/spa.xml",
                "models/cisco-spa.yaml",
                "site/asterisk.xml")) {
            root.write("templates/" + file, Files.readString(Path.of("templates", file)));
        }
        try (var fragments = Files.list(Path.of("templates/lib"))) {
            for (Path fragment : fragments.toList()) {
                root.write("templates/lib/" + fragment.getFileName(), Files.readString(fragment));
            }
        }
        root.write("extensions.d/_defaults.yaml", "vars: {admin_password: a}\n");
        String keys = "blf: [{type: speeddial, number: 1|2;3, first_name: A, last_name: B}]\n";
        root.write("extensions.d/1.yaml", extension().replace("model: X", "model: Snom D785") + keys);
        root.write(
                "extensions.d/2.yaml",
                extension()
                                .replace("100", "10]0")
                                .replace("0001", "0002")
                                .replace("model: X", "model: Cisco SPA504G")
                                .replace("first_name: A", "first_name: A \"B\" C")
                                .replace("pbx_ip: 10.0.0.1", "pbx_ip: 2001:db8::1")
                        + keys);
        root.runUntilIdle();
        assertThat(root.problems())
                .extracting(problem -> problem.at().toString()
                        + ' '
                        + problem.severity().name()
                        + ' '
                        + problem.message().replaceAll(", so .*", ""))
                .contains(
                        "extensions.d/1.yaml:8:33 ERROR templates/phones/snom/snom-d7xx.xml cannot hold the 'number' of BLF key 1",
                        "extensions.d/2.yaml:1:12 ERROR templates/site/asterisk.xml cannot hold this 'extension'",
                        "extensions.d/2.yaml:6:9 BLOCKING templates/phones/cisco/spa.xml cannot hold this 'pbx_ip'",
                        "extensions.d/2.yaml:8:33 ERROR templates/phones/cisco/spa.xml cannot hold the 'number' of BLF key 1");
        assertThat(root.files().get("site/pjsip_wizard.conf")).contains("[100]").doesNotContain("10]0");
        root.write("extensions.d/2.yaml", extension().replace("100", "200").replace("name: A", "name: A \"B\" C"))
                .runUntilIdle();
        assertThat(root.problems())
                .extracting(Object::toString)
                .anyMatch(text -> text.startsWith("extensions.d/2.yaml:2:13: warning: templates/site/asterisk.xml"
                        + " cannot hold this 'first_name'"));
    }

    private TestRoot root(String attributes, String header, String content) {
        TestRoot root = new TestRoot(folder.resolve("r" + folder.toFile().list().length));
        root.write("templates/phones/x.xml", phoneTemplate(attributes, header, content));
        root.write("extensions.d/100.yaml", extension());
        root.runUntilIdle();
        return root;
    }

    private static String phoneTemplate(String attributes, String header, String content) {
        return TestRoot.template("phone-template", "X", attributes, content).replace("</header>", header + "</header>");
    }

    private static String siteTemplate(String header) {
        return TestRoot.template(
                        "site-template",
                        "Accounts",
                        "filename=\"accounts.conf\" syntax=\"velocity\"",
                        "#foreach($e in $extensions)[$e.number] $e.number:$e.authPassword $e.firstName#end")
                .replace("</header>", header + "</header>");
    }

    private static String extension() {
        return """
                extension: 100
                first_name: A
                last_name: B
                auth_id: a
                auth_password: p
                pbx_ip: 10.0.0.1
                phone: {mac: 000413000001, model: X}
                """;
    }
}
