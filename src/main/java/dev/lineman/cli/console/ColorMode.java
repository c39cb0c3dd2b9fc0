package dev.lineman.cli.console;

import java.util.Map;

/** When a difference is coloured; the names are what is typed on the command line. */
public enum ColorMode {
    auto,
    always,
    never;

    /** SGR parameters of ECMA-48, as git uses them: bold, red, green, cyan. */
    private static final String BOLD = "1";

    private static final String RED = "31";
    private static final String GREEN = "32";
    private static final String CYAN = "36";

    /** Whether what goes to standard output is coloured; see <a href="https://no-color.org">no-color.org</a>. */
    public boolean isEnabled(CommandEnvironment commandEnvironment) {
        Map<String, String> environment = commandEnvironment.runtimeContext().environment();
        return this == always
                || (this == auto
                        && commandEnvironment.terminals().contains(commandEnvironment.out())
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !environment.getOrDefault("TERM", "").equals("dumb"));
    }

    /** A line of a unified diff in the colour of its kind. What would steer a terminal is not let through. */
    public static String colorize(String line) {
        String harmless = line.replaceAll("[\\p{Cc}&&[^\\t]]", "\ufffd");
        String colour = line.startsWith("+++ ") || line.startsWith("--- ")
                ? BOLD
                : line.startsWith("+") ? GREEN : line.startsWith("-") ? RED : line.startsWith("@@") ? CYAN : "";
        return colour.isEmpty() ? harmless : "\u001b[" + colour + 'm' + harmless + "\u001b[0m";
    }
}
