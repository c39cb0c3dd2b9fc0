package dev.lineman.command.template;

import dev.lineman.render.Renderer;
import dev.lineman.template.Catalog;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Template;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** The fragments that a template reads. Stateless. */
final class FragmentReads {
    private FragmentReads() {}

    /** The paths of the fragments that a template reads, also through other fragments. */
    static SortedSet<String> of(Template template, Catalog catalog, Renderer renderer) {
        SortedSet<String> paths =
                new TreeSet<>(renderer.variableReads(template, catalog).fragments());
        template.configs().stream()
                .map(DeviceConfig::src)
                .filter(Objects::nonNull)
                .forEach(src -> paths.add(src.path()));
        return paths;
    }
}
