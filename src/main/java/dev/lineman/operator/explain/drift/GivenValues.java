package dev.lineman.operator.explain.drift;

import dev.lineman.render.OutputFile;
import dev.lineman.render.Renderer;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.render.parameter.ParameterEditor;
import dev.lineman.render.parameter.ParameterRefusedException;
import dev.lineman.render.text.PlacedValue;
import dev.lineman.render.text.SecretFinder;
import dev.lineman.render.text.SecretMasks;
import dev.lineman.resolve.PhoneValues;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.FragmentLookup;
import dev.lineman.template.Template;
import dev.lineman.template.parameter.ParameterFormat;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters in the files of a phone, as the inputs give them now.
 *
 * @param byName the first file that has a parameter counts
 * @param formats the formats of the files
 */
record GivenValues(Map<String, GivenValue> byName, Set<ParameterFormat> formats) {

    /**
     * A given value.
     *
     * @param text several values are joined
     * @param secret whether no view may show it
     * @param file what makes the file
     */
    record GivenValue(String text, boolean secret, GivenFile file) {}

    /**
     * A file of the phone.
     *
     * @param config the part of the template that makes it
     * @param fragments the paths of the fragments that it contains
     */
    record GivenFile(DeviceConfig config, List<String> fragments) {}

    /** Renders the files of a phone whose parameters have a known format. */
    static GivenValues of(
            Template template, PhoneValues names, FragmentLookup fragments, Renderer renderer, SecretFinder secrets) {
        Map<String, GivenValue> byName = new LinkedHashMap<>();
        Set<ParameterFormat> formats = new LinkedHashSet<>();
        for (DeviceConfig config : template.configs()) {
            ParameterFormat format = config.parameterFormat();
            if (format != null
                    && config.allowDownload()
                    && render(config, names, fragments, renderer)
                            instanceof RenderResult.RenderedFile<OutputFile> rendered) {
                String text = new String(rendered.result().bytes(), StandardCharsets.UTF_8);
                SecretMasks masks = rendered.result().secretMasks().union(secrets.masks(text));
                GivenFile file = new GivenFile(config, rendered.reads().fragments());
                SecretMasks.Spans spans = masks.hidesAll() ? null : masks.spans();
                formats.add(format);
                try {
                    ParameterEditor.values(format, text)
                            .forEach((name, values) -> byName.putIfAbsent(name, given(values, spans, file)));
                } catch (ParameterRefusedException e) {
                    // The file is not in its format, which is a problem of its own.
                }
            }
        }
        return new GivenValues(byName, formats);
    }

    private static RenderResult<OutputFile> render(
            DeviceConfig config, PhoneValues names, FragmentLookup fragments, Renderer renderer) {
        RenderValues values = new RenderValues(names.withoutRecording(), names.model(), fragments)
                .with(names.parameters().all());
        return renderer.render(config, values);
    }

    /** @param spans null if all of the file is secret */
    private static GivenValue given(List<PlacedValue> values, SecretMasks.@Nullable Spans spans, GivenFile file) {
        boolean secret =
                spans == null || values.stream().anyMatch(value -> spans.startsWithin(value.start(), value.end()));
        return new GivenValue(joined(values), secret, file);
    }

    /** Several values of one parameter as one text. */
    static String joined(List<PlacedValue> values) {
        return values.stream().map(value -> value.text().strip()).collect(Collectors.joining(", "));
    }
}
