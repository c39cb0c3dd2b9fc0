package dev.lineman.build.report;

import java.util.List;

/** What the running agent does now. Thread-safe. */
public interface AgentActivity {

    /** How changes of the inputs are noticed. */
    WatchMode watchMode();

    /** What the agent waits for, in the order of the reasons. */
    List<WaitReason> waiting();

    /** Whether everything was rendered once since the start, so that every problem of the publication is known. */
    boolean isReady();
}
