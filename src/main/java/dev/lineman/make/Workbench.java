package dev.lineman.make;

import dev.lineman.disk.Digest;
import dev.lineman.disk.FileName;
import dev.lineman.disk.LruMap;
import dev.lineman.plan.Output;
import dev.lineman.problem.Problem;
import dev.lineman.render.Masks;
import dev.lineman.render.Outcome;
import dev.lineman.render.OutputFile;
import dev.lineman.render.Reads;
import dev.lineman.render.Renderer;
import dev.lineman.render.SecretFinder;
import dev.lineman.render.Values;
import dev.lineman.resolve.Admission;
import dev.lineman.resolve.Names;
import dev.lineman.resolve.PhoneNames;
import dev.lineman.resolve.Subject;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Fragments;
import dev.lineman.template.Kind;
import dev.lineman.template.Template;
import dev.lineman.template.text.Syntax;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Where outputs are rendered, each content once for one set of values, however many phones share it. */
public final class Workbench {
    /** What a template in Velocity reads of a phone: whatever it is, any other value makes its output anew. */
    private static final Reads WHOLE = new Reads(List.of(PhoneNames.MODEL), List.of());

    /** More files than a template has for the phones of one model, many times over. */
    private static final int MOST_SHEETS = 4096;

    private final Renderer renderer;
    private final Fragments fragments;
    private final Shortcuts shortcuts;

    /** What was rendered, by its fingerprint; what was asked for longest ago goes first, since a fleet can be large. */
    private final Map<Digest, Sheet> finished = new LruMap<>(MOST_SHEETS);

    private final IdentityHashMap<DeviceConfig, Reads> usual = new IdentityHashMap<>();
    private int rendered;
    private long steps;
    private @Nullable Subject searchedFor;
    private SecretFinder finder = new SecretFinder(List.of());

    Workbench(Renderer renderer, Fragments fragments, Shortcuts shortcuts) {
        this.renderer = renderer;
        this.fragments = fragments;
        this.shortcuts = shortcuts;
    }

    /**
     * The outputs of one unit.
     *
     * @param outputs the good ones: where something failed, the last good ones
     * @param fragments the paths of fragments that were looked up
     * @param problems why something failed
     * @param steps that rendering took
     */
    public record Made(List<Output> outputs, Set<String> fragments, List<Problem> problems, long steps) {

        /** The same, for those whom this lets in; where nobody can tell whom, as it was, and nothing new. */
        public Made under(Admission admission) {
            return new Made(Gatekeeping.admitting(admission, outputs), fragments, problems, steps);
        }
    }

    private record Sheet(String path, Digest body, Masks masks) {}

    int rendered() {
        return rendered;
    }

    /**
     * What is to be made: what a template says for one phone or site.
     *
     * @param site that the unit belongs to
     * @param before the unit's outputs so far
     * @param forced whether to render also what did not change
     */
    record Order(String unit, String site, Template template, Subject names, List<Output> before, boolean forced) {}

    /** @param bodies takes the bytes of what is rendered, and what they hash to */
    Made make(Order order, BiConsumer<Digest, byte[]> bodies) {
        return new Attempt(order, bodies).made();
    }

    /** The making of one order. */
    private final class Attempt {
        private final Order order;
        private final BiConsumer<Digest, byte[]> bodies;
        private final Subject names;
        private final Set<String> looked = new LinkedHashSet<>();
        private final List<Problem> problems = new ArrayList<>();
        private final long begun = steps;

        Attempt(Order order, BiConsumer<Digest, byte[]> bodies) {
            this.order = order;
            this.bodies = bodies;
            this.names = order.names();
        }

        Made made() {
            List<DeviceConfig> configs = order.template().configs().stream()
                    .filter(DeviceConfig::allowDownload)
                    .toList();
            if (!names.problems().isEmpty()) {
                // Nothing can be made, but people who mend it want to hear of everything that is wrong.
                configs.forEach(this::rendered);
                problems.addAll(names.problems());
                return new Made(order.before(), looked, problems, steps - begun);
            }
            Set<Output> outputs = new LinkedHashSet<>();
            for (DeviceConfig config : configs) {
                Output fresh = output(config);
                if (fresh != null) {
                    outputs.add(fresh);
                }
            }
            problems.addAll(names.problems());
            List<Output> good = problems.isEmpty() ? List.copyOf(outputs) : kept(outputs, order.before());
            return new Made(good, looked, problems, steps - begun);
        }

