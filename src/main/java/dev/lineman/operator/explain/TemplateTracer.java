package dev.lineman.operator.explain;

import dev.lineman.build.make.FolderNames;
import dev.lineman.build.plan.Output;
import dev.lineman.operator.view.Explanation;
import dev.lineman.render.Renderer;
import dev.lineman.render.content.ReadNames;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.render.dialect.DialectTrace;
import dev.lineman.render.parameter.ParameterEditor;
import dev.lineman.render.parameter.ParameterRefusedException;
import dev.lineman.render.text.SecretFinder;
import dev.lineman.resolve.PhoneValues;
import dev.lineman.resolve.value.NamedValues;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Fragment;
import dev.lineman.template.FragmentLookup;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.TemplateSyntax;
import dev.lineman.template.parameter.ParameterFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs the template of a phone again, to see how its files are made. {@link Explainer} uses it. It publishes nothing.
 * For one phone, by one thread.
 *
 * @param site the site of the phone
 * @param secrets finds secrets in values, to mask them
 */
record TemplateTracer(
        String site, PhoneValues names, FragmentLookup fragments, Renderer renderer, SecretFinder secrets) {
    /**
     * Traces one file.
     *
     * @param output the published file; null if there is none
     */
    FileTrace trace(DeviceConfig config, @Nullable Output output) {
        NamedValues unrecorded = names.withoutRecording();
        return config.syntax() == TemplateSyntax.VELOCITY
                ? velocity(config, output, new RenderValues(unrecorded, names.model(), fragments))
                : placeholders(config, output, new RenderValues(unrecorded, fragments));
    }

    /** Traces a Velocity file. The engine does not report which lines ran, so all lines count. */
    private FileTrace velocity(DeviceConfig config, @Nullable Output output, RenderValues values) {
        List<DialectTrace.LineSpan> lines = new ArrayList<>();
        ReadNames reads = renderer.render(config, values).reads();
        FileTrace.addAllLines(content(config), lines);
        for (String path : reads.fragments()) {
            Fragment fragment = fragments.fragment(path);
            if (fragment != null
                    && lines.stream().noneMatch(known -> known.file().equals(path))) {
                FileTrace.addAllLines(fragment.content(), lines);
            }
        }
        String note =
                "written in Velocity: the explanation cannot show which of these lines apply and which conditions held";
        return new FileTrace(
                FileTrace.explainedFile(
                        config,
                        output,
                        path(config, output, values),
                        new FileTrace.TracedContent(note, lines, List.of())),
                List.of(),
                reads.names(),
                parameters(config, values));
    }

    /** Traces a file in the placeholder dialect. */
    private FileTrace placeholders(DeviceConfig config, @Nullable Output output, RenderValues values) {
        Content content = content(config);
        DialectTrace trace = content == null ? DialectTrace.NONE : DialectTrace.of(content, values.names());
        List<DialectTrace.NameLookup> nameLookups = new ArrayList<>(
                DialectTrace.ofName(config.filename(), values.names()).lookups());
        nameLookups.addAll(trace.lookups());
        List<Explanation.ExplainedCondition> explainedConditions =
                trace.conditions().stream().map(this::condition).toList();
        return new FileTrace(
                FileTrace.explainedFile(
                        config,
                        output,
                        path(config, output, values),
                        new FileTrace.TracedContent("", trace.lineSpans(), explainedConditions)),
                nameLookups,
                List.of(),
                parameters(config, values));
    }

    /** The vendor parameters that the template writes itself; null if the file takes no others. */
    private @Nullable Set<String> parameters(DeviceConfig config, RenderValues values) {
        ParameterFormat format = config.parameterFormat();
        if (format == null || names.parameters().all().isEmpty()) {
            return null;
        }
        try {
            return renderer.renderContent(config, values) instanceof RenderResult.RenderedFile<byte[]> rendered
                    ? ParameterEditor.names(
                            format, new String(rendered.result(), StandardCharsets.UTF_8).replace("\r\n", "\n"))
                    : Set.of();
        } catch (ParameterRefusedException e) {
            // The file is not in its format, which is a problem of its own.
            return Set.of();
        }
    }

    private Explanation.ExplainedCondition condition(DialectTrace.TracedCondition asked) {
        String name = asked.name();
        ResolvedValue value = name == null ? null : names.value(name);
        String was = asked.value();
        String because = was == null
                ? "has no value"
                : was.isEmpty() ? "is empty" : "is '" + secrets.mask(value == null ? was : value.toString()) + "'";
        return new Explanation.ExplainedCondition(asked.at(), asked.condition().toString(), asked.held(), because);
    }

    /** The path below {@code out/}; empty if the name cannot be rendered. */
    private String path(DeviceConfig config, @Nullable Output output, RenderValues values) {
        if (output != null) {
            return output.path();
        }
        String folder = FolderNames.PROVISIONING + (site.isEmpty() ? "" : site + '/');
        return renderer.renderName(config, values) instanceof RenderResult.RenderedFile<String> named
                ? folder + named.result()
                : "";
    }

    private @Nullable Content content(DeviceConfig config) {
        DeviceConfig.ContentSource src = config.src();
        if (src == null) {
            return config.content();
        }
        Fragment fragment = fragments.fragment(src.path());
        return fragment == null ? null : fragment.content();
    }
}
