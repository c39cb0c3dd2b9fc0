package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.problem.Severity;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a template marks with {@code scope="line"} counts for the line of its extension. */
class LineSettingsTest {
    private static final String FILE = "provisioning/000000000100.cfg";
    private static final String TOP = "extensions.d/_defaults.yaml";
    private static final String FOLDER = "extensions.d/b/_defaults.yaml";
    private static final String HEADER = """
            <models><model>Desk</model></models>
            <transport param="transport" scope="line" security="true">
              <option value="UDP"><item name="usual_port">5060</item></option>
              <option value="TLS"><item name="usual_port">5061</item></option>
            </transport>
            <language param="language"><option value="en"/><option value="de"/></language>
            <Codecspriorities scope="line">
              <first priority="1" variableName="codec_1"><option>PCMA</option><option>G722</option></first>
              <second priority="2" variableName="codec_2"><option>G722</option><option>PCMA</option></second>
            </Codecspriorities>
            <expires type="int" param="expires" min="60" max="9999" default="3600" scope="line"/>
            <var name="proxy" pattern="[a-z.]+" description="a host" scope="line"/>
            <var name="lldp" type="bool" default="true"/>
            """;
    private static final String CONTENT = """
            #foreach($account in $accounts)
            $account.line $account.vars['param::transport'] $account.vars.usual_port \
            $account.vars.codec_1 $account.vars.codec_2 $account.vars.expires \
            #if($account.vars.proxy)$account.vars.proxy#{else}none#end
            #end
            phone $vars['param::transport'] $vars.codec_1 $vars.expires $vars['param::language'] $vars.lldp\
            #if($vars.proxy) $vars.proxy#end
            """;

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void twoLines() {
        root = new TestRoot(folder);
        root.write(
                "templates/phones/desk.xml",
                TestRoot.template(
                                "phone-template", "Desk", "filename=\"${phone.mac}.cfg\" syntax=\"velocity\"", CONTENT)
                        .replace("</header>", HEADER + "</header>"));
        root.write(TOP, "pbx_ip: p\n");
        first("", "");
        second("", "");
    }

    private void first(String more, String phone) {
        root.write(
                "extensions.d/a/100.yaml",
                "{extension: 100, first_name: A, last_name: B, auth_id: x, auth_password: y, phone: {mac: 000000000100, "
                        + "model: Desk" + phone + "}" + more + "}");
    }

    private void second(String more, String phone) {
        root.write(
                "extensions.d/b/200.yaml",
                "{extension: 200, first_name: A, last_name: B, auth_id: x, auth_password: y, phone: {mac: 000000000100, "
                        + "line: 2" + phone + "}" + more + "}");
    }

    private void expect(String... lines) {
        root.runUntilIdle();
        assertThat(root.files()).containsEntry(FILE, String.join("\n", lines) + "\n");
        TestRoot scratch = root.fromScratch();
        assertThat(scratch.files()).isEqualTo(root.files());
        assertThat(scratch.problems()).isEqualTo(root.problems());
    }

