package dev.lineman.agent;

import dev.lineman.disk.Digest;
import dev.lineman.plan.Ledger;
import dev.lineman.plan.Output;
import dev.lineman.problem.Problem;
import dev.lineman.render.Outcome;
import dev.lineman.render.OutputFile;
import dev.lineman.render.Reads;
import dev.lineman.render.Renderer;
import dev.lineman.render.Values;
import dev.lineman.resolve.PhoneNames;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Fragments;
import dev.lineman.template.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where outputs are rendered, each content once for one set of values, however many phones share it. */
final class Workbench {
    private final Renderer renderer;
    private final Fragments fragments;
    private final Bodies bodies;
    private final Map<Digest, Sheet> finished = new HashMap<>();
    private final IdentityHashMap<DeviceConfig, Reads> usual = new IdentityHashMap<>();
    private int rendered;

    Workbench(Renderer renderer, Fragments fragments, Bodies bodies) {
        this.renderer = renderer;
        this.fragments = fragments;
        this.bodies = bodies;
    }

    /**
     * The outputs of one unit.
     *
     * @param outputs the good ones: where something failed, the last good ones
     * @param fragments the paths of fragments that were looked up
     * @param problems why something failed
     */
    record Made(List<Output> outputs, Set<String> fragments, List<Problem> problems) {}

    private record Sheet(String path, Digest body) {}

    int rendered() {
        return rendered;
    }

    /**
     * Makes what a template says for one phone.
     *
     * @param folder that the files lie in, below {@code out/}
     * @param before the unit's outputs so far
     * @param forced whether to render also what did not change
     */
    Made make(String unit, String folder, Template template, PhoneNames names, List<Output> before, boolean forced) {
        Set<Output> outputs = new LinkedHashSet<>();
        Set<String> looked = new LinkedHashSet<>();
        List<Problem> problems = new ArrayList<>();
        for (DeviceConfig config : template.configs()) {
            if (!config.allowDownload()) {
                continue;
            }
            Output old = version(before, template.path(), config.index());
            Output fresh = output(unit, folder, template, config, names, old, forced, looked, problems);
            if (fresh != null) {
                outputs.add(fresh);
            }
        }
        problems.addAll(names.problems());
        if (!problems.isEmpty()) {
            return new Made(kept(outputs, before, !names.problems().isEmpty()), looked, problems);
        }
        return new Made(List.copyOf(outputs), looked, problems);
    }

    private @Nullable Output output(
            String unit,
            String folder,
            Template template,
            DeviceConfig config,
            PhoneNames names,
            @Nullable Output old,
            boolean forced,
            Set<String> looked,
            List<Problem> problems) {
        Reads expected = old == null ? usual.get(config) : old.reads();
        Digest fingerprint = null;
        if (expected != null) {
            // It may no longer read all that it was expected to, and what is wrong there is not its problem then.
            PhoneNames trial = names.trial();
            fingerprint = Fingerprint.of(folder, config, expected, trial, fragments);
            if (old != null && !forced && fingerprint.equals(old.fingerprint())) {
                names.adopt(trial);
                looked.addAll(expected.fragments());
                return old;
            }
            Sheet twin = forced ? null : finished.get(fingerprint);
            if (twin != null) {
                names.adopt(trial);
                looked.addAll(expected.fragments());
                return new Output(
                        unit, template.path(), config.index(), twin.path(), twin.body(), fingerprint, expected);
            }
        }
        rendered++;
        Outcome<OutputFile> outcome = renderer.render(config, new Values(names, fragments));
        looked.addAll(outcome.reads().fragments());
        if (outcome instanceof Outcome.Failed<OutputFile> failed) {
            problems.addAll(failed.problems());
            return old;
        }
        Reads reads = expected != null && expected.equals(outcome.reads()) ? expected : outcome.reads();
        if (fingerprint == null || !reads.equals(expected)) {
            fingerprint = Fingerprint.of(folder, config, reads, names, fragments);
        }
        usual.put(config, reads);
        OutputFile file = ((Outcome.Rendered<OutputFile>) outcome).result();
        Digest body = Digest.of(file.bytes());
        Sheet sheet = new Sheet(folder + file.name(), body);
        if (names.problems().isEmpty()) {
            bodies.put(body, file.bytes());
            finished.put(fingerprint, sheet);
        }
        return new Output(unit, template.path(), config.index(), sheet.path(), body, fingerprint, reads);
    }

    /** A unit that failed in part takes nothing away: its old outputs stay wherever no new one has their name. */
    private static List<Output> kept(Set<Output> fresh, List<Output> before, boolean all) {
        if (all) {
            return before;
        }
        List<Output> kept = new ArrayList<>(fresh);
        Set<String> names = new LinkedHashSet<>();
        fresh.forEach(output -> names.add(Ledger.fold(output.path())));
        for (Output old : before) {
            if (names.add(Ledger.fold(old.path())) && version(kept, old.template(), old.config()) == null) {
                kept.add(old);
            }
        }
        return kept;
    }

    private static @Nullable Output version(List<Output> outputs, String template, int config) {
        for (Output output : outputs) {
            if (output.template().equals(template) && output.config() == config) {
                return output;
            }
        }
        return null;
    }
}
