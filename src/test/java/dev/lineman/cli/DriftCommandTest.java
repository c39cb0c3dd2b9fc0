package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.cli.program.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lineman drift}: what phones have uploaded, beside what the inputs give them. */
class DriftCommandTest {
    private static final String POLY = "0004f2aabbcc";
    private static final String YEALINK = "805ec0010203";
    private static final String CISCO = "00562b043615";

    @TempDir
    Path root;

    private Terminal terminal;

    @BeforeEach
    void createRoot() throws IOException {
        terminal = Terminal.withBuiltInTemplates(root);
        write("extensions.d/_defaults.yaml", """
                pbx_ip: pbx.example.net
                vars:
                  admin_password: Zq81kkLongPass
                  ntp_server: pool.ntp.org
                """);
        write("extensions.d/100.yaml", extension(100, POLY, "Poly VVX 450"));
        write(
                "extensions.d/101.yaml",
                extension(101, YEALINK, "Yealink T54W")
                        .replace("T54W}", "T54W, settings: {features.dnd.large_icon.enable: 1}}"));
        write("extensions.d/102.yaml", extension(102, CISCO, "Cisco 8851"));
    }

    private static String extension(int number, String mac, String model) {
        return """
                extension: %1$d
                first_name: Ann
                last_name: Lee%1$d
                auth_id: user%1$d
                auth_password: sEcret%1$dPw
                phone: {mac: %2$s, model: %3$s}
                """.formatted(number, mac, model);
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void upload(String mac, String name, String text) throws IOException {
        write("out/.lineman/uploads/" + mac + '/' + name, text);
    }

    private String drift(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "drift";
        System.arraycopy(words, 0, all, 1, words.length);
        assertThat(terminal.run(all)).as(terminal.err()).isEqualTo(ExitCode.OK);
        return terminal.out();
    }

    @Test
    void thePhonesValueIsBesideTheGivenOneAndTheLinesThatGiveIt() throws IOException {
        upload(POLY, POLY + "-web.cfg", """
                <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
                <PHONE_CONFIG>
                  <OVERRIDES tcpIpApp.sntp.address="10.0.0.9" reg.1.auth.password="stolen" up.backlight.idleIntensity="2"
                    reg.1.displayName="R&amp;D" my.loginPassword="1234"/>
                </PHONE_CONFIG>
                """);
        String out = drift();
        assertThat(out)
                .contains("phone 0004f2aabbcc (100 Ann Lee100) overrides 3 of your values\n")
                .contains("""
                            tcpIpApp.sntp.address
                              the phone uses  10.0.0.9
                              you give        pool.ntp.org
                              by ntp_server from folder extensions.d at extensions.d/_defaults.yaml:4:15
                              in the template at templates/lib/poly-time.vm:3:3
                        """)
                .contains("""
                            reg.1.auth.password
                              the phone uses  ••••••
                              you give        ••••••
                              by ext_auth_pw_01 from the extension at extensions.d/100.yaml:5:16
                        """)
                .contains("      the phone uses  R&D\n")
                .contains("      up.backlight.idleIntensity = 2\n")
                .contains("      my.loginPassword = ••••••\n")
                .endsWith("1 of 1 phone with uploaded values overrides 3 values\n")
                .doesNotContain("stolen", "sEcret100Pw", "1234");
    }

    @Test
    void yealinkAndCiscoAreReadInTheirOwnFormat() throws IOException {
        upload(YEALINK, YEALINK + "-local.cfg", """
                #!version:1.0.0.1
                local_time.ntp_server1 = 10.0.0.9
                features.dnd.large_icon.enable = 0
                account.1.password = stolen
                account.1.label = other
                phone_setting.ring_type = Ring3.wav
                wifi.1.key = wpaKey-77
                linekey.9.value = 4711
                """);
        upload(CISCO, "report-" + CISCO + ".xml", """
                <device><flat-profile>
                <Primary_NTP_Server ua="na">10.0.0.9</Primary_NTP_Server>
                <Admin_Password ua="na">********</Admin_Password>
                <Proxy_1_ ua="na">pbx.example.net</Proxy_1_>
                <Never_Given ua="na">x</Never_Given>
                </flat-profile></device>
                """);
        String yealink = drift("101");
        assertThat(yealink)
                .contains("overrides 4 of your values")
                .contains("by ntp_server from", "at extensions.d/_defaults.yaml:4:15")
                .contains("by settings.features.dnd.large_icon.enable from", "at extensions.d/101.yaml:6:")
                .contains("      phone_setting.ring_type = Ring3.wav\n", "      wifi.1.key = ••••••\n")
                .contains("linekey.9.value", "4711")
                .doesNotContain("stolen", "sEcret101Pw", "wpaKey-77");
        String cisco = drift("00:56:2b:04:36:15");
        assertThat(cisco)
                .contains("phone 00562b043615 (102 Ann Lee102) overrides 1 of your values\n")
                .contains("    Primary_NTP_Server\n", "by ntp_server from")
                .doesNotContain("Never_Given", "Admin_Password", YEALINK);
        assertThat(drift()).contains("2 of 2 phones with uploaded values override 5 values\n");
    }

    @Test
    void aValueInTwoUploadsCountsOnce() throws IOException {
        upload(POLY, POLY + "-phone.cfg", "<PHONE_CONFIG><O tcpIpApp.sntp.address=\"10.0.0.9\"/></PHONE_CONFIG>");
        upload(POLY, POLY + "-web.cfg", "<PHONE_CONFIG><O tcpIpApp.sntp.address=\"10.0.0.8\"/></PHONE_CONFIG>");
        assertThat(drift())
                .contains("overrides 1 of your values\n", "10.0.0.9", "10.0.0.8")
                .containsPattern("-phone\\.cfg, received \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\n");
    }

    @Test
    void jsonHasTheSame() throws IOException {
        upload(POLY, POLY + "-phone.cfg", "<PHONE_CONFIG><O tcpIpApp.sntp.address=\"10.0.0.9\"/></PHONE_CONFIG>");
        assertThat(drift("--json"))
                .startsWith(
                        "[{\"mac\":\"0004f2aabbcc\",\"label\":\"100 Ann Lee100\",\"overridden\":1,\"uploads\":[{\"file\":")
                .contains("\"name\":\"tcpIpApp.sntp.address\",\"used\":\"10.0.0.9\",\"given\":\"pool.ntp.org\"")
                .contains("\"at\":\"extensions.d/_defaults.yaml:4:15\"");
    }

    @Test
    void aFileThatCannotBeComparedSaysWhy() throws IOException {
        upload(POLY, POLY + "-phone.cfg", "<PHONE_CONFIG><O a.b=\"1\"");
        Files.createDirectories(root.resolve("out/.lineman/uploads/" + YEALINK));
        Files.write(
                root.resolve("out/.lineman/uploads/" + YEALINK + '/' + YEALINK + "-local.cfg"),
                new byte[] {(byte) 0x80, (byte) 0xff, 1});
        assertThat(drift())
                .contains("phone 0004f2aabbcc (100 Ann Lee100) has uploaded nothing that can be compared\n")
                .contains("    cannot be compared: it is not in the format of the phone's files;")
                .contains("    cannot be compared: it is not text; the phone may have encrypted it\n");
        upload(POLY, POLY + "-phone.cfg", "\n");
        upload(POLY, POLY + "-web.cfg", "<PHONE_CONFIG/>");
        assertThat(drift("100"))
                .startsWith("phone 0004f2aabbcc (100 Ann Lee100) overrides none of your values\n")
                .contains("    cannot be compared: it is empty\n");
        write("extensions.d/100.yaml", extension(100, POLY, "Poly VVX 9999"));
        assertThat(drift("100"))
                .startsWith("phone 0004f2aabbcc (100 Ann Lee100) has uploaded nothing that can be compared\n")
                .contains("    cannot be compared: the phone has no template that can be read,");
    }

    @Test
    void aHostileFileChangesNoTerminalAndFillsNoScreen() throws IOException {
        StringBuilder file = new StringBuilder("local_time.ntp_server1 = \u001b[31mred" + "x".repeat(1000) + "\n");
        for (int i = 0; i < 5000; i++) {
            file.append("a.").append(i).append(" = \u202e").append(i).append('\n');
        }
        upload(YEALINK, YEALINK + "-local.cfg", file.toString());
        String out = drift();
        assertThat(out)
                .contains("      the phone uses   [31mred", "x…\n", "      and 4980 more\n")
                .doesNotContain("\u001b", "\u202e", "x".repeat(201));
        assertThat(drift("--json")).contains("\"added_count\":5000").hasSizeLessThan(20_000);
    }

    @Test
    void withoutUploadsItSaysHowToGetThem() {
        assertThat(drift())
                .isEqualTo("no phone has uploaded its values; phones can upload with: lineman run --uploads\n");
        assertThat(drift("100")).startsWith("this phone has not uploaded its values;");
        assertThat(terminal.run("drift", "999")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.err()).contains("no phone has the MAC or extension '999'");
    }
}
