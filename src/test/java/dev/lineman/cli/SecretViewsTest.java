package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets in unexpected places of templates and inputs: no command shows them. */
class SecretViewsTest {
    private static final String SECRET = "Hunter2-Hunter2";

    @TempDir
    Path root;

    private Terminal terminal;

    @BeforeEach
    void open() {
        terminal = new Terminal(root);
    }

    /** Once as it came into the output, once since a plain value of the inputs repeats it. */
    @ParameterizedTest
    @CsvSource({
        "'',%%mac_address%%,pw=%%extension_auth_pw%% note=%%note%% x=%%part%%",
        "'',%%mac_address%%,note=%%note%%",
        "'',%%mac_address%%,name=%%extension_last_name%%",
        "velocity,${phone.mac},$vars.note $vars.part",
        "velocity,${phone.mac},#set($l = [$account.authPassword.substring(1)])$l[0]",
        "velocity,${phone.mac},#foreach($x in {'k': \"x$account.authPassword\"})$x#end",
        "velocity,${phone.mac},$account.displayName",
        "velocity,${phone.mac},#set($m = {'a': $vars.pin})#foreach($i in [1..2])$m.a #end",
    })
    void noCommandShowsASecret(String syntax, String file, String content) throws IOException {
        person(SECRET);
        String attributes = syntax.isEmpty() ? "" : " syntax=\"" + syntax + '"';
        template("filename=\"" + file + '"' + attributes, content);
        terminal.run("render");
        assertThat(Files.readString(root.resolve("out/provisioning/000000000100")))
                .containsAnyOf(SECRET, SECRET.substring(1), "4321-Pin");
        terminal.run("explain", "000000000100");
        terminal.run("explain", "provisioning/000000000100", "--format", "json");
        template("filename=\"" + file + '"' + attributes, content + " more");
        terminal.run("plan");
        terminal.run("plan", "--format", "json");
        person(SECRET.replace('2', '3'));
        terminal.run("plan");
        assertThat(terminal.output()).contains("••••••").doesNotContain("unter2", "unter3", "4321");
    }

    @Test
    void explainShowsTheNameOfASecret() throws IOException {
        person(SECRET);
        template("filename=\"%%mac_address%%\"", "name=%%extension_last_name%%");
        terminal.run("explain", "000000000100");
        assertThat(terminal.output())
                .contains("extensions.d/100.yaml:3:12 (!secret last), the extension")
                .doesNotContain("unter2");
    }

    @Test
    void otherValuesAreShown() throws IOException {
        person(SECRET);
        template("filename=\"%%mac_address%%\"", "user=%%extension_number%% port=%%port%% id=%%extension_auth_id%%");
        terminal.run("plan");
        assertThat(terminal.output()).contains("user=100 port=4321 id=a100").doesNotContain("•");
    }

    @ParameterizedTest
    @CsvSource({
        "%%extension_auth_pw%%,'%%extension_auth_pw%% is a secret'",
        "cfg-%%pin%%.xml,'%%pin%% is a secret'",
        "%%blffirstname1%%,'%%blffirstname1%% is a secret'",
        "%%ext_first_name_01%%,'%%ext_first_name_01%% is a secret'",
        "$account.authPassword,the file name reads a secret",
        "#set($x = $vars.pin.length())${phone.mac}$x,the file name reads a secret",
        "${phone.mac}#if($vars.pin == '1')x#end,the file name reads a secret",
        "${phone.mac}$vars['pin'],the file name reads a secret",
        "${phone.mac}$vars.get('pin'),the file name reads a secret",
        "#foreach($v in $vars)$v#end,the file name reads a secret",
        "#set($l = [$account.displayName])$l[0],the file name reads a secret",
    })
    void aFileNameWithASecretIsAnErrorAtItsLine(String file, String message) throws IOException {
        person(SECRET);
        String syntax = file.contains("$") ? " syntax=\"velocity\"" : "";
        template("\n filename=\"" + file.replace("\"", "&quot;") + '"' + syntax, "x");
        terminal.run("check");
        terminal.run("render");
        assertThat(terminal.output())
                .contains("templates/phones/t.xml:2:", message)
                .doesNotContain("unter2", "4321-Pin");
        assertThat(Files.exists(root.resolve("out/provisioning/" + SECRET))).isFalse();
    }

    private void person(String secret) throws IOException {
        terminal.write("secrets.yaml", "last: " + secret + "-Last\npin: 4321-Pin\n");
        terminal.write(
                "extensions.d/100.yaml",
                "extension: 100\nfirst_name: !secret last\nlast_name: !secret last\nauth_id: a100\nauth_password: "
                        + secret
                        + "\npbx_ip: h\nphone: {mac: 000000000100, model: T, blf: [{type: extension, number: 123, first_name: !secret last}],"
                        + " vars: {note: 'it is " + secret + " again', part: 'sip:100:" + secret
                        + "@h', pin: !secret pin, port: 4321}}\n");
    }

    private void template(String attributes, String content) throws IOException {
        terminal.write(
                "templates/phones/t.xml",
                "<doc><header><type>phone-template</type><name>T</name></header><data><device><deviceconfig "
                        + attributes + "><![CDATA[" + content + "\n]]></deviceconfig></device></data></doc>");
    }
}
