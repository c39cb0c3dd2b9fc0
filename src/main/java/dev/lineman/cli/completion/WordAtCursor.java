package dev.lineman.cli.completion;

import dev.lineman.cli.option.CandidateKind;
import dev.lineman.cli.option.Completes;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What the word at the cursor is: the value of an option, or a parameter of a command. Immutable.
 *
 * @param command the command that the word belongs to
 * @param argument the option or parameter; null if the command has no further parameter
 * @param typed the value as far as it is typed
 * @param root the value of {@code --root}; null if the words have none
 */
record WordAtCursor(
        CommandSpec command,
        @Nullable ArgSpec argument,
        String typed,
        @Nullable String root) {
    private static final String ROOT = "--root";

    /**
     * Reads the words as picocli does.
     *
     * @param program the specification of all commands
     * @param words the name of a command, its arguments, and last the word at the cursor
     * @return null if the command is not known
     */
    static @Nullable WordAtCursor of(CommandSpec program, List<String> words) {
        CommandLine known = program.subcommands().get(words.get(0));
        if (known == null) {
            return null;
        }
        CommandSpec command = known.getCommandSpec();
        OptionSpec pending = null;
        String root = null;
        int position = 0;
        for (String word : words.subList(1, words.size() - 1)) {
            if (pending != null) {
                root = isRoot(pending) ? word : root;
                pending = null;
            } else if (word.startsWith("-") && word.length() > 1) {
                int equals = word.indexOf('=');
                OptionSpec option = command.findOption(equals < 0 ? word : word.substring(0, equals));
                root = option != null && isRoot(option) && equals > 0 ? word.substring(equals + 1) : root;
                pending = equals < 0 && option != null && option.arity().min() > 0 ? option : null;
            } else {
                position++;
            }
        }
        String last = words.get(words.size() - 1);
        int equals = last.startsWith("--") ? last.indexOf('=') : -1;
        if (pending == null && equals > 0) {
            return new WordAtCursor(
                    command, command.findOption(last.substring(0, equals)), last.substring(equals + 1), root);
        }
        return new WordAtCursor(command, pending == null ? parameter(command, position) : pending, last, root);
    }

    private static boolean isRoot(OptionSpec option) {
        return option.longestName().equals(ROOT);
    }

    private static @Nullable PositionalParamSpec parameter(CommandSpec command, int position) {
        return command.positionalParameters().stream()
                .filter(parameter -> parameter.index().contains(position))
                .findFirst()
                .orElse(null);
    }

    /** Returns what the values are. */
    CandidateKind kind() {
        if (argument == null) {
            return CandidateKind.NONE;
        }
        Completes completes =
                argument.userObject() instanceof AnnotatedElement field ? field.getAnnotation(Completes.class) : null;
        if (completes != null) {
            return completes.value();
        }
        boolean folder = argument.paramLabel().startsWith("DIR");
        boolean path = argument.type() == Path.class;
        return folder ? CandidateKind.FOLDERS : path ? CandidateKind.FILES : CandidateKind.NONE;
    }

    /** Returns the values that do not depend on the root: the commands of Lineman, or the constants of an enum. */
    Stream<String> fixedValues() {
        if (kind() == CandidateKind.COMMANDS) {
            return command.root().subcommands().values().stream()
                    .map(CommandLine::getCommandSpec)
                    .filter(each -> !each.usageMessage().hidden())
                    .map(CommandSpec::name);
        }
        Iterable<String> constants = argument == null ? null : argument.completionCandidates();
        return constants == null ? Stream.of() : StreamSupport.stream(constants.spliterator(), false);
    }
}