        private @Nullable Output output(DeviceConfig config) {
            Output old = version(order.before(), order.template().path(), config.index());
            String folder = folder(config, order.site());
            int complaints = names.complaints();
            Names unnoted = names.unnoted();
            if (old != null
                    && !order.forced()
                    && shortcuts.remembers()
                    && Fingerprint.of(folder, config, old.reads(), unnoted, fragments)
                            .equals(old.fingerprint())) {
                note(old.reads());
                return old;
            }
            Reads expected = usual.get(config);
            Digest fingerprint = expected == null ? null : Fingerprint.of(folder, config, expected, unnoted, fragments);
            Sheet twin =
                    fingerprint == null || order.forced() || !shortcuts.shares() ? null : finished.get(fingerprint);
            if (expected != null && fingerprint != null && twin != null) {
                note(expected);
                return output(config, twin, fingerprint, expected);
            }
            Outcome<OutputFile> outcome = rendered(config);
            if (!(outcome instanceof Outcome.Rendered<OutputFile> rendered)) {
                return old;
            }
            Reads looks = config.syntax() == Syntax.VELOCITY ? outcome.reads().and(WHOLE) : outcome.reads();
            Reads reads = shared(looks, expected, old);
            if (fingerprint == null || !reads.equals(expected)) {
                fingerprint = Fingerprint.of(folder, config, reads, names, fragments);
            }
            usual.put(config, reads);
            if (names.complaints() > complaints) {
                return old;
            }
            OutputFile file = rendered.result();
            Digest body = Digest.of(file.bytes());
            Sheet sheet = new Sheet(folder + file.name(), body, masks(file, names));
            bodies.accept(body, file.bytes());
            finished.put(fingerprint, sheet);
            return output(config, sheet, fingerprint, reads);
        }

        private Output output(DeviceConfig config, Sheet sheet, Digest fingerprint, Reads reads) {
            return new Output(
                    order.unit(),
                    order.template().path(),
                    config.index(),
                    sheet.path(),
                    sheet.body(),
                    fingerprint,
                    reads,
                    sheet.masks(),
                    "");
        }

        private Outcome<OutputFile> rendered(DeviceConfig config) {
            rendered++;
            Map<String, Object> model = config.syntax() == Syntax.VELOCITY ? names.model() : Map.of();
            Outcome<OutputFile> outcome = renderer.render(config, new Values(names, model, fragments));
            steps += outcome.steps();
            looked.addAll(outcome.reads().fragments());
            if (outcome instanceof Outcome.Failed<OutputFile> failed) {
                problems.addAll(failed.problems());
            }
            return outcome;
        }

        /** Looks up for good what was looked up on trial. */
        private void note(Reads reads) {
            reads.names().forEach(names::valueOf);
            looked.addAll(reads.fragments());
        }
    }

    /**
     * What of a file people must not see. Views look once more for what is a secret when they are opened; this is for the time when what
     * is a secret now no longer is.
     */
    private Masks masks(OutputFile file, Subject names) {
        if (searchedFor != names) {
            searchedFor = names;
            finder = new SecretFinder(names.heldSecrets());
        }
        return file.masks().and(finder.masks(new String(file.bytes(), StandardCharsets.UTF_8)));
    }

    /** The same, as an instance that others have too, if any has: most phones of a fleet read the same. */
    private static Reads shared(Reads looks, @Nullable Reads expected, @Nullable Output old) {
        if (expected != null && expected.equals(looks)) {
            return expected;
        }
        return old != null && looks.equals(old.reads()) ? old.reads() : looks;
    }

    private static String folder(DeviceConfig config, String site) {
        String folder = config.kind() == Kind.PHONE || config.serve() ? Folders.PROVISIONING : Folders.SITES;
        return site.isEmpty() ? folder : folder + site + '/';
    }

    /** A unit that failed in part takes nothing away: its old outputs stay wherever no new one has their name. */
    private static List<Output> kept(Set<Output> fresh, List<Output> before) {
        List<Output> kept = new ArrayList<>(fresh);
        Set<String> names = new LinkedHashSet<>();
        fresh.forEach(output -> names.add(FileName.fold(output.path())));
        for (Output old : before) {
            if (names.add(FileName.fold(old.path())) && version(kept, old.template(), old.config()) == null) {
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
