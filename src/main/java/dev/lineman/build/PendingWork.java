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

/** What a cycle leaves to later cycles, and why. Immutable. */
public final class PendingWork {

    /** Why a unit is still to be made. */
    public enum PendingReason {
        /** It is a site's: its files are made after the phones' files, so that no phone waits for a phonebook. */
        SITE,
        /** It is a phone whose template takes long to render: it is made when there is nothing else to publish. */
        COSTLY_TEMPLATE,
        /**
         * Its bytes or its access rule could not be had, or making it failed. A static file is tried again in each cycle, any other
         * unit when a change reaches it.
         */
        UNAVAILABLE
    }

    /** A file that takes this part of the steps that it may take is costly. */
    private static final int COSTLY = 10;

    private final boolean starting;
    private final PMap<PendingReason, PSet<String>> units;

    /** The phones whose last rendering took long, or went over its budget, with the paths of their templates. */
    private final PMap<String, String> costly;

    /** The templates that were costly in the last run, until the phones that wait for them are made. */
    private final Set<String> remembered;

    private final List<Hint> moving;

    private PendingWork(
            boolean starting,
            PMap<PendingReason, PSet<String>> units,
            PMap<String, String> costly,
            Set<String> remembered,
            List<Hint> moving) {
        this.starting = starting;
        this.units = units;
        this.costly = costly;
        this.remembered = remembered;
        this.moving = moving;
    }

    /**
     * Before the first cycle, which makes everything.
     *
     * @param costlyTemplates the paths of the templates that were costly in the last run
     */
    static PendingWork atStart(Set<String> costlyTemplates) {
        return new PendingWork(
                true, HashTreePMap.empty(), HashTreePMap.empty(), Set.copyOf(costlyTemplates), List.of());
    }

    /** Whether no cycle has looked at the inputs since the start. */
    boolean starting() {
        return starting;
    }

    /** The units that are pending for a reason. */
    public Set<String> units(PendingReason reason) {
        return units.getOrDefault(reason, HashTreePSet.empty());
    }

    /** The units that later cycles make although nothing changes. */
    public Set<String> scheduled() {
        Set<String> all = new HashSet<>(units(PendingReason.SITE));
        all.addAll(units(PendingReason.COSTLY_TEMPLATE));
        return all;
    }

    /** The input files and folders that changed while they were read: they are to be looked at again soon. */
    public List<Hint> moving() {
        return moving;
    }

    /** The paths of the templates whose phones are made last. */
    Set<String> costlyTemplates() {
        Set<String> templates = new HashSet<>(costly.values());
        templates.addAll(remembered);
        return templates;
    }

    /** Whether rendering in so many steps took long. */
    static boolean isCostly(long steps) {
        return steps > Renderer.MAX_STEPS_PER_FILE / COSTLY;
    }

    /** The same when a unit is pending. */
    PendingWork with(PendingReason reason, String unit) {
        PSet<String> pending = units.getOrDefault(reason, HashTreePSet.empty()).plus(unit);
        return new PendingWork(starting, units.plus(reason, pending), costly, remembered, moving);
    }

    /** The same when a unit is no longer pending for a reason. */
    PendingWork without(PendingReason reason, String unit) {
        PSet<String> pending = units.getOrDefault(reason, HashTreePSet.empty());
        return pending.contains(unit)
                ? new PendingWork(starting, units.plus(reason, pending.minus(unit)), costly, remembered, moving)
                : this;
    }

    /** The same when a phone was rendered with a template, in so many steps. */
    PendingWork rendered(String phone, String template, long steps) {
        PMap<String, String> now = isCostly(steps) ? costly.plus(phone, template) : costly.minus(phone);
        return new PendingWork(starting, units, now, remembered, moving);
    }

    /** The same when a phone is gone, or its template. */
    PendingWork forgetting(String phone) {
        return costly.containsKey(phone)
                ? new PendingWork(starting, units, costly.minus(phone), remembered, moving)
                : this;
    }

    /** What is pending after a cycle that came upon files that were changing. */
    PendingWork afterCycle(List<Hint> changing) {
        Set<String> waited = units(PendingReason.COSTLY_TEMPLATE).isEmpty() ? Set.of() : remembered;
        return new PendingWork(false, units, costly, waited, List.copyOf(changing));
    }
}
