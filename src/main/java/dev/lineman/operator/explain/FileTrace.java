package dev.lineman.operator.explain;

import dev.lineman.build.plan.Output;
import dev.lineman.operator.view.Explanation;
import dev.lineman.problem.Position;
import dev.lineman.render.dialect.DialectTrace;
import dev.lineman.resolve.origin.ValueOrigins;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.TemplateKind;
import dev.lineman.template.dialect.Content;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one file of a template is made.
 *
 * @param file the file, for the explanation
 * @param lookups names that it reads in the placeholder dialect
 * @param paths paths of the model that it reads in Velocity
 * @param parameters the vendor parameters that its template writes; null if the file takes no others
 */
record FileTrace(
        Explanation.ExplainedFile file,
        List<DialectTrace.NameLookup> lookups,
        List<String> paths,
        @Nullable Set<String> parameters) {
    /** How many pages of a file are explained one by one. */
    private static final int MAX_PAGES = 3;

    /**
     * What a trace shows of the content of a file.
     *
     * @param note what else to say about it; empty for nothing
     */
    record TracedContent(
            String note, List<DialectTrace.LineSpan> lines, List<Explanation.ExplainedCondition> conditions) {
        TracedContent {
            lines = List.copyOf(lines);
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * A file of a site template. Only its lines are explained, since its values belong to many phones.
     *
     * @param outputs the published file or its pages; empty if there is none
     */
    static List<Explanation.ExplainedFile> ofSite(DeviceConfig config, List<Output> outputs) {
        List<DialectTrace.LineSpan> lines = new ArrayList<>();
        if (config.src() == null) {
            addAllLines(config.content(), lines);
        }
        TracedContent content = new TracedContent("", lines, List.of());
        List<Explanation.ExplainedFile> files = new ArrayList<>();
        outputs.stream()
                .limit(MAX_PAGES)
                .forEach(output -> files.add(explainedFile(config, output, output.path(), content)));
        if (outputs.isEmpty()) {
            files.add(explainedFile(config, null, "", content));
        } else if (outputs.size() > MAX_PAGES) {
            Output last = outputs.get(outputs.size() - 1);
            String note = (outputs.size() - MAX_PAGES - 1) + " more pages are before this one";
            files.add(explainedFile(config, last, last.path(), new TracedContent(note, lines, List.of())));
        }
        return files;
    }

    /** Records the values that the file reads. */
    void recordReadings(ValueOrigins valueOrigins, ValueReadings valueReadings) {
        lookups.forEach(look -> valueReadings.record(valueOrigins, look.name(), look.at()));
        Set<String> names = new LinkedHashSet<>();
        paths.forEach(path -> names.addAll(valueOrigins.namesOf(path)));
        names.forEach(name -> valueReadings.record(valueOrigins, name, null));
        if (parameters != null) {
            valueOrigins.parameters(parameters).forEach(valueReadings::record);
        }
    }

    /**
     * Makes the explanation of a file.
     *
     * @param output the published file; null if there is none
     * @param path below {@code out/}; empty if unknown
     */
    static Explanation.ExplainedFile explainedFile(
            DeviceConfig config, @Nullable Output output, String path, TracedContent content) {
        String note = config.allowDownload() ? content.note() : "not published: AllowDownload is false";
        boolean served = config.kind() == TemplateKind.PHONE || config.serve();
        return new Explanation.ExplainedFile(
                path,
                config.at(),
                output != null,
                note,
                content.lines(),
                content.conditions(),
                output != null && served ? AccessDescription.describe(output.access()) : List.of());
    }

    /** Adds the lines of a content, without blank ones at its start and end. */
    static void addAllLines(@Nullable Content content, List<DialectTrace.LineSpan> lines) {
        if (content == null || content.text().isBlank()) {
            return;
        }
        String text = content.text();
        int first = 0;
        while (Character.isWhitespace(text.charAt(first))) {
            first++;
        }
        Position from = content.at(first);
        Position to = content.at(text.stripTrailing().length() - 1);
        lines.add(new DialectTrace.LineSpan(from.file(), from.line(), to.line()));
    }
}
