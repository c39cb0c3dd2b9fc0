package dev.lineman.cycle;

import dev.lineman.render.Renderer;
import java.util.HashSet;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The phones that are made after all others, since rendering the templates that they use takes long: nobody else's edit waits for
 * these. Immutable.
 *
 * @param expensive the phones whose last rendering took long, or went over its budget, with the paths of their templates
 * @param waiting the phones that are still to be made, with the paths of their templates; they are due
 * @param remembered until the end of the first cycle, the paths of the templates that took long in an earlier run
 */
record Deferred(PMap<String, String> expensive, PMap<String, String> waiting, Set<String> remembered) {
    static final Deferred NONE = new Deferred(HashTreePMap.empty(), HashTreePMap.empty(), Set.of());

    /** A file that takes this part of what it may take is expensive. */
    private static final int EXPENSIVE = 10;

    /** Before the first cycle: the phones of these templates are made after all others. */
    static Deferred of(Set<String> templates) {
        return new Deferred(HashTreePMap.empty(), HashTreePMap.empty(), templates);
    }

    /** After the first cycle, in which the phones of remembered templates were postponed, and so wait. */
    Deferred afterStart() {
        return remembered.isEmpty() ? this : new Deferred(expensive, waiting, Set.of());
    }

    /** Whether a rendering of so many steps took long. */
    static boolean isExpensive(long steps) {
        return steps > Renderer.STEPS_OF_A_FILE / EXPENSIVE;
    }

    /** The paths of the templates whose phones are made last. */
    Set<String> templates() {
        Set<String> templates = new HashSet<>(remembered);
        templates.addAll(expensive.values());
        templates.addAll(waiting.values());
        return templates;
    }

    /** The same when a phone waits. */
    Deferred with(String phone, String template) {
        return new Deferred(expensive, waiting.plus(phone, template), remembered);
    }

    /** The same when a phone waits no longer, whatever has come of it. */
    Deferred without(String phone) {
        return waiting.containsKey(phone) ? new Deferred(expensive, waiting.minus(phone), remembered) : this;
    }

    /** The same when a phone was rendered with a template, in so many steps. */
    Deferred rendered(String phone, String template, long steps) {
        if (isExpensive(steps)) {
            return new Deferred(expensive.plus(phone, template), waiting, remembered);
        }
        return expensive.containsKey(phone) ? new Deferred(expensive.minus(phone), waiting, remembered) : this;
    }
}
