package dev.lineman.cli.console;

import java.util.Map;

/** When to colour a diff. The constants are the values of {@code --color}. */
public enum ColorMode {
    /** On a terminal that supports colours, unless {@code NO_COLOR} is set. */
    auto,
    /** Also in files and pipes. */
    always,
    /** Not at all. */
    never;

    /** SGR parameters (ECMA-48) in the colours of git: file names bold, removed red, added green, positions cyan. */
    private static final String BOLD = "1";

    private static final String RED = "31";
    private static final String GREEN = "32";
    private static final String CYAN = "36";

    /** Returns whether standard output is coloured; see <a href="https://no-color.org">no-color.org</a>. */
    public boolean isEnabled(CommandEnvironment commandEnvironment) {
        Map<String, String> environment = commandEnvironment.runtimeContext().environment();
        return this == always
                || (this == auto
                        && commandEnvironment.terminals().contains(commandEnvironment.out())
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !environment.getOrDefault("TERM", "").equals("dumb"));
    }

    /**
     * Returns a line of a unified diff in the colour of its kind. Control characters are replaced, since they could
     * control the terminal.
     */
    public static String colorize(String line) {
        String harmless = line.replaceAll("[\\p{Cc}&&[^\\t]]", "\ufffd");
        String colour = line.startsWith("+++ ") || line.startsWith("--- ")
                ? BOLD
                : line.startsWith("+") ? GREEN : line.startsWith("-") ? RED : line.startsWith("@@") ? CYAN : "";
        return colour.isEmpty() ? harmless : "\u001b[" + colour + 'm' + harmless + "\u001b[0m";
    }
}
