package dev.lineman.explain;

import dev.lineman.make.Folders;
import dev.lineman.plan.Output;
import dev.lineman.render.Outcome;
import dev.lineman.render.Reads;
import dev.lineman.render.Renderer;
import dev.lineman.render.SecretFinder;
import dev.lineman.render.Trace;
import dev.lineman.render.Values;
import dev.lineman.report.Explanation;
import dev.lineman.resolve.Names;
import dev.lineman.resolve.PhoneNames;
import dev.lineman.resolve.Value;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Fragment;
import dev.lineman.template.Fragments;
import dev.lineman.template.text.Content;
import dev.lineman.template.text.Syntax;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through the contents of a phone's template once more, to see how its files come to be. */
record Workings(String site, PhoneNames names, Fragments fragments, Renderer renderer, SecretFinder secrets) {
    /** @param output the file as it is published; null when there is none */
    Making of(DeviceConfig config, @Nullable Output output) {
        Names unnoted = names.unnoted();
        return config.syntax() == Syntax.VELOCITY
                ? velocity(config, output, new Values(unnoted, names.model(), fragments))
                : placeholders(config, output, new Values(unnoted, fragments));
    }

    private Making velocity(DeviceConfig config, @Nullable Output output, Values values) {
        List<Trace.Span> lines = new ArrayList<>();
        Reads reads = renderer.render(config, values).reads();
        Making.whole(content(config), lines);
        for (String path : reads.fragments()) {
            Fragment fragment = fragments.fragment(path);
            if (fragment != null
                    && lines.stream().noneMatch(known -> known.file().equals(path))) {
                Making.whole(fragment.content(), lines);
            }
        }
        String note = "written in Velocity: which of these lines count, and which conditions held, is not told";
        return new Making(
                Making.made(config, path(config, output, values), note, output, lines, List.of()),
                List.of(),
                reads.names());
    }

    private Making placeholders(DeviceConfig config, @Nullable Output output, Values values) {
        Content content = content(config);
        Trace trace = content == null ? Trace.NONE : Trace.of(content, values.names());
        List<Trace.Look> looks =
                new ArrayList<>(Trace.ofName(config.filename(), values.names()).looks());
        looks.addAll(trace.looks());
        List<Explanation.Condition> conditions =
                trace.asked().stream().map(this::condition).toList();
        return new Making(
                Making.made(config, path(config, output, values), "", output, trace.spans(), conditions),
                looks,
                List.of());
    }

    private Explanation.Condition condition(Trace.Asked asked) {
        String name = asked.name();
        Value value = name == null ? null : names.value(name);
        String was = asked.value();
        String because = was == null
                ? "has no value"
                : was.isEmpty() ? "is empty" : "is '" + secrets.shown(value == null ? was : value.toString()) + "'";
        return new Explanation.Condition(asked.at(), asked.condition().toString(), asked.held(), because);
    }

    /** Below {@code out/}; empty when the name cannot be told. */
    private String path(DeviceConfig config, @Nullable Output output, Values values) {
        if (output != null) {
            return output.path();
        }
        String folder = Folders.PROVISIONING + (site.isEmpty() ? "" : site + '/');
        return renderer.renderName(config, values) instanceof Outcome.Rendered<String> named
                ? folder + named.result()
                : "";
    }

    private @Nullable Content content(DeviceConfig config) {
        DeviceConfig.Source src = config.src();
        if (src == null) {
            return config.content();
        }
        Fragment fragment = fragments.fragment(src.path());
        return fragment == null ? null : fragment.content();
    }
}
