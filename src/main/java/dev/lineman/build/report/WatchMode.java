package dev.lineman.build.report;

import java.util.Locale;

/** How the agent notices changes of the inputs. The names appear in JSON and in a metric. */
public enum WatchMode {
    /** The agent is starting and does not watch yet. */
    STARTING,
    /** File events, and a full scan from time to time. */
    EVENTS,
    /** A full scan each second, since the system refuses file events. */
    DOUBTFUL,
    /** A full scan at a fixed interval. */
    POLL;

    /** Returns the word in JSON and in a metric. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
