package dev.lineman.input.snapshot;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountTableTest {
    private static final String ROOT = "20 1 8:1 / / rw - ext4 /dev/sda1 rw";

    @TempDir
    Path folder;

    private MountTable table(String... lines) throws IOException {
        return MountTable.read(Files.write(folder.resolve("mountinfo"), List.of(lines)));
    }

    private static String point(MountTable table, String path) {
        Mount mount = table.mountOf(path);
        return mount == null ? "" : mount.point();
    }

    @Test
    void aPathIsOnTheDeepestMountAboveIt() throws IOException {
        MountTable table = table(
                ROOT,
                "21 20 0:30 / /srv/l rw,relatime shared:1 master:2 - nfs4 server:/export rw",
                "22 21 0:31 /sub /srv/l/extensions.d/a\\040b rw - fuse.sshfs me@host: rw,user_id=0");
        assertThat(point(table, "/srv/l")).isEqualTo("/srv/l");
        assertThat(point(table, "/srv/l/extensions.d")).isEqualTo("/srv/l");
        assertThat(point(table, "/srv/l/extensions.d/a b/c")).isEqualTo("/srv/l/extensions.d/a b");
        assertThat(point(table, "/srv/lx")).isEmpty();
        assertThat(point(table, "/")).isEmpty();
        assertThat(table.mountPointsBelow("/srv/l")).containsExactly("/srv/l/extensions.d/a b");
        assertThat(requireNonNull(table.mountOf("/srv/l")).type()).isEqualTo("nfs4");
    }

    @Test
    void aMountThatShowsTheSameFolderIsLeftOut() throws IOException {
        MountTable table = table(
                ROOT,
                "21 20 8:1 /srv/l /srv/l rw - ext4 /dev/sda1 rw",
                "22 20 8:1 /data/acme /srv/l/extensions.d/acme rw - ext4 /dev/sda1 rw",
                "23 20 0:9 / /mnt rw - nfs server:/ rw",
                "24 23 0:9 /x /mnt/x ro - nfs server:/ rw",
                "25 24 0:9 /y /mnt/x/y ro - nfs server:/ rw");
        assertThat(point(table, "/srv/l/extensions.d")).isEmpty();
        assertThat(point(table, "/mnt/x/z")).isEqualTo("/mnt");
        assertThat(point(table, "/mnt/x/y"))
                .as("another folder of the same file system")
                .isEqualTo("/mnt/x/y");
        MountTable bound = table(ROOT, "22 20 8:1 /data/acme /srv/acme rw - ext4 /dev/sda1 rw");
        assertThat(point(bound, "/srv/acme/1")).isEqualTo("/srv/acme");
    }

    @Test
    void aCoveredMountIsNotListed() throws IOException {
        MountTable table =
                table(ROOT, "21 20 0:30 / /srv/l/e/acme rw - nfs4 s:/ rw", "22 20 0:31 / /srv/l/e rw - tmpfs tmpfs rw");
        assertThat(point(table, "/srv/l/e/acme/1")).isEqualTo("/srv/l/e");
        assertThat(table.mountPointsBelow("/srv/l")).containsExactly("/srv/l/e");
    }

    @Test
    void aMountIsGoneAlsoIfAnotherOneStaysOnItsPoint() throws IOException {
        String lower = "21 20 0:30 / /srv rw - tmpfs a rw";
        Mount both = requireNonNull(
                table(ROOT, lower, "22 21 0:31 / /srv rw - tmpfs b rw").mountOf("/srv"));
        assertThat(both.depth()).isEqualTo(2);
        assertThat(both.isGone(table(ROOT, lower))).isTrue();
        assertThat(both.isGone(table(ROOT, "22 20 0:31 / /srv rw - tmpfs b rw")))
                .isFalse();
        Mount one = requireNonNull(table(ROOT, lower).mountOf("/srv"));
        assertThat(one.isGone(table(ROOT, "40 20 0:77 / /srv rw - nfs4 s:/ rw")))
                .as("numbers are others after a boot")
                .isFalse();
        assertThat(one.isGone(table(ROOT))).isTrue();
    }

    @Test
    void autofsAloneIsNotAMount() throws IOException {
        String automount = "21 20 0:30 / /srv rw - autofs systemd-1 rw";
        Mount mount = requireNonNull(
                table(ROOT, automount, "22 21 0:31 / /srv rw - nfs4 s:/ rw").mountOf("/srv"));
        assertThat(mount.depth()).isEqualTo(1);
        assertThat(mount.isGone(table(ROOT, automount))).isTrue();
    }

    @Test
    void anUnreadableTableIsEmpty() throws IOException {
        assertThat(MountTable.read(folder.resolve("none")).mountOf("/srv")).isNull();
        assertThat(table("", "nonsense", "1 1 0:1 / / rw - rootfs rootfs rw").mountOf("/srv"))
                .isNull();
        assertThat(point(table("9 8 0:2 / /srv rw - tmpfs t rw"), "/srv"))
                .as("a process whose own root is not in the table")
                .isEqualTo("/srv");
    }
}
