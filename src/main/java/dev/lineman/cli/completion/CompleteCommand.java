package dev.lineman.cli.completion;

import dev.lineman.cli.log.LogConfiguration;
import dev.lineman.cli.option.CandidateKind;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.cli.program.ExitCode;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * The hidden command {@code complete}: prints the values that can stand at the cursor, for the script of
 * {@link CompletionScript}. The first line is {@code values}, or {@code files} or {@code folders} if the shell is to list
 * them itself. For bash, a value is what follows the typed text, quoted. For zsh, it is the whole value. It prints no
 * error about files of the root.
 */
@Command(name = CompleteCommand.NAME, hidden = true, description = "Prints values for the completion of a shell.")
public final class CompleteCommand extends AbstractCommand {
    /** The name of the command. The help does not have it. */
    public static final String NAME = "complete";

    /** The longest time to read extension files, in nanoseconds. A shell waits meanwhile. */
    private static final long MAX_NANOS = 500_000_000;

    /**
     * First the shell. For {@code bash}, the command line up to the cursor follows. For {@code zsh}, the words after the
     * program follow without quotes, and the last one is the word at the cursor.
     */
    @Parameters(arity = "1..*", paramLabel = "WORD", description = "The shell and the words.")
    private List<String> arguments;

    @Override
    public Integer call() {
        LogConfiguration.silence();
        List<String> words = arguments.subList(1, arguments.size());
        ShellLine line = null;
        if (arguments.get(0).equals("bash")) {
            line = ShellLine.of(String.join(" ", words));
            words = line.words().subList(1, line.words().size());
        }
        WordAtCursor word = words.size() < 2 ? null : WordAtCursor.of(root(), words);
        if (word != null) {
            print(word, line);
            environment().out().flush();
        }
        return ExitCode.OK;
    }

    /**
     * Prints the values of a word.
     *
     * @param line how the values are quoted; null to print them without quotes
     */
    private void print(WordAtCursor word, @Nullable ShellLine line) {
        PrintStream out = environment().out();
        CandidateKind kind = word.kind();
        if (kind == CandidateKind.FILES || kind == CandidateKind.FOLDERS) {
            out.println(kind.name().toLowerCase(Locale.ROOT));
            return;
        }
        out.println("values");
        Set<String> values = new TreeSet<>(RootCandidates.startingWith(word.typed(), word.fixedValues()));
        Path root = rootFolder(word);
        if (root != null) {
            values.addAll(new RootCandidates(root, timeLimit()).of(kind, word.typed()));
        }
        for (String value : values) {
            out.println(
                    line == null
                            ? value
                            : line.quoted(value.substring(word.typed().length())));
        }
    }

    /** Returns the root of the typed command: its own option, the environment, or the current folder. Null if it has no path. */
    private @Nullable Path rootFolder(WordAtCursor word) {
        String inherited = environment().runtimeContext().environment().getOrDefault("LINEMAN_ROOT", ".");
        String root = word.root() == null ? inherited : word.root();
        String home = environment().runtimeContext().environment().get("HOME");
        try {
            // The shell has not expanded the typed words yet.
            boolean atHome = home != null && (root.equals("~") || root.startsWith("~/"));
            return Path.of(atHome ? home + root.substring(1) : root)
                    .toAbsolutePath()
                    .normalize();
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private BooleanSupplier timeLimit() {
        LongSupplier nanos = environment().runtimeContext().nanos();
        long start = nanos.getAsLong();
        return () -> nanos.getAsLong() - start > MAX_NANOS;
    }
}
