package dev.lineman.build.make;

import dev.lineman.build.make.FinishedOutputs.FinishedOutput;
import dev.lineman.build.plan.Output;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileNames;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.render.OutputFile;
import dev.lineman.render.PageRenderer;
import dev.lineman.render.Renderer;
import dev.lineman.render.content.ReadNames;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.resolve.PhoneValues;
import dev.lineman.resolve.RenderSubject;
import dev.lineman.resolve.SiteModel;
import dev.lineman.resolve.access.AccessResolution;
import dev.lineman.resolve.value.NamedValues;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.FragmentLookup;
import dev.lineman.template.Template;
import dev.lineman.template.dialect.TemplateSyntax;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Renders the outputs of phones and sites. It renders each content once per set of values: phones with the same
 * values share the result. Each thread that renders has its own instance, so it needs no lock.
 */
public final class OutputRenderer {
    /**
     * What a Velocity template depends on: the complete model of the phone. Its single reads are recorded as paths,
     * which {@link NamedValues} cannot look up for a fingerprint.
     */
    private static final ReadNames WHOLE_MODEL = new ReadNames(List.of(PhoneValues.MODEL), List.of());

    private final Renderer renderer;
    private final FragmentLookup fragments;
    private final BuildShortcuts buildShortcuts;
    /** Whether phones with different tokens share the file with a folded name. */
    private final Predicate<String> severalTokens;

    private final FinishedOutputs finished = new FinishedOutputs();

    /** The names that the last rendering of each config read. Usually the next phone reads the same ones. */
    private final IdentityHashMap<DeviceConfig, ReadNames> lastReads = new IdentityHashMap<>();

    private int rendered;
    private long steps;

    /** Creates a renderer without finished outputs. */
    OutputRenderer(
            Renderer renderer,
            FragmentLookup fragments,
            BuildShortcuts buildShortcuts,
            Predicate<String> severalTokens) {
        this.severalTokens = severalTokens;
        this.renderer = renderer;
        this.fragments = fragments;
        this.buildShortcuts = buildShortcuts;
    }

    /**
     * The outputs of one target.
     *
     * @param outputs the good outputs: after a failure, the last good ones
     * @param fragments the paths of the fragments that were looked up
     * @param problems errors, which are why something failed, and warnings
     * @param steps the rendering steps
     */
    public record RenderedOutput(List<Output> outputs, Set<String> fragments, List<Problem> problems, long steps) {

        /** Whether an output failed, so that its last good content stays. */
        public boolean failed() {
            return problems.stream().anyMatch(problem -> problem.severity() == Severity.BLOCKING);
        }

        /** Returns these outputs with the new access rule. If the rule is unknown, the outputs keep the old one. */
        public RenderedOutput withAccess(AccessResolution accessResolution) {
            return withOutputs(AccessPolicy.withAccess(accessResolution, outputs));
        }

        /** Returns the same with other outputs. */
        public RenderedOutput withOutputs(List<Output> others) {
            return new RenderedOutput(others, fragments, problems, steps);
        }
    }

    /** Returns how many outputs this instance has rendered. */
    int rendered() {
        return rendered;
    }

    /**
     * What to render: one template for one phone or site.
     *
     * @param targetKey the key of the target
     * @param site the name of the target's site; empty without one
     * @param subject the values
     * @param before the target's outputs so far
     * @param forced whether to render unchanged outputs too
     */
    record RenderOrder(
            String targetKey,
            String site,
            Template template,
            RenderSubject subject,
            List<Output> before,
            boolean forced) {}

    /**
     * Makes the outputs of one target.
     *
     * @param bodies receives rendered bytes with their digest
     */
    RenderedOutput make(RenderOrder order, BiConsumer<Digest, byte[]> bodies) {
        return new RenderAttempt(order, bodies).run();
    }

    /** Whether no other phone can have an output that reads these names. */
    private static boolean isOfOnePhone(ReadNames reads) {
        return !Collections.disjoint(reads.names(), PhoneValues.OF_ONE_PHONE);
    }