    private void expectNoProblems(String... lines) {
        expect(lines);
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void linesWithoutValuesHaveTheDefaults() {
        expectNoProblems(
                "1 UDP 5060 PCMA G722 3600 none", "2 UDP 5060 PCMA G722 3600 none", "phone UDP PCMA 3600 en true");
    }

    @Test
    void anExtensionCountsForItsLine() {
        second(", options: {transport: TLS}, codecs: [G722], vars: {expires: 120, proxy: sbc.example}", "");
        expectNoProblems(
                "1 UDP 5060 PCMA G722 3600 none",
                "2 TLS 5061 G722 PCMA 120 sbc.example",
                "phone UDP PCMA 3600 en true");
        first(", options: {transport: TLS}, vars: {proxy: one.example}", "");
        second("", "");
        expectNoProblems(
                "1 TLS 5061 PCMA G722 3600 one.example",
                "2 UDP 5060 PCMA G722 3600 none",
                "phone TLS PCMA 3600 en true one.example");
    }

    @Test
    void theFoldersOfAnExtensionCountForItsLine() {
        root.write(FOLDER, "{options: {transport: TLS}, codecs: [G722], vars: {expires: 120, proxy: sbc.example}}");
        expectNoProblems(
                "1 UDP 5060 PCMA G722 3600 none",
                "2 TLS 5061 G722 PCMA 120 sbc.example",
                "phone UDP PCMA 3600 en true");
        root.delete(FOLDER);
        expectNoProblems(
                "1 UDP 5060 PCMA G722 3600 none", "2 UDP 5060 PCMA G722 3600 none", "phone UDP PCMA 3600 en true");
    }

    @Test
    void theRulesForTheModelOfThePhoneCountForItsLine() {
        root.write(
                FOLDER,
                "models: {Des*: {options: {transport: TLS}, codecs: [G722], vars: {expires: 120, proxy: sbc.example}}}");
        expectNoProblems(
                "1 UDP 5060 PCMA G722 3600 none",
                "2 TLS 5061 G722 PCMA 120 sbc.example",
                "phone UDP PCMA 3600 en true");
        second(", options: {transport: UDP}", "");
        expectNoProblems(
                "1 UDP 5060 PCMA G722 3600 none",
                "2 UDP 5060 G722 PCMA 120 sbc.example",
                "phone UDP PCMA 3600 en true");
    }

    @Test
    void thePhoneCountsForAllItsLines() {
        second("", ", options: {transport: TLS}, codecs: [G722], vars: {expires: 120, proxy: sbc.example}");
        root.write(FOLDER, "{options: {transport: UDP}, codecs: [PCMA], vars: {expires: 60, proxy: far.example}}");
        expectNoProblems(
                "1 TLS 5061 G722 PCMA 120 sbc.example",
                "2 TLS 5061 G722 PCMA 120 sbc.example",
                "phone TLS G722 120 en true sbc.example");
        second("", "");
        first("", ", vars: {proxy: own.example}");
        root.delete(FOLDER);
        expectNoProblems(
                "1 UDP 5060 PCMA G722 3600 own.example",
                "2 UDP 5060 PCMA G722 3600 own.example",
                "phone UDP PCMA 3600 en true own.example");
    }

    @Test
    void anotherValueAtThePhoneIsAConflict() {
        first("", ", options: {transport: TLS}");
        second("", ", options: {transport: UDP}");
        root.runUntilIdle();
        assertThat(root.problems())
                .singleElement()
                .asString()
                .contains("'options.transport' of phone 000000000100 has another value at");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vars: {expires: 5}|'expires' must be a whole number from 60 to 9999|UDP 5060 PCMA G722 3600 none",
                "vars: {proxy: 'A B'}|'proxy' must be a host|UDP 5060 PCMA G722 3600 none",
                "codecs: [opus]|'opus' in 'codecs' is left out|UDP 5060 PCMA G722 3600 none"
            })
    void aWrongValueIsReportedAtItsExtensionAndLeftOut(String yaml, String message, String line) {
        second(", " + yaml, "");
        expect("1 UDP 5060 PCMA G722 3600 none", "2 " + line, "phone UDP PCMA 3600 en true");
        assertThat(root.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.ERROR);
            assertThat(problem.toString())
                    .startsWith("extensions.d/b/200.yaml:1:")
                    .contains(message);
        });
    }

    @Test
    void aWrongSecurityOptionOfALaterLineKeepsTheFiles() {
        root.runUntilIdle();
        second(", options: {transport: TSL}", "");
        expectKept("200.yaml:1:", "'TSL' is no value of option 'transport'");
        second("", "");
        root.write(FOLDER, "options: {transport: TSL}\n");
        expectKept("_defaults.yaml:1:", "'TSL' is no value of option 'transport'");
    }

    private void expectKept(String at, String message) {
        root.runUntilIdle();
        assertThat(root.files().get(FILE)).startsWith("1 UDP 5060 PCMA G722 3600 none\n2 UDP");
        assertThat(root.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.BLOCKING);
            assertThat(problem.toString()).startsWith("extensions.d/b/" + at).contains(message);
        });
    }

    @Test
    void whatAnExtensionRequiresHoldsForItsLine() {
        second(", require: {transport: TLS}", "");
        expectNoProblems(
                "1 UDP 5060 PCMA G722 3600 none", "2 TLS 5061 PCMA G722 3600 none", "phone UDP PCMA 3600 en true");
        first(", require: {transport: UDP}", "");
        expectNoProblems(
                "1 UDP 5060 PCMA G722 3600 none", "2 TLS 5061 PCMA G722 3600 none", "phone UDP PCMA 3600 en true");
        second(", require: {language: de}", "");
        expectNoProblems(
                "1 UDP 5060 PCMA G722 3600 none", "2 UDP 5060 PCMA G722 3600 none", "phone UDP PCMA 3600 de true");
    }

    @Test
    void whatAPhoneRequiresHoldsForAllItsLines() {
        second("", ", require: {transport: TLS}");
        expectNoProblems(
                "1 TLS 5061 PCMA G722 3600 none", "2 TLS 5061 PCMA G722 3600 none", "phone TLS PCMA 3600 en true");
    }

    @Test
    void aRequiredValueOfALaterLineThatTheTemplateLacksKeepsTheFiles() {
        root.runUntilIdle();
        second(", require: {transport: TCP}", "");
        expectKept(
                "200.yaml:1:",
                "'require' cannot be met, so the phone keeps its last good files: 'TCP' is no value of option 'transport'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"options: {language: de}", "vars: {lldp: false}"})
    void whatIsForThePhoneHasNoEffectAtALaterLine(String yaml) {
        second(", " + yaml, "");
        expect("1 UDP 5060 PCMA G722 3600 none", "2 UDP 5060 PCMA G722 3600 none", "phone UDP PCMA 3600 en true");
        assertThat(root.problems())
                .singleElement()
                .asString()
                .startsWith("extensions.d/b/200.yaml:1:")
                .contains("has no effect: phone 000000000100 takes");
    }

    @Test
    void onlyTheOptionForThePhoneIsReportedAmongThoseOfALaterLine() {
        second(", options: {transport: TLS, language: de}", "");
        expect("1 UDP 5060 PCMA G722 3600 none", "2 TLS 5061 PCMA G722 3600 none", "phone UDP PCMA 3600 en true");
        assertThat(root.problems())
                .singleElement()
                .asString()
                .contains("'language' in 'options' has no effect: phone 000000000100 takes this from extension 100");
        second("", "");
        root.write(FOLDER, "options: {transport: TLS, language: de}\n");
        expect("1 UDP 5060 PCMA G722 3600 none", "2 TLS 5061 PCMA G722 3600 none", "phone UDP PCMA 3600 en true");
        assertThat(root.problems())
                .singleElement()
                .asString()
                .startsWith("extensions.d/b/_defaults.yaml:1:")
                .contains("'language' in 'options' has no effect: the phones of these extensions take this from");
    }

    @Test
    void aValueOfADefaultsFileThatOnlyALaterLineSeesIsChecked() {
        root.write(
                "templates/phones/wall.xml",
                TestRoot.template("Wall", "%%mac_address%%.wall", "%%param::transport%%")
                        .replace(
                                "</header>",
                                "<transport param=\"transport\"><option value=\"TCP\"/></transport></header>"));
        root.write(TOP, "pbx_ip: p\ncodecs: [opus]\n");
        first(", codecs: [PCMA]", "");
        root.runUntilIdle();
        assertThat(root.problems())
                .singleElement()
                .asString()
                .startsWith(TOP + ":2:")
                .contains("no template has the codec 'opus'");
        root.write(TOP, "pbx_ip: p\n");
        root.write(FOLDER, "models: {Desk: {codecs: [opus]}}\n");
        root.runUntilIdle();
        assertThat(root.problems())
                .singleElement()
                .asString()
                .startsWith(FOLDER + ":1:")
                .contains("no template has the codec 'opus'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "models: {Desk: {%s}}", "profiles: {far: {%s}}"})
    void aVariableOfADefaultsFileForLaterLinesIsOfTheFirstLine(String yaml) {
        second(yaml.startsWith("profiles") ? ", profile: far" : "", "");
        root.write(FOLDER, yaml.formatted("vars: {lldp: false}") + "\n");
        expect("1 UDP 5060 PCMA G722 3600 none", "2 UDP 5060 PCMA G722 3600 none", "phone UDP PCMA 3600 en true");
        assertThat(root.problems())
                .singleElement()
                .asString()
                .startsWith(FOLDER + ":1:")
                .endsWith("warning: 'lldp' in 'vars' has no effect: the phones of these extensions take this from the"
                        + " extension on their first line; set it there, or below 'phone'");
    }

    @Test
    void anOptionOfALaterLineThatNoTemplateHasIsAnError() {
        second(", options: {langage: de}", "");
        expect("1 UDP 5060 PCMA G722 3600 none", "2 UDP 5060 PCMA G722 3600 none", "phone UDP PCMA 3600 en true");
        assertThat(root.problems())
                .singleElement()
                .asString()
                .endsWith("error: no template has an option 'langage', so it is left out; did you mean 'language'?");
        second("", "");
        root.write(FOLDER, "options: {langage: de}\n");
        root.runUntilIdle();
        assertThat(root.problems())
                .singleElement()
                .asString()
                .endsWith("error: no template has an option 'langage', so it is left out; did you mean 'language'?");
        root.write(FOLDER, "options: {langage: de, language: de, transport: TLS}\n");
        root.runUntilIdle();
        assertThat(root.problems())
                .hasSize(2)
                .extracting(Object::toString)
                .anyMatch(problem -> problem.contains("warning: 'language' in 'options' has no effect: the phones of"));
    }

    @Test
    void aRequiredValueOfALaterLineReplacesADefaultWithoutAWarning() {
        root.write(TOP, "pbx_ip: p\noptions: {language: en}\n");
        second(", require: {language: de}", "");
        expectNoProblems(
                "1 UDP 5060 PCMA G722 3600 none", "2 UDP 5060 PCMA G722 3600 none", "phone UDP PCMA 3600 de true");
        first(", options: {language: en}", "");
        expect("1 UDP 5060 PCMA G722 3600 none", "2 UDP 5060 PCMA G722 3600 none", "phone UDP PCMA 3600 de true");
        assertThat(root.problems())
                .singleElement()
                .asString()
                .startsWith("extensions.d/a/100.yaml:1:")
                .contains(
                        "warning: 'language' in 'options' has no effect, since 'require' at extensions.d/b/200.yaml:1:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<blftype scope='line'><blf/></blftype>",
                "<blftype><blf scope='line'/></blftype>",
                "<dst variableName='dst' scope='line'/>",
                "<xfertype bxfer_Value='b' scope='phone'/>",
                "<Codecspriorities><first scope='line'><option>PCMA</option></first></Codecspriorities>",
                "<transport><option scope='line' value='UDP'/></transport>",
                "<AllowedNetworkConfig scope='line'><option value='LOCALLAN'>1</option></AllowedNetworkConfig>",
                "<settings family='desk' scope='line'/>",
                "<provisioningFile scope='line'>x</provisioningFile>",
                "<field name='auth_id' pattern='[a-z]+' description='letters' scope='line'/>",
                "<groups scope='line'><var name='a'/></groups>",
            })
    void aScopeWithoutEffectIsAnErrorOfTheTemplate(String element) {
        root.write(
                "templates/phones/desk.xml",
                TestRoot.template("Desk", "%%mac_address%%.cfg", "x").replace("</header>", element + "</header>"));
        root.runUntilIdle();
        String name = element.replaceFirst(".*<(\\S+) [^>]*scope=.*", "$1");
        assertThat(root.problems())
                .anySatisfy(problem -> assertThat(problem.toString())
                        .startsWith("templates/phones/desk.xml:1:")
                        .contains("'scope' has no effect on <" + name
                                + ">; write it on a choice, <Codecspriorities> or <var>, or remove it"));
    }

    @Test
    void aWrongScopeIsAnErrorOfTheTemplate() {
        root.write(
                "templates/phones/desk.xml",
                TestRoot.template("Desk", "%%mac_address%%.cfg", "x")
                        .replace("</header>", "<var name=\"a\" scope=\"lines\"/></header>"));
        root.runUntilIdle();
        assertThat(root.problems())
                .anySatisfy(problem -> assertThat(problem.toString())
                        .startsWith("templates/phones/desk.xml:1:")
                        .contains("'scope' is 'line' or 'phone'"));
    }

    @Test
    void aPlaceholderReadsTheValueOfALine() {
        root.write(
                "templates/phones/desk.xml",
                TestRoot.template("Desk", "%%mac_address%%.cfg", """
                                        {IF ext_02_enabled=1}
                                        %%ext_param::transport_01%% %%ext_param::transport_02%% %%ext_usual_port_02%% %%ext_codec_1_02%%
                                        {ENDIF}
                                        {IF ext_proxy_02}
                                        proxy %%ext_proxy_02%%
                                        {ENDIF}
                                        %%ext_expires_02%% [%%ext_expires_03%%] %%expires%%
                                        """).replace("</header>", HEADER + "</header>"));
        second(", options: {transport: TLS}, codecs: [G722], vars: {expires: 120, proxy: sbc.example}", "");
        expectNoProblems("UDP TLS 5061 G722", "proxy sbc.example", "120 [] 3600");
        second("", "");
        expectNoProblems("UDP UDP 5060 PCMA", "3600 [] 3600");
    }

    private void desk(String content, String header) {
        root.write(
                "templates/phones/desk.xml",
                TestRoot.template("Desk", "%%mac_address%%.cfg", content).replace("</header>", header + "</header>"));
    }

    @Test
    void aPlaceholderOfALineDoesNotDependOnThePickedOption() {
        desk(
                "[%%ext_tls_port_02%%] [%%ext_tls_port_03%%] {IF ext_02_enabled=1}{ENDIF}",
                "<transport scope=\"line\"><option value=\"UDP\"/><option value=\"TLS\"><item name=\"tls_port\">5061</item>"
                        + "</option></transport>");
        second(", options: {transport: TLS}", "");
        expectNoProblems("[5061] []");
        second(", vars: {tls_port: 7}", "");
        expectNoProblems("[7] []");
    }

    @Test
    void thePartsOfAUrlAreOfTheLineToo() {
        desk(
                "%%ext_u.host_01%% %%ext_u.host_02%%:%%ext_u.port_02%% %%u.host%%",
                "<var name=\"u\" type=\"url\" scope=\"line\"/>");
        first(", vars: {u: 'http://one/a'}", "");
        second(", vars: {u: 'http://two:81/a'}", "");
        expectNoProblems("one two:81 one");
        root.write(
                "templates/phones/desk.xml",
                TestRoot.template(
                                "phone-template",
                                "Desk",
                                "filename=\"${phone.mac}.cfg\" syntax=\"velocity\"",
                                "#foreach($a in $accounts)$a.vars['u.host'] #end $vars['u.host']")
                        .replace("</header>", "<var name=\"u\" type=\"url\" scope=\"line\"/></header>"));
        expectNoProblems("one two  one");
        desk("%%ext_u.host_01%% %%ext_u.host_02%%", "<var name=\"u\" type=\"url\" scope=\"line\"/>");
        second("", "");
        root.runUntilIdle();
        assertThat(root.problems()).singleElement().asString().contains("'vars.u' is missing; add it to");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ext_expire_02|no line has a value 'expire'; did you mean 'expires'?",
                "ext_auth_idd_02|no line has a value 'auth_idd'; did you mean 'auth_id'?",
                "ext_colour_02|no line has a value 'colour'; correct it, or declare it in the header with scope=\"line\"",
                "ext_lldp_02|'lldp' has one value for the whole phone, and none for each line; write scope=\"line\" on its"
                        + " declaration in the header, or read %%lldp%%",
                "ext_param::language_02|'param::language' has one value for the whole phone, and none for each line; write"
                        + " scope=\"line\" on its declaration in the header, or read %%param::language%%",
            })
    void aPlaceholderOfALineThatTheTemplateDoesNotDeclareIsAnErrorOfTheTemplate(String name, String message) {
        desk("{IF ext_02_enabled=1}{ENDIF}%%" + name + "%%", HEADER);
        root.runUntilIdle();
        assertThat(root.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.BLOCKING);
            assertThat(problem.toString())
                    .startsWith("templates/phones/desk.xml:")
                    .contains(message)
                    .endsWith(" (for 000000000100)");
            assertThat(problem.missing()).isNull();
        });
    }
}
