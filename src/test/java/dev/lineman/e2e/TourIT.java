package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's tour, as it is written: each command is run by bash in a copy of the samples, and prints what the page
 * says. Only the ports differ, since the real ones may be taken.
 */
class TourIT {
    private static final String START = "java -jar target/lineman.jar run";

    @TempDir
    Path folder;

    /** A fenced block: in a {@code console} one commands are typed, in a {@code text} one the agent says something. */
    private record Block(String kind, List<String> lines) {}

    @Test
    void theTourGoesAsItIsWritten() throws Exception {
        Root root = Root.ofSamples(folder);
        Files.createDirectory(root.at("target"));
        Files.copy(Jar.FILE, root.at("target/lineman.jar"));
        List<Block> tour = tour();
        assertThat(tour.remove(0)).as("how the tour starts").isEqualTo(new Block("console", List.of("$ " + START)));
        try (Running agent = Running.start(folder, Map.of(), List.of("bash", "-c", "exec " + START))) {
            for (Block block : tour) {
                List<String> lines = block.lines().stream()
                        .map(line ->
                                line.replace(":5481", ":" + agent.port()).replace(":5482", ":" + agent.adminPort()))
                        .toList();
                switch (block.kind()) {
                    case "console" -> type(lines);
                    case "text" -> Deadline.await(() -> assertSaid(agent, lines));
                    default -> throw new AssertionError("unknown kind of block in the tour: " + block);
                }
            }
            assertThat(agent.terminate().exitCode(Duration.ofSeconds(20))).isZero();
        }
    }

    /** Types commands, each with what it prints. */
    private void type(List<String> lines) throws Exception {
        int at = 0;
        while (at < lines.size()) {
            assertThat(lines.get(at)).as("a command").startsWith("$ ");
            int end = at + 1;
            while (end < lines.size() && !lines.get(end).startsWith("$ ")) {
                end++;
            }
            String command = lines.get(at).substring(2);
            List<String> printed = lines.subList(at + 1, end);
            if (printed.isEmpty()) {
                assertThat(bash(command)).as(command).isEmpty();
            } else {
                // People are slower than the agent; a test is not, and so looks again until it has come that far.
                Deadline.await(() -> assertThat(bash(command)).as(command).isEqualTo(printed));
            }
            at = end;
        }
    }

    private List<String> bash(String command) throws IOException, InterruptedException {
        Jar.Ended ended = Jar.run(folder, Map.of(), List.of("bash", "-c", command));
        List<String> printed = new ArrayList<>(ended.out());
        printed.addAll(ended.err());
        return printed;
    }

    private static void assertSaid(Running agent, List<String> lines) throws IOException {
        List<String> said = new ArrayList<>(agent.out());
        said.addAll(agent.err());
        for (String line : lines) {
            Pattern pattern = Pattern.compile(
                    Stream.of(line.split("\\.\\.\\.", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
            assertThat(said)
                    .as("the agent says")
                    .anySatisfy(one -> assertThat(one).matches(pattern));
        }
    }

    private static List<Block> tour() throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> open = null;
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("README.md"))) {
            if (line.startsWith("## ")) {
                inside = line.startsWith("## A tour");
            } else if (inside && line.startsWith("```")) {
                if (open == null) {
                    open = new ArrayList<>();
                    blocks.add(new Block(line.substring(3), open));
                } else {
                    open = null;
                }
            } else if (open != null) {
                open.add(line);
            }
        }
        return blocks;
    }
}
