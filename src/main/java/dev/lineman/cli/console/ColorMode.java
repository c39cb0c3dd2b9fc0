package dev.lineman.cli.console;

import java.util.Map;

/** When a difference is coloured; the names are what is typed on the command line. */
public enum ColorMode {
    auto,
    always,
    never;

    /** SGR parameters of ECMA-48, as git uses them: bold, red, green, cyan. */
    private static final String NAME = "1";

    private static final String GONE = "31";
    private static final String NEW = "32";
    private static final String PLACE = "36";

    /** Whether what goes to standard output is coloured; see <a href="https://no-color.org">no-color.org</a>. */
    public boolean on(CommandEnvironment commandEnvironment) {
        Map<String, String> environment = commandEnvironment.runtimeContext().environment();
        return this == always
                || (this == auto
                        && commandEnvironment.terminals().contains(commandEnvironment.out())
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !environment.getOrDefault("TERM", "").equals("dumb"));
    }

    /** A line of a unified diff in the colour of its kind. What would steer a terminal is not let through. */
    public static String painted(String line) {
        String harmless = line.replaceAll("[\\p{Cc}&&[^\\t]]", "\ufffd");
        String colour = line.startsWith("+++ ") || line.startsWith("--- ")
                ? NAME
                : line.startsWith("+") ? NEW : line.startsWith("-") ? GONE : line.startsWith("@@") ? PLACE : "";
        return colour.isEmpty() ? harmless : "\u001b[" + colour + 'm' + harmless + "\u001b[0m";
    }
}
