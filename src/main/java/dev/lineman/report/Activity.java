package dev.lineman.report;

import java.util.List;

/** What the running agent does now. Thread-safe. */
public interface Activity {

    /** How changes of the inputs are noticed. */
    Watching watching();

    /** What the agent waits for, in the order of the reasons. */
    List<Waiting> waiting();

    /** Whether everything was rendered once since the start, so that every problem of the publication is known. */
    boolean ready();
}
