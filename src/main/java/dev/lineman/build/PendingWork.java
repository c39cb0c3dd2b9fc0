package dev.lineman.build;

import dev.lineman.input.watch.Hint;
import dev.lineman.render.Renderer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/** Work that a cycle leaves to later cycles, by reason. Part of {@link State}. Immutable. */
public final class PendingWork {

    /** Why a target is still to be made. */
    public enum PendingReason {
        /** A target of a site. Its files come after the phones' files, so that no phone waits for a phonebook. */
        SITE,
        /** A phone with a template that takes long to render. It is made when there is nothing else to publish. */
        COSTLY_TEMPLATE,
        /**
         * The bytes or the access rule were unavailable, or making the target failed. Each cycle tries a static file
         * again, and other targets when a change affects them.
         */
        UNAVAILABLE
    }

    /**
     * A template is costly when the files of one phone together take more than this fraction, 1/10, of the steps that
     * one file may take.
     */
    private static final int COSTLY_FRACTION = 10;

    private final boolean starting;
    private final PMap<PendingReason, PSet<String>> targets;

    /** By MAC, the template path of each phone with a last rendering that was costly or exceeded its budget. */
    private final PMap<String, String> costly;

    /** The templates that were costly in the last run of the program. They count until no phone waits for them. */
    private final Set<String> costlyInLastRun;

    private final List<Hint> rescanHints;

    private PendingWork(
            boolean starting,
            PMap<PendingReason, PSet<String>> targets,
            PMap<String, String> costly,
            Set<String> costlyInLastRun,
            List<Hint> rescanHints) {
        this.starting = starting;
        this.targets = targets;
        this.costly = costly;
        this.costlyInLastRun = costlyInLastRun;
        this.rescanHints = rescanHints;
    }

    /**
     * The work before the first cycle, which makes everything.
     *
     * @param costlyTemplates the paths of the templates that were costly in the last run
     */
    static PendingWork atStart(Set<String> costlyTemplates) {
        return new PendingWork(
                true, HashTreePMap.empty(), HashTreePMap.empty(), Set.copyOf(costlyTemplates), List.of());
    }

    /** Returns whether no cycle has scanned the inputs since the start. */
    boolean starting() {
        return starting;
    }

    /** Returns the keys of the targets that are pending for a reason. */
    public Set<String> targets(PendingReason reason) {
        return targets.getOrDefault(reason, HashTreePSet.empty());
    }

    /** Returns the keys of the targets that later cycles make even without changes. */
    public Set<String> scheduled() {
        Set<String> all = new HashSet<>(targets(PendingReason.SITE));
        all.addAll(targets(PendingReason.COSTLY_TEMPLATE));
        return all;
    }

    /** Returns hints for inputs that changed while they were read. The next cycle must start soon with them. */
    public List<Hint> rescanHints() {
        return rescanHints;
    }

    /** Returns the paths of the templates with phones that are made last. */
    Set<String> costlyTemplates() {
        Set<String> templates = new HashSet<>(costly.values());
        templates.addAll(costlyInLastRun);
        return templates;
    }

    /** Returns whether a rendering of this many steps is costly. */
    static boolean isCostly(long steps) {
        return steps > Renderer.MAX_STEPS_PER_FILE / COSTLY_FRACTION;
    }

    /** Returns this work with one more pending target. */
    PendingWork with(PendingReason reason, String targetKey) {
        PSet<String> pending =
                targets.getOrDefault(reason, HashTreePSet.empty()).plus(targetKey);
        return new PendingWork(starting, targets.plus(reason, pending), costly, costlyInLastRun, rescanHints);
    }

    /** Returns this work without a target that was pending for a reason. */
    PendingWork without(PendingReason reason, String targetKey) {
        PSet<String> pending = targets.getOrDefault(reason, HashTreePSet.empty());
        return pending.contains(targetKey)
                ? new PendingWork(
                        starting, targets.plus(reason, pending.minus(targetKey)), costly, costlyInLastRun, rescanHints)
                : this;
    }

    /**
     * Returns this work after a phone was rendered.
     *
     * @param template the path of the phone's template
     * @param steps how many steps the rendering took
     */
    PendingWork withSteps(String phone, String template, long steps) {
        PMap<String, String> now = isCostly(steps) ? costly.plus(phone, template) : costly.minus(phone);
        return new PendingWork(starting, targets, now, costlyInLastRun, rescanHints);
    }

    /** Returns this work after a phone or its template was removed. */
    PendingWork withoutSteps(String phone) {
        return costly.containsKey(phone)
                ? new PendingWork(starting, targets, costly.minus(phone), costlyInLastRun, rescanHints)
                : this;
    }

    /**
     * Returns this work at the end of a cycle.
     *
     * @param changing hints for inputs that changed during the cycle
     */
    PendingWork afterCycle(List<Hint> changing) {
        Set<String> waited = targets(PendingReason.COSTLY_TEMPLATE).isEmpty() ? Set.of() : costlyInLastRun;
        return new PendingWork(false, targets, costly, waited, List.copyOf(changing));
    }
}
