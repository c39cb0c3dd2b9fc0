package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The commands on a page of the documentation, and the output that the page promises. */
final class DocumentationPage {
    private DocumentationPage() {}

    /**
     * A fenced block. A {@code console} block has commands and their output, a {@code text} block has output of the
     * agent.
     */
    record CodeBlock(String kind, List<String> lines) {}

    /**
     * Returns the blocks below the first heading of level two that begins with a text; all blocks if the text is
     * empty.
     */
    static List<CodeBlock> blocks(Path page, String heading) throws IOException {
        List<CodeBlock> codeBlocks = new ArrayList<>();
        List<String> open = null;
        boolean inside = heading.isEmpty();
        for (String line : Files.readAllLines(page)) {
            if (open == null && line.startsWith("## ")) {
                inside = line.startsWith("## " + heading);
            } else if (inside && line.startsWith("```")) {
                if (open == null) {
                    open = new ArrayList<>();
                    codeBlocks.add(new CodeBlock(line.substring(3), open));
                } else {
                    open = null;
                }
            } else if (open != null) {
                open.add(line);
            }
        }
        return codeBlocks;
    }

    /** Runs the commands of a block with bash in a folder, and checks that each prints what the page says. */
    static void runCommands(List<String> lines, Path folder, Map<String, String> environment) throws Exception {
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
                // The agent needs a moment that a person would not notice, so the test repeats the command until it
                // matches.
                Deadline.await(() -> assertThat(bash(command, folder, environment))
                        .as(command)
                        .isEqualTo(printed));
            }
            at = end;
        }
    }

    private static List<String> bash(String command, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        Jar.CommandResult ended = Jar.run(folder, environment, List.of("bash", "-c", command));
        List<String> printed = new ArrayList<>(ended.out());
        printed.addAll(ended.err());
        return printed;
    }
}
