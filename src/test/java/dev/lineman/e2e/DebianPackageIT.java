package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package on a new machine: with systemd and without, from the installation to the purge. */
@SystemTest
class DebianPackageIT {
    private static final Path PACKAGE = Jar.FILE.resolveSibling("lineman.deb");

    /** What the test did, and how long it took. The continuous integration prints it. */
    private static final Path RECORD = Jar.FILE.resolveSibling("lineman.deb.txt");

    /** The file of the phone that {@code init} makes. */
    private static final String PHONE_FILE = "00005e005301.cfg";

    private static final String EXTENSION = "/srv/lineman/extensions.d/100.yaml";
    private static final String INSTALL = "cd / && apt-get install -y -qq ";

    @TempDir
    Path folder;

    private final List<String> record = new ArrayList<>();
    private DebianTree machine;

    @BeforeEach
    void aNewMachine() throws Exception {
        assertThat(PACKAGE).exists();
        record.add("the Debian package");
        step("made the machine", () -> machine = DebianTree.make(folder));
        record.set(0, "the Debian package in " + machine.kind());
        machine.add(PACKAGE, "lineman.deb");
    }

    @AfterEach
    void close() throws Exception {
        try {
            Files.write(RECORD, record);
        } finally {
            if (machine != null) {
                machine.destroy();
            }
        }
    }

    @Test
    void aNewMachineInstallsServesUpgradesRemovesAndPurges() throws Exception {
        step(
                "without systemd: apt-get install ./lineman.deb, with Java",
                () -> succeeds(machine.chroot(
                        "test ! -e /run/systemd/system && apt-get update -qq && " + INSTALL + "./lineman.deb")));
        step("lineman init --yes, lineman run, an edit, and the phone's file with curl", this::anOwnRootIsServed);
        step("purge", this::purgeWithoutSystemdKeepsTheInputs);
        step("with systemd: started it", machine::boot);
        step("apt-get install ./lineman.deb, an edit in /srv/lineman, and the phone's file with curl", () -> {
            succeeds(machine.run(INSTALL + "./lineman.deb"));
            serves("Jane", 5481);
            succeeds(machine.run("sed -i s/Jane/Joan/ " + EXTENSION));
            serves("Joan", 5481);
        });
        step("isolation, owners", () -> {
            theServiceIsIsolated();
            theInputsBelongToThePullAndTheSecretsToTheService();
        });
        step("files of another user, and their repair", this::aUserWithoutRightsGetsTheReason);
        step("another Java", this::anUpdateOfJavaMakesTheClassArchiveAgain);
        step("upgrade", this::anUpgradeKeepsConfigurationAndState);
        step("adopt on the page", this::thePageAdoptsAPhoneOnlyWithItsDropIn);
        step("pull", this::theTimerPullsAsThePageDescribes);
        step("upgrade of a disabled service", this::aServiceThatIsOffStaysOff);
        step("remove, install again", this::removalStopsTheService);
        step("purge", this::purgeKeepsInputsAndSecrets);
    }

    private void anOwnRootIsServed() throws Exception {
        String script = """
                set -e
                cd "$(mktemp -d)"
                lineman init --yes
                lineman run --bind 127.0.0.1 --port PORT --admin-port 0 > log 2>&1 &
                trap 'kill $!; cat log' EXIT
                serves() { timeout 60 sh -c "until curl -fs http://127.0.0.1:PORT/provisioning/FILE | grep $1; do sleep 0.1; done"; }
                serves Jane
                sed -i s/Jane/Joan/ extensions.d/100.yaml
                serves Joan
                """;
        succeeds(machine.chroot(
                script.replace("PORT", Integer.toString(Ports.free())).replace("FILE", PHONE_FILE)));
    }

    private void purgeWithoutSystemdKeepsTheInputs() throws Exception {
        succeeds(machine.chroot("""
                set -e
                cd /srv/lineman && mount --bind out out && cd /
                apt-get purge -y -qq lineman
                cd /srv/lineman && test -z "$(ls -A out)" && umount out && rmdir out
                """));
        assertThat(machine.chroot("ls -A /srv/lineman /var/lib/lineman /etc/default/lineman")
                        .out())
                .contains("extensions.d", "secrets.yaml")
                .doesNotContain("out", "/etc/default/lineman")
                .noneMatch(line -> line.startsWith("lineman."));
        // The next installation finds an empty folder of root.
        succeeds(machine.chroot("rm -r /srv/lineman && mkdir -m 0755 /srv/lineman"));
    }

