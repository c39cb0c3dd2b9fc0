package dev.lineman.operator.explain.drift;

import dev.lineman.render.OutputFile;
import dev.lineman.render.Renderer;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.render.parameter.ParameterEditor;
import dev.lineman.render.parameter.ParameterRefusedException;
import dev.lineman.render.text.PlacedValue;
import dev.lineman.render.text.SecretMasks;
import dev.lineman.resolve.PhoneValues;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.FragmentLookup;
import dev.lineman.template.parameter.ParameterFormat;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the values from which parameters of a rendered file are computed. It renders the file with some values marked, and
 * halves the marked values until one remains. A value that only decides a condition is not found. For one file, by one
 * thread.
 */
final class ParameterOrigins {
    /** After this many renderings, the parameters that are left have no origins. */
    private static final int MAX_RENDERINGS = 400;

    private final Renderer renderer;
    private final DeviceConfig config;
    private final ParameterFormat format;
    private final FragmentLookup fragments;
    private final MarkedValues values;

    /** The paths and names of the values, by parameter. */
    private final Map<String, Set<String>> origins = new TreeMap<>();

    private int renderings;

    private ParameterOrigins(
            Renderer renderer,
            DeviceConfig config,
            ParameterFormat format,
            FragmentLookup fragments,
            MarkedValues values) {
        this.renderer = renderer;
        this.config = config;
        this.format = format;
        this.fragments = fragments;
        this.values = values;
    }

    /**
     * The values behind parameters: for each parameter, paths of the model such as {@code accounts[0].number}, or names of
     * placeholders.
     *
     * @param parameters names that the template writes
     */
    static Map<String, Set<String>> find(
            Renderer renderer,
            DeviceConfig config,
            ParameterFormat format,
            FragmentLookup fragments,
            PhoneValues phone,
            Set<String> parameters) {
        MarkedValues values = new MarkedValues(phone.withoutRecording(), phone.model());
        ParameterOrigins search = new ParameterOrigins(renderer, config, format, fragments, values);
        // The first rendering also shows which names the dialect reads.
        search.markedParameters(Set.of());
        search.search(values.names(), parameters);
        return search.origins;
    }

    private void search(List<String> names, Set<String> wanted) {
        if (names.isEmpty() || wanted.isEmpty() || renderings >= MAX_RENDERINGS) {
            return;
        }
        Set<String> reached = new TreeSet<>(markedParameters(new HashSet<>(names)));
        reached.retainAll(wanted);
        if (names.size() == 1) {
            reached.forEach(parameter ->
                    origins.computeIfAbsent(parameter, first -> new TreeSet<>()).addAll(names));
        } else {
            int half = names.size() / 2;
            search(names.subList(0, half), reached);
            search(names.subList(half, names.size()), reached);
        }
    }

    /** Renders with marked values, and returns the parameters whose values they reach. */
    private Set<String> markedParameters(Set<String> names) {
        renderings++;
        values.mark(names::contains);
        // A file name never has a secret, so the name is left out.
        RenderResult<OutputFile> result =
                renderer.renderWithoutName(config, new RenderValues(values, values.model(), fragments));
        Set<String> reached = new TreeSet<>();
        if (result instanceof RenderResult.RenderedFile<OutputFile> rendered
                && !rendered.result().secretMasks().hidesAll()) {
            SecretMasks.Spans spans = rendered.result().secretMasks().spans();
            String text = new String(rendered.result().bytes(), StandardCharsets.UTF_8);
            try {
                ParameterEditor.values(format, text).forEach((name, places) -> {
                    if (places.stream().anyMatch(place -> isMarked(place, spans))) {
                        reached.add(name);
                    }
                });
            } catch (ParameterRefusedException e) {
                // The file is not in its format, which is a problem of its own.
            }
        }
        return reached;
    }

    private static boolean isMarked(PlacedValue place, SecretMasks.Spans spans) {
        return spans.startsWithin(place.start(), place.end());
    }
}