    /** The work on one order, with the problems and fragments that it collects. */
    private final class RenderAttempt {
        private final RenderOrder order;
        private final BiConsumer<Digest, byte[]> bodies;
        private final RenderSubject subject;
        private final Set<String> fragmentPaths = new LinkedHashSet<>();
        private final List<Problem> problems = new ArrayList<>();
        private final long stepsBefore = steps;

        RenderAttempt(RenderOrder order, BiConsumer<Digest, byte[]> bodies) {
            this.order = order;
            this.bodies = bodies;
            this.subject = order.subject();
        }

        /** Makes all outputs. After a problem, the old outputs stay where no new one takes their name. */
        RenderedOutput run() {
            List<DeviceConfig> configs = order.template().configs().stream()
                    .filter(DeviceConfig::allowDownload)
                    .toList();
            if (subject.blockingCount() > 0) {
                // No output can be made. Rendering still reports all other problems, so that one edit can correct them.
                configs.forEach(config -> render(config, subject));
                problems.addAll(subject.problems());
                return new RenderedOutput(order.before(), fragmentPaths, problems, steps - stepsBefore);
            }
            Set<Output> outputs = new LinkedHashSet<>();
            for (DeviceConfig config : configs) {
                if (config.pageSize() > 0 && subject instanceof SiteModel site) {
                    outputs.addAll(pages(config, site));
                    continue;
                }
                Output made = output(config);
                if (made != null) {
                    outputs.add(made);
                }
            }
            problems.addAll(subject.problems());
            RenderedOutput made =
                    new RenderedOutput(List.copyOf(outputs), fragmentPaths, problems, steps - stepsBefore);
            if (made.failed()) {
                return made.withOutputs(LastOutputs.keepMissing(outputs, order.before()));
            }
            // Single reads of Velocity are not known.
            if (subject instanceof PhoneValues phone
                    && configs.stream().allMatch(config -> config.syntax() == TemplateSyntax.PLACEHOLDERS)) {
                Set<String> names = new LinkedHashSet<>();
                outputs.forEach(output -> names.addAll(output.reads().names()));
                problems.addAll(phone.unreadKeys(names));
            }
            return new RenderedOutput(made.outputs(), fragmentPaths, problems, steps - stepsBefore);
        }

        /**
         * Makes one output. In a file that phones with different tokens share, the phone's URL has no token. Whether it
         * is such a file is certain only when its name is known, so a second rendering may follow.
         */
        private @Nullable Output output(DeviceConfig config) {
            Output old = LastOutputs.find(order.before(), order.template().path(), config.index());
            if (!(subject instanceof PhoneValues phone) || !phone.hasToken()) {
                return output(config, old);
            }
            boolean omitted = hasSeveralTokens(old);
            phone.omitToken(omitted);
            Output made = output(config, old);
            boolean omits = hasSeveralTokens(made);
            if (omits == omitted) {
                return made;
            }
            phone.omitToken(omits);
            return output(config, old);
        }

        private boolean hasSeveralTokens(@Nullable Output output) {
            return output != null && severalTokens.test(FileNames.fold(output.path()));
        }

