package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files go, which stay, and when. */
class RemovalTest {
    @TempDir
    Path root;

    private Premises premises;

    @BeforeEach
    void open() throws IOException {
        premises = Premises.onDisk(root);
        premises.template("cfg%%mac_address%%", "%%extension_first_name%%");
        premises.extension(100);
        premises.extension(101);
        premises.look();
        assertThat(premises.problems()).isEmpty();
    }

    @AfterEach
    void close() throws IOException {
        premises.close();
    }

    @Test
    void aFileGoesWhenNobodyHasClaimedItForLongEnough() throws IOException {
        premises.delete("extensions.d/100.yaml");
        premises.look();
        premises.pass(Premises.SETTLE.minusMillis(1));
        premises.look();
        assertThat(premises.out(cfg(100))).isEqualTo("F100\n");
        premises.pass(Duration.ofMillis(1));
        assertThat(premises.look().counters().removed()).isEqualTo(1);
        assertThat(premises.out(cfg(100))).isNull();
        assertThat(premises.out(cfg(101))).isEqualTo("F101\n");
    }

    @Test
    void aNameThatIsClaimedAgainInTimeKeepsItsFile() throws IOException {
        Object identity = premises.identity(cfg(100));
        premises.delete("extensions.d/100.yaml");
        premises.look();
        premises.pass(Duration.ofSeconds(1));
        premises.extension("extensions.d/berlin/100.yaml", 100);
        premises.look();
        premises.pass(Premises.SETTLE);
        premises.look();
        assertThat(premises.identity(cfg(100))).isEqualTo(identity);
    }

    @Test
    void aClockThatIsSetBackDoesNotKeepFilesForEver() throws IOException {
        premises.delete("extensions.d/100.yaml");
        premises.look();
        premises.pass(Duration.ofDays(-1));
        premises.look();
        premises.pass(Premises.SETTLE);
        premises.look();
        assertThat(premises.out(cfg(100))).isNull();
    }

    @Test
    void whatWentWhileTheAgentWasDownGoesOnceItHasSettled() throws IOException {
        premises.delete("extensions.d/100.yaml");
        premises.restart();
        premises.lookAround();
        assertThat(premises.out(cfg(100))).isEqualTo("F100\n");
        premises.pass(Premises.SETTLE);
        premises.look();
        assertThat(premises.out(cfg(100))).isNull();
    }

    @Test
    void aPhoneWhoseTemplateIsGoneKeepsItsFile() throws IOException {
        premises.delete("templates/phones/x.xml");
        premises.look();
        premises.pass(Premises.SETTLE);
        premises.look();
        assertThat(premises.out(cfg(100))).isEqualTo("F100\n");
        assertThat(premises.problems()).hasSize(1);
        assertThat(premises.problems().get(0)).contains("model 'X'", Premises.mac(100), Premises.mac(101));
        premises.restart();
        premises.lookAround();
        premises.pass(Premises.SETTLE);
        premises.look();
        assertThat(premises.out(cfg(100))).isEqualTo("F100\n");
    }

    @Test
    void anInputFolderThatIsGoneTakesNothingAway() throws IOException {
        Files.move(root.resolve("extensions.d"), root.resolve("away"));
        premises.lookAround();
        premises.pass(Premises.SETTLE);
        premises.lookAround();
        assertThat(premises.out(cfg(100))).isEqualTo("F100\n");
        premises.restart();
        premises.lookAround();
        premises.pass(Premises.SETTLE);
        premises.lookAround();
        assertThat(premises.out(cfg(100))).isEqualTo("F100\n");
        assertThat(premises.problems()).anyMatch(problem -> problem.startsWith("extensions.d:"));
        Files.move(root.resolve("away"), root.resolve("extensions.d"));
        assertThat(Cycles.changesNothing(premises.lookAround().plan())).isTrue();
        assertThat(premises.problems()).isEmpty();
    }

