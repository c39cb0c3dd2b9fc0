package dev.lineman.resolve.value;

import dev.lineman.inventory.LayerStack;
import dev.lineman.problem.NearestName;
import dev.lineman.template.header.Header;
import dev.lineman.template.header.OptionOffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Texts that several problems of {@code resolve} share. Stateless. */
public final class ProblemWording {
    /** The most names that a problem lists. */
    private static final int MAX_NAMES = 20;
    /** The number of similar names to list if there are more. */
    private static final int MAX_NEAREST = 3;

    private ProblemWording() {}

    /**
     * The names in quotes. Of more than 20 names, only the most similar ones and the number of the others.
     *
     * @param meant the name that was not found
     */
    public static String list(List<String> names, String meant) {
        if (names.size() <= MAX_NAMES) {
            return names.isEmpty() ? "none" : quoted(names);
        }
        List<String> near = NearestName.find(meant, names, MAX_NEAREST);
        List<String> shown = near.isEmpty() ? names.subList(0, MAX_NEAREST) : near;
        return quoted(shown) + " and " + (names.size() - shown.size()) + " more";
    }

    /**
     * The values of an option, as the end of a message about a value that it does not have. For a value that exists, the
     * reason and the nearest value.
     *
     * @param meant the value; empty if it is a secret
     */
    public static String alternatives(OptionOffer option, String meant) {
        OptionOffer.ValueRefusal refusal = meant.isEmpty() ? null : option.refusal(meant);
        return refusal == null
                ? "; it is one of " + list(option.valueNames(), meant)
                : ": " + refusal.reason() + "; the nearest is '" + refusal.nearest() + "'";
    }

    /**
     * The options of a template, as the end of a message about an option that it does not have.
     *
     * @param meant the name that was not found
     */
    public static String optionsOf(Header header, String meant) {
        List<String> names =
                header.options().stream().map(OptionOffer::name).sorted().toList();
        return names.isEmpty() ? "; it has no options" : "; it has " + list(names, meant);
    }

    /**
     * The kind of layer that a value is in, for people: {@code the phone}, {@code folder extensions.d/office}.
     *
     * @param ownFiles the files of the phone and of its accounts
     */
    public static String layer(LayerStack.LayerValue found, Set<String> ownFiles) {
        String file = found.layer().file();
        String folder = file.substring(0, Math.max(0, file.lastIndexOf('/')));
        return switch (found.layer().kind()) {
            case PHONE -> "the phone";
            case EXTENSION -> ownFiles.contains(file) ? "the extension" : "the extension that the key watches";
            case PROFILE -> "profile '" + found.layer().profile() + "' in " + file;
            case MODEL -> "folder " + folder + ", for some models";
            case FOLDER -> "folder " + folder;
        };
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }
}
