package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Named values that phones and extensions of several folders share. */
class ProfilesTest {
    @TempDir
    Path folder;

    private AgentFixture agentFixture;

    @BeforeEach
    void start() throws IOException {
        agentFixture = AgentFixture.onDisk(folder);
        agentFixture.template("%%extension_number%%", "a=%%a%% b=%%b%% {IF blf1}%%blf1%%{ENDIF}");
        defaults("profiles: {desk: {vars: {a: desk, b: desk}, blf: [{number: 200}]}, door: {vars: {a: door}}}");
    }

    @AfterEach
    void stop() throws IOException {
        agentFixture.close();
    }

    private void defaults(String... more) throws IOException {
        agentFixture.write(
                "extensions.d/_defaults.yaml",
                "pbx_ip: 10.0.0.1",
                "model: X",
                "vars: {a: folder, b: folder}",
                String.join("\n", more));
    }

    private String content(int number) throws IOException {
        return agentFixture.content("provisioning/" + number).strip();
    }

    @Test
    void theValuesOfAPhoneWinThenItsProfilesThenTheExtensionThenItsProfilesThenTheFolders() throws IOException {
        agentFixture.extension("extensions.d/200.yaml", 200);
        agentFixture.extension(100, "profile: desk");
        agentFixture.extension(101, "profile: desk", "vars: {a: own}");
        agentFixture.extension(102, "profile: [door, desk]");
        agentFixture.extension(103, "profile: [desk, door]");
        agentFixture.write(
                "extensions.d/104.yaml", phone(104, "profile: door, vars: {b: phone}", "vars: {a: own, b: own}"));
        agentFixture.runCycle();
        assertThat(problems()).isEmpty();
        assertThat(content(200)).isEqualTo("a=folder b=folder");
        assertThat(content(100)).isEqualTo("a=desk b=desk 200");
        assertThat(content(101)).isEqualTo("a=own b=desk 200");
        assertThat(content(102)).isEqualTo("a=door b=desk 200");
        assertThat(content(103)).isEqualTo("a=desk b=desk 200");
        assertThat(content(104)).isEqualTo("a=door b=phone");
    }

    @Test
    void aProfileWithValuesForPhonesOnlyHasNoEffectOnAnExtensionWithoutAPhone() throws IOException {
        defaults("profiles: {keys: {blf: [{number: 200}]}, names: {vars: {room: 7}}}");
        agentFixture.write(
                "templates/site/book.xml",
                "<doc><header><type>site-template</type></header><data><device><deviceconfig filename=\"b.xml\""
                        + " syntax=\"velocity\">#foreach($e in $extensions)$!e.vars.room#end</deviceconfig></device></data></doc>");
        agentFixture.write(
                "extensions.d/100.yaml", "{extension: 100, first_name: A, last_name: B, profile: [names, keys]}");
        agentFixture.runCycle();
        assertThat(problems())
                .containsExactly(
                        "extensions.d/100.yaml:1:64: warning: profile 'keys' has no effect, because this extension has no"
                                + " phone; add its 'phone', or remove 'keys'");
    }

    /** The problems without the phones that they concern. */
    private List<String> problems() {
        return agentFixture.problems().stream()
                .map(problem -> problem.replaceFirst(" \\(for .*\\)$", ""))
                .toList();
    }

    private static String phone(int number, String ofPhone, String more) {
        return """
                extension: %d
                first_name: F
                last_name: L
                auth_id: a
                auth_password: p
                phone: {mac: "%s", %s}
                %s""".formatted(number, AgentFixture.mac(number), ofPhone, more);
    }

    @Test
    void theNearestFolderWithTheNameGivesTheWholeProfile() throws IOException {
        agentFixture.write("extensions.d/north/_defaults.yaml", "profiles: {desk: {vars: {a: north}}}");
        agentFixture.extension("extensions.d/north/100.yaml", 100, "profile: desk");
        agentFixture.extension("extensions.d/north/101.yaml", 101, "profile: door");
        agentFixture.runCycle();
        assertThat(problems()).isEmpty();
        assertThat(content(100)).isEqualTo("a=north b=folder");
        assertThat(content(101)).isEqualTo("a=door b=folder");
    }

