package dev.lineman.build.make;

import dev.lineman.build.plan.Output;
import dev.lineman.collection.LruMap;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileNames;
import dev.lineman.problem.Problem;
import dev.lineman.render.OutputFile;
import dev.lineman.render.Renderer;
import dev.lineman.render.content.ReadNames;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.render.text.SecretFinder;
import dev.lineman.render.text.SecretMasks;
import dev.lineman.resolve.PhoneValues;
import dev.lineman.resolve.RenderSubject;
import dev.lineman.resolve.access.AccessResolution;
import dev.lineman.resolve.value.NamedValues;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.FragmentLookup;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateKind;
import dev.lineman.template.dialect.TemplateSyntax;
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
public final class OutputRenderer {
    /** What a template in Velocity reads of a phone: whatever it is, any other value makes its output anew. */
    private static final ReadNames WHOLE = new ReadNames(List.of(PhoneValues.MODEL), List.of());

    /** More files than a template has for the phones of one model, many times over. */
    private static final int MOST_SHEETS = 4096;

    private final Renderer renderer;
    private final FragmentLookup fragments;
    private final BuildShortcuts buildShortcuts;

    /** What was rendered, by its fingerprint; what was asked for longest ago goes first, since a fleet can be large. */
    private final Map<Digest, Sheet> finished = new LruMap<>(MOST_SHEETS);

    private final IdentityHashMap<DeviceConfig, ReadNames> usual = new IdentityHashMap<>();
    private int rendered;
    private long steps;
    private @Nullable RenderSubject searchedFor;
    private SecretFinder finder = new SecretFinder(List.of());

    OutputRenderer(Renderer renderer, FragmentLookup fragments, BuildShortcuts buildShortcuts) {
        this.renderer = renderer;
        this.fragments = fragments;
        this.buildShortcuts = buildShortcuts;
    }

    /**
     * The outputs of one unit.
     *
     * @param outputs the good ones: where something failed, the last good ones
     * @param fragments the paths of fragments that were looked up
     * @param problems why something failed
     * @param steps that rendering took
     */
    public record RenderedOutput(List<Output> outputs, Set<String> fragments, List<Problem> problems, long steps) {

        /** The same, for those whom this lets in; where nobody can tell whom, as it was, and nothing new. */
        public RenderedOutput under(AccessResolution accessResolution) {
            return new RenderedOutput(AccessPolicy.admitting(accessResolution, outputs), fragments, problems, steps);
        }
    }

    private record Sheet(String path, Digest body, SecretMasks secretMasks) {}

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
    record RenderOrder(
            String unit, String site, Template template, RenderSubject names, List<Output> before, boolean forced) {}

    /** @param bodies takes the bytes of what is rendered, and what they hash to */
    RenderedOutput make(RenderOrder order, BiConsumer<Digest, byte[]> bodies) {
        return new Attempt(order, bodies).made();
    }

    /** The making of one order. */
    private final class Attempt {
        private final RenderOrder order;
        private final BiConsumer<Digest, byte[]> bodies;
        private final RenderSubject names;
        private final Set<String> looked = new LinkedHashSet<>();
        private final List<Problem> problems = new ArrayList<>();
        private final long begun = steps;

        Attempt(RenderOrder order, BiConsumer<Digest, byte[]> bodies) {
            this.order = order;
            this.bodies = bodies;
            this.names = order.names();
        }