        /**
         * Makes one output, by the cheapest way: keep the old one, share one of another phone, or render. Returns the
         * old output after a failure; null when there is none.
         */
        private @Nullable Output output(DeviceConfig config, @Nullable Output old) {
            String folder = FolderNames.of(config, order.site());
            int blockingBefore = subject.blockingCount();
            NamedValues unrecorded = subject.withoutRecording();
            if (old != null
                    && !order.forced()
                    && buildShortcuts.skipsUnchanged()
                    && Fingerprint.of(folder, config, old.reads(), unrecorded, fragments)
                            .equals(old.fingerprint())) {
                recordReads(old.reads());
                return old;
            }
            ReadNames expected = lastReads.get(config);
            if (expected != null && !order.forced() && buildShortcuts.sharesOutputs() && !isOfOnePhone(expected)) {
                Digest fingerprint = Fingerprint.of(folder, config, expected, unrecorded, fragments);
                FinishedOutput sharedOutput = finished.get(fingerprint);
                if (sharedOutput != null) {
                    recordReads(expected);
                    return output(config, sharedOutput, fingerprint, expected);
                }
            }
            // The name, the content and the fingerprint of a file read the same values.
            NamedValues names = new LookedUpValues(subject);
            RenderResult<OutputFile> renderResult = render(config, names);
            if (!(renderResult instanceof RenderResult.RenderedFile<OutputFile> rendered)) {
                return old;
            }
            ReadNames readNames = config.syntax() == TemplateSyntax.VELOCITY
                    ? renderResult.reads().union(WHOLE_MODEL)
                    : renderResult.reads();
            ReadNames reads = LastOutputs.canonical(readNames, expected, old);
            Digest fingerprint = Fingerprint.of(folder, config, reads, names, fragments);
            lastReads.put(config, reads);
            if (subject.blockingCount() > blockingBefore) {
                return old;
            }
            FinishedOutput finishedOutput = finish(rendered.result(), 0, folder);
            if (!isOfOnePhone(reads)) {
                finished.put(fingerprint, finishedOutput);
            }
            return output(config, finishedOutput, fingerprint, reads);
        }

        /** Makes the pages of a file of a site. After a failure of any page, returns the old ones. */
        private List<Output> pages(DeviceConfig config, SiteModel site) {
            List<Output> old =
                    LastOutputs.pages(order.before(), order.template().path(), config.index());
            int blockingBefore = subject.blockingCount();
            String folder = FolderNames.of(config, order.site());
            List<Output> pages = new ArrayList<>();
            for (RenderResult<OutputFile> page : new PageRenderer(renderer, fragments).render(config, site)) {
                rendered++;
                collect(page);
                if (!(page instanceof RenderResult.RenderedFile<OutputFile> made)) {
                    return old;
                }
                FinishedOutput finishedPage = finish(made.result(), pages.size(), folder);
                // A file of a site is rendered again whenever a field that it reads changes, so its body identifies it.
                pages.add(output(
                        config, finishedPage, finishedPage.body(), page.reads().union(WHOLE_MODEL)));
            }
            return subject.blockingCount() > blockingBefore ? old : pages;
        }

        /** Hands over the bytes of a file, and returns what outputs keep of it. */
        private FinishedOutput finish(OutputFile file, int page, String folder) {
            Digest body = Digest.of(file.bytes());
            bodies.accept(body, file.bytes());
            return new FinishedOutput(page, folder + file.name(), body, finished.masks(file, subject));
        }

        /** Turns a finished output into this target's output. The caller adds the access rule. */
        private Output output(DeviceConfig config, FinishedOutput finishedOutput, Digest fingerprint, ReadNames reads) {
            return new Output(
                    order.targetKey(),
                    order.template().path(),
                    config.index(),
                    finishedOutput.page(),
                    LastOutputs.canonicalPath(order.before(), finishedOutput.path()),
                    finishedOutput.body(),
                    fingerprint,
                    reads,
                    finishedOutput.secretMasks(),
                    "");
        }

        /** Renders one config, and collects steps, fragments and problems. */
        private RenderResult<OutputFile> render(DeviceConfig config, NamedValues names) {
            rendered++;
            Map<String, Object> model = config.syntax() == TemplateSyntax.VELOCITY ? subject.model() : Map.of();
            RenderValues values = new RenderValues(
                    names, model, fragments, subject.parameters().all());
            RenderResult<OutputFile> renderResult = renderer.render(config, values);
            collect(renderResult);
            return renderResult;
        }

        private void collect(RenderResult<OutputFile> renderResult) {
            steps += renderResult.steps();
            fragmentPaths.addAll(renderResult.reads().fragments());
            if (renderResult instanceof RenderResult.FailedRendering<OutputFile> failed) {
                problems.addAll(failed.problems());
            }
        }

        /** Looks up names again with recording, after a fingerprint looked them up without it. */
        private void recordReads(ReadNames reads) {
            reads.names().forEach(subject::valueOf);
            fragmentPaths.addAll(reads.fragments());
        }
    }
}
