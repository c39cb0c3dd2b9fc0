package dev.lineman.explain;

import dev.lineman.plan.Output;
import dev.lineman.problem.Position;
import dev.lineman.render.Trace;
import dev.lineman.report.Explanation;
import dev.lineman.resolve.Origins;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Kind;
import dev.lineman.template.text.Content;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one file of a template comes to be.
 *
 * @param looks what it reads in the placeholder dialect
 * @param paths what it reads in Velocity
 */
record Making(Explanation.Made made, List<Trace.Look> looks, List<String> paths) {
    /**
     * A file of a site template, of which only its lines are told.
     *
     * @param output the file as it is published; null when there is none
     */
    static Explanation.Made ofSite(DeviceConfig config, @Nullable Output output) {
        List<Trace.Span> lines = new ArrayList<>();
        if (config.src() == null) {
            whole(config.content(), lines);
        }
        return made(config, output == null ? "" : output.path(), "", output, lines, List.of());
    }

    /** Notes what is read. */
    void tell(Origins origins, Readings readings) {
        looks.forEach(look -> readings.note(origins, look.name(), look.at()));
        Set<String> names = new LinkedHashSet<>();
        paths.forEach(path -> names.addAll(origins.named(path)));
        names.forEach(name -> readings.note(origins, name, null));
    }

    static Explanation.Made made(
            DeviceConfig config,
            String path,
            String note,
            @Nullable Output output,
            List<Trace.Span> lines,
            List<Explanation.Condition> conditions) {
        String kept = config.allowDownload() ? note : "not published: AllowDownload is false";
        boolean served = config.kind() == Kind.PHONE || config.serve();
        return new Explanation.Made(
                path,
                config.at(),
                output != null,
                kept,
                lines,
                conditions,
                output != null && served ? Doors.shown(output.access()) : List.of());
    }

    /** Adds all lines of a content but blank ones around it. */
    static void whole(@Nullable Content content, List<Trace.Span> lines) {
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
        lines.add(new Trace.Span(from.file(), from.line(), to.line()));
    }
}