        RenderedOutput made() {
            List<DeviceConfig> configs = order.template().configs().stream()
                    .filter(DeviceConfig::allowDownload)
                    .toList();
            if (!names.problems().isEmpty()) {
                // Nothing can be made, but people who mend it want to hear of everything that is wrong.
                configs.forEach(this::rendered);
                problems.addAll(names.problems());
                return new RenderedOutput(order.before(), looked, problems, steps - begun);
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
            return new RenderedOutput(good, looked, problems, steps - begun);
        }

        private @Nullable Output output(DeviceConfig config) {
            Output old = version(order.before(), order.template().path(), config.index());
            String folder = folder(config, order.site());
            int complaints = names.problemCount();
            NamedValues unnoted = names.withoutRecording();
            if (old != null
                    && !order.forced()
                    && buildShortcuts.remembers()
                    && Fingerprint.of(folder, config, old.reads(), unnoted, fragments)
                            .equals(old.fingerprint())) {
                note(old.reads());
                return old;
            }
            ReadNames expected = usual.get(config);
            Digest fingerprint = expected == null ? null : Fingerprint.of(folder, config, expected, unnoted, fragments);
            Sheet twin = fingerprint == null || order.forced() || !buildShortcuts.shares()
                    ? null
                    : finished.get(fingerprint);
            if (expected != null && fingerprint != null && twin != null) {
                note(expected);
                return output(config, twin, fingerprint, expected);
            }
            RenderResult<OutputFile> renderResult = rendered(config);
            if (!(renderResult instanceof RenderResult.RenderedFile<OutputFile> rendered)) {
                return old;
            }
            ReadNames looks = config.syntax() == TemplateSyntax.VELOCITY
                    ? renderResult.reads().union(WHOLE)
                    : renderResult.reads();
            ReadNames reads = shared(looks, expected, old);
            if (fingerprint == null || !reads.equals(expected)) {
                fingerprint = Fingerprint.of(folder, config, reads, names, fragments);
            }
            usual.put(config, reads);
            if (names.problemCount() > complaints) {
                return old;
            }
            OutputFile file = rendered.result();
            Digest body = Digest.of(file.bytes());
            Sheet sheet = new Sheet(folder + file.name(), body, masks(file, names));
            bodies.accept(body, file.bytes());
            finished.put(fingerprint, sheet);
            return output(config, sheet, fingerprint, reads);
        }

        private Output output(DeviceConfig config, Sheet sheet, Digest fingerprint, ReadNames reads) {
            return new Output(
                    order.unit(),
                    order.template().path(),
                    config.index(),
                    sheet.path(),
                    sheet.body(),
                    fingerprint,
                    reads,
                    sheet.secretMasks(),
                    "");
        }

        private RenderResult<OutputFile> rendered(DeviceConfig config) {
            rendered++;
            Map<String, Object> model = config.syntax() == TemplateSyntax.VELOCITY ? names.model() : Map.of();
            RenderResult<OutputFile> renderResult = renderer.render(config, new RenderValues(names, model, fragments));
            steps += renderResult.steps();
            looked.addAll(renderResult.reads().fragments());
            if (renderResult instanceof RenderResult.FailedRendering<OutputFile> failed) {
                problems.addAll(failed.problems());
            }
            return renderResult;
        }

        /** Looks up for good what was looked up on trial. */
        private void note(ReadNames reads) {
            reads.names().forEach(names::valueOf);
            looked.addAll(reads.fragments());
        }
    }

    /**
     * What of a file people must not see. Views look once more for what is a secret when they are opened; this is for the time when what
     * is a secret now no longer is.
     */
    private SecretMasks masks(OutputFile file, RenderSubject names) {
        if (searchedFor != names) {
            searchedFor = names;
            finder = new SecretFinder(names.heldSecrets());
        }
        return file.secretMasks().union(finder.masks(new String(file.bytes(), StandardCharsets.UTF_8)));
    }

    /** The same, as an instance that others have too, if any has: most phones of a fleet read the same. */
    private static ReadNames shared(ReadNames looks, @Nullable ReadNames expected, @Nullable Output old) {
        if (expected != null && expected.equals(looks)) {
            return expected;
        }
        return old != null && looks.equals(old.reads()) ? old.reads() : looks;
    }

    private static String folder(DeviceConfig config, String site) {
        String folder =
                config.kind() == TemplateKind.PHONE || config.serve() ? FolderNames.PROVISIONING : FolderNames.SITES;
        return site.isEmpty() ? folder : folder + site + '/';
    }

    /** A unit that failed in part takes nothing away: its old outputs stay wherever no new one has their name. */
    private static List<Output> kept(Set<Output> fresh, List<Output> before) {
        List<Output> kept = new ArrayList<>(fresh);
        Set<String> names = new LinkedHashSet<>();
        fresh.forEach(output -> names.add(FileNames.fold(output.path())));
        for (Output old : before) {
            if (names.add(FileNames.fold(old.path())) && version(kept, old.template(), old.config()) == null) {
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
