package dev.lineman.cli.program;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual page of all commands in the macros of man(7), made from the same descriptions as the help. Not
 * thread-safe.
 */
final class ManualPage {
    /** The page so far, in roff. */
    private final StringBuilder page = new StringBuilder();

    private ManualPage() {}

    /** Returns the whole page. */
    static String of(CommandSpec root) {
        ManualPage manual = new ManualPage();
        manual.write(root);
        return manual.page.toString();
    }

    /** Writes the page, with its sections in the usual order of manual pages. */
    private void write(CommandSpec root) {
        String name = root.name();
        String does = sentence(root);
        macro("TH " + name.toUpperCase(Locale.ROOT) + " 1 \"\" \"" + escaped(root.version()[0]) + "\"");
        macro("SH NAME");
        text(name + " - " + does.substring(0, 1).toLowerCase(Locale.ROOT)
                + does.substring(1).replaceFirst("\\.$", ""));
        macro("SH SYNOPSIS");
        macro("B " + name);
        macro("I COMMAND");
        text("[options]");
        macro("SH DESCRIPTION");
        text(does);
        macro("SH COMMANDS");
        for (CommandLine command : root.subcommands().values()) {
            command(command.getCommandSpec());
        }
        macro("SH ENVIRONMENT");
        text("Every option is also a variable: --admin-port is LINEMAN_ADMIN_PORT. The command line has"
                + " priority. A non-empty NO_COLOR turns off the colours of plan.");
        macro("SH EXIT STATUS");
        for (String[] status : new String[][] {
            {"0", "fine; for run: stopped by a signal"},
            {"1", "problems in the inputs, or nothing to confirm"},
            {"2", "wrong usage"},
            {"3", "could not start, or memory ran out"},
            {"4", "a fault in Lineman itself: please report it"}
        }) {
            macro("TP");
            macro("B " + status[0]);
            text(status[1]);
        }
    }

    /** Writes the section of one command: synopsis, description, options, examples. */
    private void command(CommandSpec command) {
        macro("SS " + command.name());
        macro("PP");
        text(new Help(command, Help.defaultColorScheme(Ansi.OFF))
                .synopsis(0)
                .strip()
                .replaceAll("\\s+", " "));
        macro("PP");
        text(sentence(command));
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            argument(parameter, "I " + escaped(parameter.paramLabel()));
        }
        for (OptionSpec option : command.options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
                argument(option, "B " + escaped(option.longestName() + label));
            }
        }
        examples(command.usageMessage().footer());
    }

    /** Writes an option or a parameter with its description. */
    private void argument(ArgSpec argument, String macro) {
        macro("TP");
        macro(macro);
        text(String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue())));
    }

    /** Writes examples in a fixed-width block. */
    private void examples(String... lines) {
        if (lines.length > 0) {
            macro("PP");
            macro("EX");
            List.of(lines).forEach(this::text);
            macro("EE");
        }
    }

    /** Returns the description of a command as one line. */
    private static String sentence(CommandSpec command) {
        return String.join(" ", command.usageMessage().description());
    }

    /** Writes a line that is a request to roff. */
    private void macro(String macro) {
        page.append('.').append(macro).append('\n');
    }

    /** Writes a line of text. A dot or quote at its start would be a request, so it is escaped. */
    private void text(String text) {
        String line = escaped(text);
        page.append(line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line)
                .append('\n');
    }

    /** Escapes characters with a meaning in roff; hyphens stay hyphens for copying. */
    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...").replace("\"", "\\(dq");
    }
}
