package dev.lineman.operator.explain;

import dev.lineman.build.State;
import dev.lineman.build.impact.BuildInputs;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.inventory.extension.VariableNames;
import dev.lineman.problem.MissingValue;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.resolve.NeededNames;
import dev.lineman.resolve.url.ProvisioningLink;
import dev.lineman.resolve.url.ProvisioningUrl;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.template.Template;
import dev.lineman.template.model.TemplateLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The values that templates read and that no input gives, as YAML to paste. The {@code check} command prints it.
 * Stateless.
 */
public final class MissingValues {
    private static final String VARS = "vars.";
    private static final String DEFAULTS = ExtensionFile.FOLDER + FolderDefaults.FILE_NAME;

    private MissingValues() {}

    /**
     * The missing values of one file.
     *
     * @param column the column of the variables that the file has; 0 if it has none
     * @param keys the keys to add
     */
    private record MissingInFile(int column, SortedSet<String> keys) {}

    /**
     * Returns the lines to paste for each file, after a comment that names the file. The values of phones come from
     * their problems. If all inputs can be read, the values that a template without phones needs are added, unless it is a
     * variant or built in.
     */
    public static List<String> describe(State state) {
        SortedMap<String, MissingInFile> files = new TreeMap<>();
        for (Problem problem : state.problemIndex().problems()) {
            MissingValue missing = problem.missing();
            if (missing != null) {
                keys(files, missing.file(), problem.at()).add(missing.key());
            }
        }
        if (state.snapshot().problems().stream().noneMatch(problem -> problem.severity() == Severity.BLOCKING)) {
            state.inputs().catalog().phoneTemplates().stream()
                    .filter(template -> template.layer() == TemplateLayer.ROOT && !template.isVariant())
                    .forEach(template -> addUnused(template, state, files));
        }
        List<String> lines = new ArrayList<>();
        files.forEach((file, missing) -> describe(file, missing, lines));
        return lines;
    }

    /** Returns the keys of a file. A problem in the file is where its variables are, or at its start. */
    private static Set<String> keys(SortedMap<String, MissingInFile> files, String file, Position at) {
        int column = at.file().equals(file) && !at.equals(Position.of(file)) ? at.column() : 0;
        return files.computeIfAbsent(file, first -> new MissingInFile(column, new TreeSet<>()))
                .keys();
    }

    /** Adds the values that a template without phones needs and that the outermost defaults do not have. */
    private static void addUnused(Template template, State state, SortedMap<String, MissingInFile> files) {
        BuildInputs inputs = state.inputs();
        Dependency used = new Dependency(Dependency.DependencyKind.TEMPLATE, template.path());
        if (!state.dependencyIndex().readersOf(used).isEmpty()) {
            return;
        }
        FolderDefaults defaults = inputs.inventory().defaults(DEFAULTS);
        for (String name : NeededNames.of(template, inputs.catalog())) {
            boolean link = ProvisioningLink.isName(name);
            boolean given = defaults != null
                    && (link
                            ? defaults.plain().get(ProvisioningUrl.KEY) != null
                            : defaults.plain().fields("vars").get(name) != null);
            if (!given) {
                Position at = defaults == null
                        ? Position.of(DEFAULTS)
                        : defaults.plain().positionOf(DEFAULTS, "vars");
                keys(files, DEFAULTS, at).add(link ? ProvisioningUrl.KEY : VARS + name);
            }
        }
    }

    private static void describe(String file, MissingInFile missing, List<String> lines) {
        SortedSet<String> keys = missing.keys();
        boolean vars = keys.stream().anyMatch(key -> key.startsWith(VARS));
        boolean below = vars && missing.column() > 0;
        lines.add(
                "# missing values: add these lines to " + file + (below ? ", those with blanks below its 'vars'" : ""));
        if (keys.contains(ProvisioningUrl.KEY)) {
            lines.add(ProvisioningUrl.KEY + ": \"\"");
        }
        if (vars && !below) {
            lines.add("vars:");
        }
        String indentation = " ".repeat(below ? missing.column() - 1 : 2);
        for (String key : keys) {
            if (key.startsWith(VARS)) {
                String name = key.substring(VARS.length());
                String value = VariableNames.isSecret(name) ? "!secret " + name : "\"\"";
                lines.add(indentation + quoted(name) + ": " + value);
            }
        }
    }

    /** A name as a YAML key. Names that start with a special character need quotes. */
    private static String quoted(String name) {
        return Character.isLetterOrDigit(name.charAt(0)) ? name : '"' + name + '"';
    }
}