    @Test
    void differentContentForOneNameIsAnErrorThatDissolvesWhenOneGoes() throws IOException {
        premises.template("shared.cfg", "same for all");
        premises.look();
        assertThat(premises.out("provisioning/shared.cfg")).isEqualTo("same for all\n");
        premises.template("shared.cfg", "%%extension_first_name%%");
        premises.look();
        assertThat(premises.problems()).hasSize(1);
        assertThat(premises.problems().get(0))
                .startsWith("out/provisioning/shared.cfg")
                .contains(Premises.mac(100), Premises.mac(101));
        assertThat(premises.out("provisioning/shared.cfg")).isEqualTo("same for all\n");

        premises.restart();
        premises.lookAround();
        assertThat(premises.problems()).as("told again by the next process").hasSize(1);

        premises.delete("extensions.d/100.yaml");
        premises.look();
        assertThat(premises.problems()).isEmpty();
        assertThat(premises.out("provisioning/shared.cfg")).isEqualTo("F101\n");
    }

    @Test
    void aSurvivorThatFailsBringsItsContentOnceItIsMended() throws IOException {
        premises.extension(101, "vars: {x: one}");
        premises.extension(100, "vars: {x: one}");
        premises.template("shared.cfg", "%%x%%");
        premises.look();
        premises.extension(100, "vars: {x: two}");
        premises.look();
        assertThat(premises.problems()).as("a collision").hasSize(1);
        premises.extension(100);
        premises.look();
        premises.delete("extensions.d/101.yaml");
        premises.look();
        assertThat(premises.out("provisioning/shared.cfg"))
                .as("the survivor cannot be made")
                .isEqualTo("one\n");
        premises.extension(100, "vars: {x: two}");
        premises.look();
        assertThat(premises.out("provisioning/shared.cfg")).isEqualTo("two\n");
        assertThat(premises.problems()).isEmpty();
    }

    @Test
    void namesThatDifferOnlyInCaseAreAnError() throws IOException {
        premises.template("%%f%%.cfg", "%%f%%");
        premises.extension(100, "vars: {f: ABC}");
        premises.extension(101, "vars: {f: abc}");
        premises.look();
        assertThat(premises.problems()).hasSize(1);
        assertThat(premises.problems().get(0)).contains("only in case", Premises.mac(100), Premises.mac(101));
        assertThat(premises.out("provisioning/abc.cfg")).isNull();
        premises.extension(101, "vars: {f: other}");
        premises.look();
        assertThat(premises.problems()).isEmpty();
        assertThat(premises.out("provisioning/ABC.cfg")).isEqualTo("ABC\n");
        assertThat(premises.out("provisioning/other.cfg")).isEqualTo("other\n");
    }

    @Test
    void aSiteHasAFolderOfItsOwn() throws IOException {
        premises.write("extensions.d/acme/_defaults.yaml", "site: acme");
        premises.move("extensions.d/100.yaml", "extensions.d/acme/100.yaml");
        premises.look();
        premises.pass(Premises.SETTLE);
        premises.look();
        assertThat(premises.out("provisioning/acme/cfg" + Premises.mac(100))).isEqualTo("F100\n");
        assertThat(premises.out(cfg(100))).isNull();
    }

    @Test
    void oneContentForManyPhonesIsRenderedOnce() throws IOException {
        premises.template("shared.cfg", "same for all, at %%pbx_ip%%");
        assertThat(premises.look().counters().rendered()).isEqualTo(1);
        assertThat(premises.out("provisioning/shared.cfg")).isEqualTo("same for all, at 10.0.0.1\n");
        premises.delete("extensions.d/100.yaml");
        premises.look();
        premises.pass(Premises.SETTLE);
        premises.look();
        assertThat(premises.out("provisioning/shared.cfg")).isEqualTo("same for all, at 10.0.0.1\n");
    }

    private static String cfg(int number) {
        return "provisioning/cfg" + Premises.mac(number);
    }
}
