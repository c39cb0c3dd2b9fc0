package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.build.State;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.fs.FileNames;
import dev.lineman.problem.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariants 2 and 3 with a real agent: some time after the last edit, the mirror and the responses equal those
 * of a first run, even if the file watcher missed events.
 */
class WatchedLawTest {
    private static final int SCRIPTS = Rounds.of(8);
    private static final int EDITS = 24;

    @TempDir
    Path folder;

    private int compared;
    private int wholeComparisons;

    @Test
    void theRunningAgentReachesTheStateOfAFirstRun() {
        Law law = new Law(folder, this::run);
        for (int seed = 0; seed < SCRIPTS; seed++) {
            law.check(seed, EditScript.bursts(seed, EDITS));
        }
        assertThat(compared).as("files").isGreaterThan(SCRIPTS);
        assertThat(wholeComparisons).as("roots without any error").isPositive();
    }

    private void run(Path root, List<Edit> script) throws Exception {
        Files.createDirectories(root.resolve("extensions.d"));
        Files.createDirectories(root.resolve("templates"));
        try (RunningAgent agent = new RunningAgent(root)) {
            // Without a folder of extensions, an agent starts only where it has published before.
            RunningAgent.await(() -> Files.exists(root.resolve("out/.lineman")));
            for (Edit edit : script) {
                edit.apply(root);
                if (edit.equals(Edit.AgentAction.LOOK)) {
                    agent.awaitCycle();
                }
            }
            MemoryStore store = new MemoryStore();
            State scratch = Cycles.fromScratch(root, store);
            Map<String, String> expected = comparable(scratch, store.files());
            Map<String, String> accesses = store.accesses();
            boolean whole = scratch.problems().stream().noneMatch(problem -> problem.severity() == Severity.BLOCKING);
            // Compare until both are equal: the agent may be removing a file without a claim at this moment.
            Map<String, String> left = new TreeMap<>();
            RunningAgent.await(() -> {
                left.clear();
                left.putAll(differences(root, expected, whole));
                return left.isEmpty();
            });
            assertThat(left).isEmpty();
            compared += expected.size();
            wholeComparisons += whole ? 1 : 0;
            for (Map.Entry<String, String> file : expected.entrySet()) {
                String access = accesses.getOrDefault(file.getKey(), "");
                if (file.getKey().startsWith("provisioning/")) {
                    served(agent, file.getKey(), access, file.getValue());
                }
            }
        }
    }

    /** Asserts that a phone gets a file, or is refused by its rule. Only requests show a changed rule. */
    private static void served(RunningAgent agent, String path, String access, String content) {
        boolean open = access.isEmpty() || access.startsWith("m=");
        boolean closed = access.lines().allMatch(way -> way.matches(".*\\b[unt]=.*"));
        Supplier<String> fetched = () -> {
            try {
                byte[] bytes = agent.fetch('/' + path);
                return bytes == null ? "nothing" : new String(bytes, StandardCharsets.UTF_8);
            } catch (IOException | InterruptedException e) {
                return e.toString();
            }
        };
        if (open || closed) {
            String expected = open ? content : "nothing";
            RunningAgent.await(() -> fetched.get().equals(expected));
            assertThat(fetched.get()).as(path + " for " + access).isEqualTo(expected);
        }
    }

    /**
     * Returns the files whose content a first run can predict: no claimant fails or has a competitor. The last
     * output of a failing target may stay, under any name without the MAC of another phone.
     */
    private static Map<String, String> comparable(State scratch, Map<String, String> files) {
        boolean certain = failing(scratch).isEmpty();
        Map<String, String> expected = new TreeMap<>(files);
        expected.keySet().removeIf(path -> {
            List<Output> claims = scratch.outputIndex().claims(FileNames.fold(path));
            if (claims.size() != 1) {
                return true;
            }
            String unit = claims.get(0).targetKey();
            return Cycles.fails(scratch, unit) || !(certain || path.contains(unit));
        });
        return expected;
    }

    private static Set<String> failing(State scratch) {
        Set<String> failing = new TreeSet<>();
        for (BuildTarget buildTarget : scratch.outputIndex().targets()) {
            if (Cycles.fails(scratch, buildTarget.key())) {
                failing.add(buildTarget.key());
            }
        }
        return failing;
    }

    /** Returns the differences between the mirror and the expectation. */
    private static Map<String, String> differences(Path root, Map<String, String> expected, boolean whole) {
        Map<String, String> differences = new TreeMap<>();
        Map<String, String> mirror = mirror(root.resolve("out"));
        expected.forEach((path, content) -> {
            if (!content.equals(mirror.get(path))) {
                differences.put(path, "expected " + content + " but was " + mirror.get(path));
            }
        });
        if (whole) {
            mirror.forEach((path, content) -> {
                if (!expected.containsKey(path)) {
                    differences.put(path, "is there, with " + content);
                }
            });
        }
        return differences;
    }

    private static Map<String, String> mirror(Path out) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(out)) {
            for (Path file : all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                String path = out.relativize(file).toString();
                if (!path.startsWith(".lineman")) {
                    files.put(path, Files.readString(file));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            return Map.of("?", "changes while it is looked at");
        }
        return files;
    }
}
