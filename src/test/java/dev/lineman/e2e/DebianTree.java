package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Debian machine for one test: its files are made by {@code debootstrap}, or are an overlay over those of this machine where
 * {@code debootstrap} fails. {@link #boot} starts systemd in it. Nothing of it is mounted or runs outside its own namespaces. Needs
 * root; not for several threads.
 */
final class DebianTree {
    private static final Path SCRIPT = Path.of("src/test/resources/debian/tree");
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** Set to try the overlay where {@code debootstrap} works. */
    private static final boolean OVERLAY = Boolean.getBoolean("debian.overlay");

    private final Path folder;
    private final String kind;
    private Process machine;
    private Path cgroup;

    private DebianTree(Path folder, String kind) {
        this.folder = folder;
        this.kind = kind;
    }

    /** Makes the files of a machine in an empty folder; skips the test where this machine lets nothing be mounted. */
    static DebianTree make(Path folder) throws Exception {
        Jar.CommandResult mounted = run(folder, "unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt");
        assumeTrue(mounted.code() == 0, () -> "this machine lets nothing be mounted: " + mounted.err());
        Path tree = Files.createDirectory(folder.resolve("tree"));
        String release = release();
        List<String> sources = sources(folder, release);
        String failure = OVERLAY ? "-Ddebian.overlay=true" : "apt has no sources of " + release;
        if (!OVERLAY && !sources.isEmpty()) {
            Jar.CommandResult made = run(
                    folder,
                    "unshare",
                    "--mount",
                    Debian.program("debootstrap", "debootstrap").toString(),
                    "--variant=minbase",
                    "--include=systemd,dbus,curl",
                    release,
                    tree.toString(),
                    sources.get(0).split(" ", -1)[1]);
            if (made.code() == 0) {
                Files.write(tree.resolve("etc/apt/sources.list"), sources);
                Files.write(tree.resolve("etc/apt/apt.conf.d/50-machine"), acquireOptions(folder));
                return new DebianTree(folder, "a tree of debootstrap (" + release + ")");
            }
            failure = String.join("\n", made.out());
            run(folder, "rm", "-rf", "--one-file-system", tree.toString());
            Files.createDirectory(tree);
        }
        Files.createDirectory(folder.resolve("upper"));
        Files.createDirectory(folder.resolve("work"));
        return new DebianTree(folder, "an overlay over this machine's files (no debootstrap: " + failure + ")");
    }

    /** Returns what the machine's files are, for the record of the test. */
    String kind() {
        return kind;
    }

    /** Puts a file into the root folder of the machine, before {@link #boot}. */
    void add(Path file, String name) throws IOException {
        Path upper = folder.resolve("upper");
        Files.copy(file, (Files.exists(upper) ? upper : folder.resolve("tree")).resolve(name));
    }

    /** Runs a bash script on the machine before {@link #boot}: with the network, without systemd. */
    Jar.CommandResult chroot(String script) throws Exception {
        return run(folder, "sh", SCRIPT.toAbsolutePath().toString(), "chroot", folder.toString(), script);
    }

    /** Starts systemd and waits until it has started everything. */
    void boot() throws Exception {
        cgroup = Files.createTempDirectory(cgroups(), "lineman-test");
        machine = new ProcessBuilder(
                        "sh", SCRIPT.toAbsolutePath().toString(), "boot", folder.toString(), cgroup.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("boot.log").toFile())
                .start();
        Deadline.await(() -> assertThat(run("systemctl is-system-running").out())
                .as(() -> log())
                .containsAnyOf("running", "degraded"));
    }

    /** Runs a bash script as root on the running machine, with loopback as its only network. */
    Jar.CommandResult run(String script) throws Exception {
        Optional<ProcessHandle> first = machine.children().findFirst();
        assertThat(first).as(() -> log()).isPresent();
        return run(
                folder,
                "nsenter",
                "--target=" + first.orElseThrow().pid(),
                "--all",
                "--root",
                "--wd",
                "env",
                "-i",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME=/root",
                "LC_ALL=C.UTF-8",
                "DEBIAN_FRONTEND=noninteractive",
                "bash",
                "-c",
                script);
    }

    /** Ends the machine and removes its files. */
    void destroy() throws Exception {
        if (machine != null) {
            machine.destroyForcibly().waitFor();
            // The kernel ends the other processes after this one.
            Deadline.await(() -> assertThat(
                            run(folder, "find", cgroup.toString(), "-depth", "-type", "d", "-exec", "rmdir", "{}", "+")
                                    .err())
                    .isEmpty());
        }
        run(folder, "rm", "-rf", "--one-file-system", folder.resolve("tree").toString());
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("boot.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Path cgroups() throws IOException {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
            return mounts.filter(mount -> mount.contains(" - cgroup2 "))
                    .map(mount -> Path.of(mount.split(" ", -1)[4]))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String release() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/etc/os-release"))) {
            return lines.filter(line -> line.startsWith("VERSION_CODENAME="))
                    .map(line -> line.substring(line.indexOf('=') + 1))
                    .collect(Collectors.joining());
        }
    }

    /** Returns this machine's own sources of its release and of the updates to it, the release first. */
    private static List<String> sources(Path folder, String release) throws Exception {
        List<String> sources = new ArrayList<>();
        String format = "deb $(REPO_URI) $(RELEASE) $(COMPONENT)";
        for (String source : run(folder, "apt-get", "indextargets", "--format", format, "Created-By: Packages")
                .out()) {
            String[] words = source.split(" ", -1);
            if (words[2].equals(release)) {
                sources.add(0, source);
            } else if (words[2].startsWith(release + "-")) {
                sources.add(source);
            }
        }
        return sources;
    }

    /** Returns the options with which apt fetches on this machine, such as a proxy. */
    private static List<String> acquireOptions(Path folder) throws Exception {
        return run(folder, "apt-config", "dump", "Acquire").out();
    }

    private static Jar.CommandResult run(Path folder, String... command) throws Exception {
        return Jar.run(folder, LIMIT, Map.of(), List.of(command));
    }
}
