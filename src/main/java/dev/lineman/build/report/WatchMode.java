package dev.lineman.build.report;

import java.util.Locale;

/** How changes of the inputs are noticed. */
public enum WatchMode {
    /** Not at all yet. */
    STARTING,
    /** By file events, and a look at everything from time to time. */
    EVENTS,
    /** By a look at everything each second, since the system refuses file events. */
    DOUBTFUL,
    /** By a look at everything as often as was told. */
    POLL;

    /** The word in JSON and in a metric. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
