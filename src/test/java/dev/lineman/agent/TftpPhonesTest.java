package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.TftpPermission;
import dev.lineman.operator.explain.PhoneLookup;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files may go out by TFTP, from the inputs. */
class TftpPhonesTest {
    @TempDir
    Path root;

    private AgentFixture agentFixture;
    private PhoneLookup phones;

    @BeforeEach
    void open() throws IOException {
        agentFixture = AgentFixture.onDisk(root);
        agentFixture.template("cfg%%mac_address%%", "%%extension_first_name%%");
        phones = new PhoneLookup(agentFixture::state);
    }

    @AfterEach
    void close() throws IOException {
        agentFixture.close();
    }

    private TftpPermission permission(int number) {
        return phones.tftpPermission("provisioning/cfg" + AgentFixture.mac(number));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                            | ''                            | DENIED",
                "''                                            | provisioning: {tftp: true}    | PERMITTED",
                "provisioning: {tftp: true}                    | ''                            | PERMITTED",
                "provisioning: {tftp: true}                    | provisioning: {tftp: false}   | DENIED",
                "'models: {X: {provisioning: {tftp: true}}}'   | ''                            | PERMITTED",
            })
    void theNearestValueDecides(String defaults, String extension, TftpPermission expected) throws Exception {
        agentFixture.write("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1", "model: X", defaults);
        agentFixture.extension(100, extension);
        agentFixture.runCycle();
        assertThat(permission(100)).isEqualTo(expected);
        assertThat(agentFixture.access("provisioning/cfg" + AgentFixture.mac(100)))
                .as("no condition")
                .isEmpty();
    }

    @Test
    void aModelFileDecidesForItsModels() throws Exception {
        agentFixture.write(
                "templates/models/x.yaml", "family: Test", "template: x", "features: [tftp]", "models: {Test X: {}}");
        agentFixture.write("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1", "model: Test X");
        agentFixture.extension(100);
        agentFixture.extension(101, "provisioning: {tftp: false}");
        agentFixture.runCycle();
        assertThat(agentFixture.problems()).isEmpty();
        assertThat(permission(100)).isEqualTo(TftpPermission.PERMITTED);
        assertThat(permission(101)).isEqualTo(TftpPermission.DENIED);
    }

    @Test
    void beforeTheFirstCycleNothingIsKnownAndStaticFilesAreForAll() throws Exception {
        agentFixture.extension(100);
        agentFixture.write("templates/static/firmware.bin", "x");
        assertThat(permission(100)).isEqualTo(TftpPermission.UNKNOWN);
        agentFixture.runCycle();
        assertThat(permission(100)).isEqualTo(TftpPermission.DENIED);
        assertThat(phones.tftpPermission("provisioning/firmware.bin")).isEqualTo(TftpPermission.PERMITTED);
        assertThat(phones.tftpPermission("provisioning/nothing")).isEqualTo(TftpPermission.DENIED);
    }

    @Test
    void aPhoneWhoseExtensionCannotBeReadKeepsItsLastAnswer() throws Exception {
        agentFixture.extension(100, "provisioning: {tftp: true}");
        agentFixture.runCycle();
        assertThat(permission(100)).isEqualTo(TftpPermission.PERMITTED);
        agentFixture.write("extensions.d/100.yaml", "{extension: 100");
        agentFixture.runCycle();
        assertThat(permission(100)).isEqualTo(TftpPermission.PERMITTED);
    }

    @Test
    void aFileThatSeveralPhonesMakeIsServedIfOneOfThemUsesTftp() throws Exception {
        agentFixture.template("common.cfg", "same");
        agentFixture.extension(100);
        agentFixture.extension(101);
        agentFixture.runCycle();
        assertThat(phones.tftpPermission("provisioning/common.cfg")).isEqualTo(TftpPermission.DENIED);
        agentFixture.extension(101, "provisioning: {tftp: true}");
        agentFixture.runCycle();
        assertThat(phones.tftpPermission("provisioning/Common.cfg")).isEqualTo(TftpPermission.PERMITTED);
    }
}
