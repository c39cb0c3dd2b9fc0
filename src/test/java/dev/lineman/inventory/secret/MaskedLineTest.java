package dev.lineman.inventory.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedLineTest {
    private static final String FILE = """
            extension: 100
            first_name: "Jane"   # née s3cret
            frist_name: Jane
            auth_password: s3cret
            auth_pasword: s3cret
            pbx_ip: !env s3cret!
            last_name: !secret
            # was s3cret
            provisioning:
              user: s3cret
              token: s3cret
              allow: 10.0.0.0/8
            vars:
              sip_port: 5060
              voicemail_pin: 1234
              book_url: http://phones:s3cret@h/book.xml
              fw_url: http://h/fw/a.rom?model=T46S
            phone:
              mac: 00:04:13:zz
              model: {s3cret: s3cret}
              vars:
                vm_number: 999
                admin_password: s3cret
            """;

    @Test
    void aValueThatIsNoSecretIsShown() {
        assertThat(quoted("extension: 100")).isEqualTo("extension: 100");
        assertThat(quoted("mac: ")).isEqualTo("  mac: 00:04:13:zz");
        assertThat(quoted("sip_port")).isEqualTo("  sip_port: 5060");
        assertThat(quoted("fw_url")).isEqualTo("  fw_url: http://h/fw/a.rom?model=T46S");
        assertThat(quoted("vm_number")).isEqualTo("    vm_number: 999");
        assertThat(quoted("allow")).isEqualTo("  allow: 10.0.0.0/8");
        assertThat(quoted("provisioning:")).isEqualTo("provisioning:");
    }

    @Test
    void aValueThatMayBeASecretIsMasked() {
        assertThat(quoted("auth_password")).isEqualTo("auth_password: ••••••");
        assertThat(quoted("auth_pasword")).isEqualTo("auth_pasword: ••••••");
        assertThat(quoted("frist_name")).isEqualTo("frist_name: ••••••");
        assertThat(quoted("user:")).isEqualTo("  user: ••••••");
        assertThat(quoted("token:")).isEqualTo("  token: ••••••");
        assertThat(quoted("voicemail_pin")).isEqualTo("  voicemail_pin: ••••••");
        assertThat(quoted("book_url")).isEqualTo("  book_url: ••••••");
        assertThat(quoted("admin_password")).isEqualTo("    admin_password: ••••••");
        assertThat(quoted("model: {")).isEqualTo("  model: ••••••");
        assertThat(quoted("first_name: \"")).isEqualTo("first_name: ••••••");
        assertThat(quoted("pbx_ip")).isEqualTo("pbx_ip: !env ••••••");
        assertThat(quoted("# was")).isEqualTo("••••••");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth_password: !secret bonn-101_a.b | auth_password: !secret bonn-101_a.b",
                "auth_pasword: !secret Tür | auth_pasword: !secret Tür",
                "- auth_password: !secret desk | - auth_password: !secret desk",
                "pbx_ip: !env PBX_2 | pbx_ip: !env PBX_2",
                "sip2_password: !secret desk | ••••••: !secret desk",
                "auth_password: !secret desk # was s3cret | auth_password: !secret desk # ••••••",
                "auth_password: !secret desk #s3cret | auth_password: !secret desk # ••••••",
                "provisioning: {user: s3cret, password: !secret fetch, token: !env T} "
                        + "| provisioning: •••••• !secret fetch •••••• !env T ••••••",
                "codecs: [s3cret, !secret a] | codecs: •••••• !secret a ••••••"
            })
    void theNameOfASecretIsShown(String line, String shown) {
        assertThat(MaskedLine.mask("x.yaml", List.of(line), 1)).isEqualTo(shown);
        assertThat(MaskedLine.mask("x.yaml", List.of("vars:", "  " + line), 2)).isEqualTo("  " + shown);
        assertThat(MaskedLine.mask("x.yaml", List.of("vars:", "  pin: |", "    " + line), 3))
                .isEqualTo("    ••••••");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth_password: !secret s3cret!",
                "auth_password: !secret s3cret s3cret",
                "auth_password: !secret 's3cret'",
                "auth_password: !secret {s3cret: 1}",
                "auth_password: !secret",
                "auth_password: s3cret !secret s3cret",
                "auth_password: \"s3cret, !secret s3cret, x\"",
                "provisioning: {password: 'a, !secret s3cret, b'}",
                "provisioning: {password: a !secret s3cret, user: b}",
                "provisioning: {user: b} # a, !secret s3cret, b",
                "label: #s3cret",
                "label: x #s3cret"
            })
    void textThatIsNoNameOfASecretIsMasked(String line) {
        assertThat(MaskedLine.mask("x.yaml", List.of(line), 1)).doesNotContain("s3cret");
    }

    @Test
    void noLineOfTheFileShowsTheSecret() {
        List<String> lines = FILE.lines().toList();
        for (int i = 1; i <= lines.size(); i++) {
            assertThat(MaskedLine.mask("x.yaml", lines, i)).doesNotContain("s3cret");
        }
    }

    @Test
    void aLineInsideAValueIsMasked() {
        for (String start : List.of("auth_password: |", "auth_password: >-", "auth_password: \"", "auth_password: a")) {
            assertThat(MaskedLine.mask("x.yaml", List.of("extension: 1", start, "  label: s3cret", "  model: x"), 3))
                    .as(start)
                    .isEqualTo("  ••••••");
        }
        assertThat(MaskedLine.mask("x.yaml", List.of("phone:", "  auth_password: |", "    model: s3cret"), 3))
                .isEqualTo("    ••••••");
    }

    @Test
    void aListOfExtensionsIsMaskedLikeOneExtension() {
        List<String> lines = List.of("- extension: 100", "  auth_password: s3cret", "  phone:", "    mac: zz");
        assertThat(MaskedLine.mask("x.yaml", lines, 1)).isEqualTo("- extension: 100");
        assertThat(MaskedLine.mask("x.yaml", lines, 2)).isEqualTo("  auth_password: ••••••");
        assertThat(MaskedLine.mask("x.yaml", lines, 4)).isEqualTo("    mac: zz");
    }

    @Test
    void aKeyThatIsNoNameIsMasked() {
        assertThat(MaskedLine.mask("x.yaml", List.of("s3cret: x"), 1)).isEqualTo("••••••");
        assertThat(MaskedLine.mask("x.yaml", List.of("{extension: 1, auth_password: s3cret}"), 1))
                .isEqualTo("••••••");
        assertThat(MaskedLine.mask("x.yaml", List.of("\ts3cret"), 1)).isEqualTo("••••••");
    }

    @Test
    void aKeyThatDefaultsCannotHaveIsMasked() {
        List<String> lines = List.of("mac: s3cret", "pbx_ip: 10.0.0.1");
        assertThat(MaskedLine.mask("extensions.d/_defaults.yaml", lines, 1)).isEqualTo("mac: ••••••");
        assertThat(MaskedLine.mask("extensions.d/_defaults.yaml", lines, 2)).isEqualTo("pbx_ip: 10.0.0.1");
    }

    private static String quoted(String part) {
        List<String> lines = FILE.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(part)) {
                return MaskedLine.mask("x.yaml", lines, i + 1);
            }
        }
        throw new AssertionError(part);
    }
}