    private void theServiceIsIsolated() throws Exception {
        assertThat(out("systemctl is-enabled lineman.service lineman-pull.timer"))
                .containsExactly("enabled", "disabled");
        assertThat(out("systemd-analyze verify lineman.service lineman-pull.service lineman-pull.timer"))
                .isEmpty();
        succeeds(machine.run("systemd-analyze security --no-pager --threshold=20 lineman.service"));
        assertThat(out("cat /proc/$(systemctl show -P MainPID lineman)/maps"))
                .anyMatch(line -> line.matches(".*/var/lib/lineman/lineman\\..+\\.(jsa|aot)"));
    }

    private void theInputsBelongToThePullAndTheSecretsToTheService() throws Exception {
        assertThat(
                        out(
                                "cd /srv/lineman && stat -c '%n %U:%G %a' . extensions.d extensions.d/100.yaml secrets.yaml out /etc/default/lineman"))
                .containsExactly(
                        ". lineman-git:lineman 2750",
                        "extensions.d lineman-git:lineman 2750",
                        "extensions.d/100.yaml lineman-git:lineman 640",
                        "secrets.yaml lineman:lineman 600",
                        "out lineman:lineman 2750",
                        "/etc/default/lineman root:root 640");
        assertThat(machine.run("runuser -u lineman -- test -w " + EXTENSION).code())
                .isEqualTo(1);
        assertThat(machine.run("runuser -u nobody -- ls /srv/lineman").code()).isNotZero();
    }

    private void aUserWithoutRightsGetsTheReason() throws Exception {
        for (String command : List.of("check", "templates copy site/contacts")) {
            Jar.CommandResult refused =
                    machine.run("cd / && runuser -u nobody -- lineman " + command + " --root /srv/lineman");
            assertThat(refused.code()).isNotZero();
            assertThat(refused.err())
                    .anyMatch(line -> line.startsWith("lineman: /srv/lineman cannot be read: permission denied."));
        }
        succeeds(
                machine.run(
                        "systemctl stop lineman && cd / && lineman render --root /srv/lineman && chown -R root: /srv/lineman/out"));
        assertThat(machine.run("cd / && runuser -u lineman -- lineman render --root /srv/lineman")
                        .err())
                .singleElement()
                .asString()
                .startsWith("lineman: cannot write to /srv/lineman/out: permission denied; this folder and all files");
        succeeds(machine.run(commands("Install on Debian", "systemctl stop lineman")));
        serves("Joan", 5481);
        theInputsBelongToThePullAndTheSecretsToTheService();
    }

    private void anUpdateOfJavaMakesTheClassArchiveAgain() throws Exception {
        String inode = "stat -c %i /var/lib/lineman/lineman.*";
        List<String> before = out(inode);
        succeeds(
                machine.run("dpkg-trigger --no-await --by-package=lineman /usr/lib/jvm && dpkg --configure --pending"));
        assertThat(out(inode)).isNotEqualTo(before);
    }

    private void anUpgradeKeepsConfigurationAndState() throws Exception {
        succeeds(machine.run("""
                echo LINEMAN_PORT=5490 >> /etc/default/lineman
                systemctl restart lineman
                """));
        serves("Joan", 5490);
        String state =
                "md5sum /etc/default/lineman; cd /srv/lineman; md5sum secrets.yaml; stat -c '%n %i %Y' out/provisioning/*";
        List<String> before = out(state);
        List<String> process = out("systemctl show -P MainPID lineman");
        succeeds(machine.run("""
                cd / && dpkg-deb -x lineman.deb unpacked
                LINEMAN_JAR=unpacked/usr/share/lineman/lineman.jar lineman plan --root /srv/lineman
                """));
        upgrade("0.2.0", "");
        serves("Joan", 5490);
        assertThat(out(state)).isEqualTo(before);
        assertThat(out("systemctl show -P MainPID lineman")).isNotEqualTo(process);
        assertThat(out("cat /proc/$(systemctl show -P MainPID lineman)/maps"))
                .anyMatch(line -> line.matches(".*/var/lib/lineman/lineman\\..+\\.(jsa|aot)"));
        succeeds(machine.run("sed -i /^LINEMAN_PORT/d /etc/default/lineman && systemctl restart lineman"));
        serves("Joan", 5481);
    }

