package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a page of the documentation has people type, and what it says that they see then. */
final class DocumentationPage {
    private DocumentationPage() {}

    /** A fenced block: in a {@code console} one commands are typed, in a {@code text} one the agent says something. */
    record Block(String kind, List<String> lines) {}

    /** The blocks below a heading of the second level that begins like this; all of the page when it is empty. */
    static List<Block> blocks(Path page, String heading) throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> open = null;
        boolean inside = heading.isEmpty();
        for (String line : Files.readAllLines(page)) {
            if (open == null && line.startsWith("## ")) {
                inside = line.startsWith("## " + heading);
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

    /** Types the commands of a block with bash in a folder; each prints what the page says. */
    static void type(List<String> lines, Path folder, Map<String, String> environment) throws Exception {
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
                assertThat(bash(command, folder, environment)).as(command).isEmpty();
            } else {
                // People are slower than the agent; a test is not, and so looks again until it has come that far.
                Deadline.await(() -> assertThat(bash(command, folder, environment))
                        .as(command)
                        .isEqualTo(printed));
            }
            at = end;
        }
    }

    private static List<String> bash(String command, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        Jar.Ended ended = Jar.run(folder, environment, List.of("bash", "-c", command));
        List<String> printed = new ArrayList<>(ended.out());
        printed.addAll(ended.err());
        return printed;
    }
}
