package dev.lineman.resolve.value;

import dev.lineman.inventory.LayerStack;
import dev.lineman.problem.NearestName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How problems name several things. */
public final class ProblemWording {
    private static final int MAX_NAMES = 20;
    private static final int MAX_NEAREST = 3;

    private ProblemWording() {}

    /** The names in quotes; of more than a person reads, those nearest to what was meant come first. */
    public static String list(List<String> names, String meant) {
        if (names.size() <= MAX_NAMES) {
            return names.isEmpty() ? "none" : quoted(names);
        }
        List<String> near = NearestName.find(meant, names, MAX_NEAREST);
        List<String> shown = near.isEmpty() ? names.subList(0, MAX_NEAREST) : near;
        return quoted(shown) + " and " + (names.size() - shown.size()) + " more";
    }

    /**
     * What kind of place a value stands in.
     *
     * @param own the files that a phone is made of
     */
    public static String layer(LayerStack.LayerValue found, Set<String> own) {
        String file = found.layer().file();
        String folder = file.substring(0, Math.max(0, file.lastIndexOf('/')));
        return switch (found.layer().kind()) {
            case PHONE -> "the phone";
            case EXTENSION -> own.contains(file) ? "the extension" : "the extension that the key watches";
            case MODEL -> "folder " + folder + ", for some models";
            case FOLDER -> "folder " + folder;
        };
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }
}
