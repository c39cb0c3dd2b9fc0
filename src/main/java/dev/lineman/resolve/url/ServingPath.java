package dev.lineman.resolve.url;

import java.util.List;
import java.util.stream.Stream;

/**
 * The path below which the agent serves the files of phones. Immutable.
 *
 * @param prefix with {@code /} at both ends
 * @param known whether {@code --path} says so; otherwise it is the default of {@code run}
 */
public record ServingPath(String prefix, boolean known) {
    /** The default of {@code run}, for commands without {@code --path}. */
    public static final ServingPath ASSUMED = new ServingPath("/provisioning/", false);

    /**
     * Returns the path of {@code --path}.
     *
     * @param path with or without slashes at its ends
     */
    public static ServingPath of(String path) {
        String inner = path.replaceAll("^/+|/+$", "");
        return new ServingPath(inner.isEmpty() ? "/" : '/' + inner + '/', true);
    }

    /** Returns this path as a known one. */
    public ServingPath asKnown() {
        return new ServingPath(prefix, true);
    }

    /** Whether a path of a URL is this one. A slash at its end and empty parts do not matter. */
    public boolean isAt(String path) {
        return parts(path).equals(parts(prefix));
    }

    /** Returns the path as a URL ends with it: without the slash at its end. */
    public String shown() {
        return prefix.length() == 1 ? prefix : prefix.substring(0, prefix.length() - 1);
    }

    private static List<String> parts(String path) {
        return Stream.of(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
    }
}
