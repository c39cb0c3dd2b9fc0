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

/** Secrets in the URLs of extension files: phones get them, and no command shows them. */
class UrlSecretViewsTest {
    @TempDir
    Path root;

    private Terminal terminal;

    @BeforeEach
    void open() {
        terminal = new Terminal(root);
    }

    /** The last column is the part of the URL that is shown all the same. */
    @ParameterizedTest
    @CsvSource({
        "provisioning_url: http://10.0.0.1:5481/provisioning/Un-Hunter2-guessable/,Hunter2,http://10.0.0.1:5481/provisioning/••••••/",
        "provisioning_url: http://10.0.0.1/acme/Un-Hunter2-guessable/%7Bmac%7D.xml,Hunter2,http://10.0.0.1/acme/••••••/",
        "provisioning_url: http://phones:Hunter2-Hunter2@10.0.0.1/provisioning,Hunter2,http://phones:••••••@10.0.0.1/provisioning",
        "provisioning_url: http://phones:Hunter2@10.0.0.1/provisioning,Hunter2,••••••",
        "provisioning_url: https://h/p?auth=Hunter2-Hunter2&model=T46S,Hunter2,&model=T46S",
        "provisioning_url: http://h/p?key=Hunter2,Hunter2,••••••",
        "provisioning_url: 'http://phones:Hunter2&<Hunter2@h/p',Hunter2,http://phones:••••••@h/p",
        "vars: {phonebook_url: 'http://phones:Hunter2-Hunter2@h/book.xml'},Hunter2,••••••@h/book.xml",
        "vars: {phonebook_url: 'http://phones:Hunter2@h/book.xml'},Hunter2,••••••",
        "vars: {phonebook_url: 'http://h/book.xml?token=Hunter2-Hunter2'},Hunter2,http://h/book.xml?token=••••••",
    })
    void aUrlIsShownWithoutItsSecrets(String line, String secret, String shown) throws IOException {
        String url = line.replaceAll("^.*?'?(https?://[^'}]*).*$", "$1");
        extension("first_name: A\n" + line);
        String name = line.startsWith("vars") ? "phonebook_url" : "PROVLINK";
        template("%%mac_address%%", "url=%%" + name + "%%");
        template("v-${phone.mac}", "#set($u = $vars." + name + ")#set($l = [$u, \"$u/x\"])$l[1]");
        terminal.run("render");
        assertThat(Files.readString(root.resolve("out/provisioning/000000000100")))
                .isEqualTo("url=" + url + "\n");
        terminal.run("explain", "100");
        terminal.run("explain", "100", "--format", "json");
        template("%%mac_address%%", "url=%%" + name + "%% more");
        template("v-${phone.mac}", "more $vars." + name);
        terminal.run("plan");
        extension("first_name: B\n" + line.replace(secret, secret.replace('2', '3')));
        terminal.run("plan");
        terminal.run("plan", "--format", "json");
        terminal.run("check");
        assertThat(terminal.output())
                .contains("••••••")
                .doesNotContain(secret)
                .doesNotContain(secret.replace('2', '3'));
    }

    @Test
    void anOverriddenValueIsShownWithoutItsSecrets() throws IOException {
        terminal.write(
                "extensions.d/_defaults.yaml", "provisioning_url: http://phones:Hunter2@10.0.0.2/provisioning\n");
        extension("first_name: A\nprovisioning_url: http://10.0.0.1/provisioning");
        template("%%mac_address%%", "url=%%PROVLINK%% host=%%PROVLINK.HOST%%");
        terminal.run("explain", "100");
        assertThat(terminal.output()).contains("http://10.0.0.1/provisioning").doesNotContain("Hunter2");
    }

    @Test
    void aUrlWithoutSecretsIsShown() throws IOException {
        extension("first_name: A\nsite: a-very-long-site-of-a-customer\n"
                + "provisioning_url: http://10.0.0.1/provisioning/a-very-long-site-of-a-customer/");
        template("%%mac_address%%", "url=%%PROVLINK%%");
        terminal.run("plan");
        terminal.run("explain", "100");
        assertThat(terminal.output())
                .contains("+url=http://10.0.0.1/provisioning/a-very-long-site-of-a-customer/")
                .doesNotContain("•http", "•/");
    }

    private void extension(String more) throws IOException {
        terminal.write(
                "extensions.d/100.yaml",
                "extension: 100\nlast_name: B\nauth_id: a100\nauth_password: 0.9.8.7\npbx_ip: h\n" + more
                        + "\nphone: {mac: 000000000100, model: T}\n");
    }

    private void template(String file, String content) throws IOException {
        boolean velocity = file.indexOf('$') >= 0;
        String path = "templates/phones/t.xml";
        String config = "<deviceconfig filename=\"" + file + "\" escape=\"none\""
                + (velocity ? " syntax=\"velocity\"" : "") + "><![CDATA[" + content + "\n]]></deviceconfig>";
        String begin = "<doc><header><type>phone-template</type><name>T</name></header><data><device>";
        String before = velocity ? Files.readString(root.resolve(path)).replaceFirst("</device>.*", "") : begin;
        terminal.write(path, before + config + "</device></data></doc>");
    }
}
