package dev.lineman.build.make;

import dev.lineman.build.plan.Output;
import dev.lineman.fs.FileNames;
import dev.lineman.render.content.ReadNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the outputs that a target had before. After a failure, they stay. Stateless. */
final class LastOutputs {
    private LastOutputs() {}

    /**
     * Adds the old outputs to the new ones of a target that failed in part. An old output stays unless a new one has
     * its name or comes from the same config.
     */
    static List<Output> keepMissing(Set<Output> newOutputs, List<Output> before) {
        List<Output> all = new ArrayList<>(newOutputs);
        Set<String> names = new LinkedHashSet<>();
        newOutputs.forEach(output -> names.add(FileNames.fold(output.path())));
        for (Output old : before) {
            if (names.add(FileNames.fold(old.path())) && find(all, old.template(), old.config()) == null) {
                all.add(old);
            }
        }
        return all;
    }

    /**
     * Returns an equal instance that other outputs use, if there is one. Most phones of a fleet read the same names,
     * so this saves memory.
     */
    static ReadNames canonical(ReadNames readNames, @Nullable ReadNames expected, @Nullable Output old) {
        if (expected != null && expected.equals(readNames)) {
            return expected;
        }
        return old != null && readNames.equals(old.reads()) ? old.reads() : readNames;
    }

    /** Returns an equal path that an old output of the target has, if there is one, to save memory. */
    static String canonicalPath(List<Output> before, String path) {
        for (Output old : before) {
            if (old.path().equals(path)) {
                return old.path();
            }
        }
        return path;
    }

    /** Returns the outputs of a template's config: the pages of its file. */
    static List<Output> pages(List<Output> outputs, String template, int config) {
        return outputs.stream()
                .filter(output -> output.template().equals(template) && output.config() == config)
                .toList();
    }

    /** Returns the first output of a template's config; null when there is none. */
    static @Nullable Output find(List<Output> outputs, String template, int config) {
        for (Output output : outputs) {
            if (output.template().equals(template) && output.config() == config) {
                return output;
            }
        }
        return null;
    }
}