    /** The commands of the page, with a repository on this machine. */
    private void thePageAdoptsAPhoneOnlyWithItsDropIn() throws Exception {
        String url = "http://127.0.0.1:5482/unknown/0004139999ff";
        String values = "extension=117&first_name=Kim&last_name=Ro&model=Snom+D785";
        succeeds(machine.run("echo LINEMAN_ADMIN_PASSWORD=x >> /etc/default/lineman && systemctl restart lineman"));
        Deadline.await(() -> assertThat(out("curl -s -u admin:x '" + url + '?' + values + "'"))
                .asString()
                .contains("The agent cannot write to extensions.d."));
        succeeds(machine.run("sed -i /ADMIN_PASSWORD/d /etc/default/lineman"));
        succeeds(machine.run(commands("Install on Debian or Ubuntu", "adopt.conf")));
        String adopt = """
                set -e
                login="admin:$(sed -n s/^LINEMAN_ADMIN_PASSWORD=//p /etc/default/lineman)"
                digest=$(curl -fs -u "$login" 'URL?VALUES' | grep -o 'name="digest" value="[0-9a-f]*"' | cut -d'"' -f4)
                test -n "$digest"
                test "$(curl -s -o /dev/null -w '%{http_code}' -u "$login" -d "VALUES&digest=$digest" URL)" = 303
                """.replace("URL", url).replace("VALUES", values);
        Deadline.await(() -> succeeds(machine.run(adopt)));
        assertThat(out("cd /srv/lineman && stat -c '%n %U:%G %a' extensions.d/117.yaml"))
                .containsExactly("extensions.d/117.yaml lineman:lineman 640");
        assertThat(machine.run("runuser -u lineman -- test -w /srv/lineman/templates")
                        .code())
                .isEqualTo(1);
        succeeds(machine.run("""
                rm -r /etc/systemd/system/lineman.service.d /srv/lineman/extensions.d/117.yaml
                chmod g-w /srv/lineman/extensions.d && sed -i /ADMIN_PASSWORD/d /etc/default/lineman
                systemctl daemon-reload && systemctl restart lineman
                """));
        serves("Joan", 5481);
    }

    private void theTimerPullsAsThePageDescribes() throws Exception {
        succeeds(machine.run("""
                set -e
                git init -q -b main /root/desk && cd /root/desk
                git config user.name Desk && git config user.email desk@example.org
                mkdir extensions.d && cp /srv/lineman/extensions.d/* extensions.d && cp /srv/lineman/.gitignore .
                git add -A && git commit -q -m 'The phones'
                git clone -q --bare /root/desk /srv/phones.git && chown -R lineman-git:lineman /srv/phones.git
                git config --global --add safe.directory /srv/phones.git && git remote add origin /srv/phones.git
                """));
        succeeds(machine.run("runuser -u lineman-git -- sh -c 'cd && git init -q -b main --bare first.git'"));
        String first = "/var/lib/lineman-git/first.git";
        succeeds(
                machine.run(commands("Pull inputs from git", "git push").replace("git@git.example:phones.git", first)));
        assertThat(out("systemctl disable -q --now lineman-pull.timer; runuser -u lineman-git -- git -C " + first
                        + " ls-tree -r --name-only main"))
                .contains("extensions.d/100.yaml")
                .doesNotContain("secrets.yaml")
                .noneMatch(path -> path.startsWith("out/"));
        succeeds(machine.run(
                commands("Pull inputs from git", "git pull").replace("git@git.example:phones.git", "/srv/phones.git")));
        serves("Joan", 5481);
        succeeds(machine.run("""
                cd /root/desk && sed -i s/Joan/Jill/ extensions.d/100.yaml && git commit -q -a -m 'A name' && git push -q origin main
                systemctl start lineman-pull.service
                """));
        serves("Jill", 5481);
        assertThat(out("systemctl is-active lineman-pull.timer")).containsExactly("active");
        assertThat(out("runuser -u lineman-git -- git -C /srv/lineman status --porcelain"))
                .isEmpty();
    }

    /** Also if no class archive can be made. An upgrade makes no sample files while the inputs are away. */
    private void aServiceThatIsOffStaysOff() throws Exception {
        succeeds(machine.run("systemctl disable --now lineman && mv /srv/lineman/extensions.d /srv/away"));
        upgrade("0.3.0", "echo 'exit 1' > /new/usr/bin/lineman-archive");
        assertThat(machine.run("systemctl is-enabled lineman; systemctl is-active lineman")
                        .out())
                .containsExactly("disabled", "inactive");
        assertThat(out("ls /srv/lineman")).contains("out").doesNotContain("extensions.d");
        succeeds(machine.run("mv /srv/away /srv/lineman/extensions.d && systemctl enable --now lineman"));
        serves("Jill", 5481);
    }