    @Test
    void anUnknownProfileIsAnErrorThatNamesTheNearestAndHoldsTheFilesOfThePhoneBack() throws IOException {
        agentFixture.write("extensions.d/north/_defaults.yaml", "profiles: {lobby: {vars: {a: north}}}");
        agentFixture.extension(100, "profile: [desc, door]");
        agentFixture.extension(101, "profile: lobby");
        agentFixture.extension(102, "profile: reception");
        agentFixture.write("extensions.d/103.yaml", "extension: 103", "profile: desc");
        agentFixture.runCycle();
        assertThat(problems())
                .containsExactly(
                        "extensions.d/100.yaml:7:11: error: no _defaults.yaml above has a profile 'desc', so the phone"
                                + " keeps its last good files; did you mean 'desk'?",
                        "extensions.d/101.yaml:7:10: error: profile 'lobby' is in extensions.d/north/_defaults.yaml, which is"
                                + " not above this file, so the phone keeps its last good files; move it to a _defaults.yaml above",
                        "extensions.d/102.yaml:7:10: error: no _defaults.yaml above has a profile 'reception', so the"
                                + " phone keeps its last good files; add it below 'profiles' there, or remove it",
                        "extensions.d/103.yaml:2:10: error: no _defaults.yaml above has a profile 'desc', so it is left out;"
                                + " did you mean 'desk'?");
        for (int number : new int[] {100, 101, 102}) {
            assertThat(agentFixture.content("provisioning/" + number)).isNull();
        }
        defaults("profiles: {desc: {}, reception: , lobby: {vars: {b: lobby}}, door: {}}");
        agentFixture.runCycle();
        assertThat(problems()).isEmpty();
        assertThat(content(101)).isEqualTo("a=folder b=lobby");
        assertThat(content(100)).isEqualTo("a=folder b=folder");
        agentFixture.extension(101, "profile: loby");
        agentFixture.runCycle();
        assertThat(content(101)).isEqualTo("a=folder b=lobby");
    }

    @Test
    void aProfileElsewhereThatGoesIsNoLongerNamed() throws IOException {
        agentFixture.write("extensions.d/north/_defaults.yaml", "profiles: {lobby: {vars: {a: north}}}");
        agentFixture.extension(101, "profile: lobby");
        agentFixture.runCycle();
        agentFixture.write("extensions.d/north/_defaults.yaml", "profiles: {}");
        agentFixture.runCycle();
        assertThat(problems()).singleElement().asString().doesNotContain("north");
    }

    @Test
    void aNameTwiceIsAWarningAndAWrongKeyAnErrorThatSaysWhatAProfileHas() throws IOException {
        agentFixture.extension(100, "profile: [desk, door, desk]");
        agentFixture.extension(200);
        agentFixture.runCycle();
        assertThat(problems())
                .containsExactly("extensions.d/100.yaml:7:23: warning: 'desk' is in 'profile' twice; remove one");
        defaults("profile: desk", "profiles: {desk: {template: x}, ' x': {}}");
        agentFixture.runCycle();
        assertThat(String.join("\n", problems()))
                .contains("'profile' belongs to one extension and cannot be a default")
                .contains(
                        "5:19: error: 'template' cannot be in a profile, which has network, options, require, codecs, modules, blf")
                .contains("5:33: error: the name of a profile has letters");
    }

    @Test
    void whatAProfileRequiresHoldsAndWhatNoTemplateReadsIsAWarning() throws IOException {
        defaults(
                "profiles: {safe: {require: {srtp: required}}, unused: {vars: {frist: x}, options: {langauge: German}}}");
        agentFixture.extension(100, "profile: safe");
        agentFixture.extension(101);
        agentFixture.runCycle();
        assertThat(problems())
                .hasSize(3)
                .anyMatch(
                        problem -> problem.startsWith(
                                "extensions.d/_defaults.yaml:4:35: error: 'require' cannot be met, so the phone keeps its last good files: no template has an option 'srtp'"))
                .anyMatch(problem -> problem.contains("4:70: warning: 'frist' in 'vars' has no effect"))
                .anyMatch(problem -> problem.contains("no template has an option 'langauge'"));
    }

    @Test
    void twoPhoneMapsOfOnePhoneHaveTheSameProfiles() throws IOException {
        agentFixture.extension(200);
        agentFixture.write("extensions.d/100.yaml", phone(100, "profile: desk", ""));
        agentFixture.write(
                "extensions.d/101.yaml",
                phone(100, "line: 2, profile: door", "").replace("extension: 100", "extension: 101"));
        agentFixture.runCycle();
        assertThat(problems())
                .anyMatch(problem -> problem.contains("'profile' of phone") && problem.contains("has another value"));
    }
}
