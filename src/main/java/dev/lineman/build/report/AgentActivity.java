package dev.lineman.build.report;

import java.util.List;

/**
 * What the running agent does now, for the status page, the API and metrics. Implemented by
 * {@code agent.AgentStatus}. Thread-safe.
 */
public interface AgentActivity {

    /** Returns how the agent notices changes of the inputs. */
    WatchMode watchMode();

    /** Returns what the agent waits for, in the order of {@link WaitReason.WaitKind}. */
    List<WaitReason> waiting();

    /** Whether everything was rendered once since the start. Then every problem is known. */
    boolean isReady();
}