    private void removalStopsTheService() throws Exception {
        succeeds(machine.run("echo '# mine' >> /etc/default/lineman && apt-get remove -y -qq lineman"));
        assertThat(machine.run("systemctl is-active lineman.service lineman-pull.timer; pgrep java")
                        .out())
                .containsExactly("inactive", "inactive");
        assertThat(out("tail -n 1 /etc/default/lineman; ls -d /srv/lineman/out"))
                .containsExactly("# mine", "/srv/lineman/out");
        succeeds(machine.run(INSTALL + "/new.deb"));
        serves("Jill", 5481);
        assertThat(out("tail -n 1 /etc/default/lineman; systemctl is-active lineman-pull.timer"))
                .containsExactly("# mine", "active");
    }

    private void purgeKeepsInputsAndSecrets() throws Exception {
        String inputs =
                "mkdir -p /srv/lineman/templates/phones; cd /srv/lineman; find . -path ./out -prune -o -path ./.git -prune -o -type f -exec md5sum {} +";
        List<String> before = out(inputs);
        assertThat(before).anyMatch(line -> line.endsWith("secrets.yaml")).anyMatch(line -> line.endsWith("100.yaml"));
        succeeds(machine.run("apt-get purge -y -qq lineman"));
        assertThat(machine.run("ls -d /srv/lineman/out /var/lib/lineman /etc/default/lineman /usr/share/lineman")
                        .out())
                .isEmpty();
        assertThat(out(inputs)).isEqualTo(before);
        assertThat(
                        out(
                                "systemctl list-unit-files --no-legend 'lineman*'; find /etc/systemd /var/lib/systemd -name '*lineman*'"))
                .isEmpty();
    }

    /** Installs another version: the same files, changed by a script in the folder {@code /new}. */
    private void upgrade(String version, String script) throws Exception {
        succeeds(machine.run("""
                set -e
                rm -rf /new /new.deb && dpkg-deb -R /lineman.deb /new
                sed -i 's/^Version:.*/Version: VERSION/' /new/DEBIAN/control
                touch /new/usr/share/lineman/lineman.jar
                SCRIPT
                dpkg-deb -Znone -b /new /new.deb
                """.replace("VERSION", version).replace("SCRIPT", script)));
        succeeds(machine.run(INSTALL + "/new.deb"));
        assertThat(out("dpkg-query -W -f '${Version} ${Status}\\n' lineman"))
                .containsExactly(version + " install ok installed");
    }

    /** Returns the script of the first block of a section of the page that has a text. */
    private static String commands(String section, String text) throws Exception {
        return DocumentationPage.blocks(Path.of("src/docs/operations.md"), section).stream()
                .map(block -> String.join("\n", block.lines()))
                .filter(script -> script.contains(text))
                .map(script -> "set -e\n" + script)
                .findFirst()
                .orElseThrow();
    }

    /** Waits until a phone gets a text in its file. */
    private void serves(String text, int port) throws Exception {
        Deadline.await(
                () -> assertThat(machine.run("curl -fsS http://127.0.0.1:" + port + "/provisioning/" + PHONE_FILE))
                        .extracting(Jar.CommandResult::out)
                        .asString()
                        .contains(text));
    }

    /** Returns the output of a command that succeeds and prints no error. */
    private List<String> out(String script) throws Exception {
        Jar.CommandResult ended = machine.run(script);
        assertThat(ended.err()).as(script).isEmpty();
        return ended.out();
    }

    private static void succeeds(Jar.CommandResult ended) {
        assertThat(ended.code())
                .as(() -> String.join("\n", ended.out()) + String.join("\n", ended.err()))
                .isZero();
        assertThat(ended.err()).noneMatch(line -> line.startsWith("lineman"));
    }

    /** Does one step and records its time. */
    private void step(String name, Deadline.Check action) throws Exception {
        long start = System.nanoTime();
        boolean done = false;
        try {
            action.run();
            done = true;
        } finally {
            String end = done ? "" : ": FAILED";
            record.add(String.format(Locale.ROOT, "%6.1f s  %s%s", (System.nanoTime() - start) / 1e9, name, end));
        }
    }
}
