package dev.lineman.build.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the running agent does now, for the status page, the API and metrics. Implemented by
 * {@code agent.AgentStatus}. Thread-safe.
 */
public interface AgentActivity {

    /** Returns how the agent notices changes of the inputs. */
    WatchMode watchMode();

    /** Returns the provider of TLS, and why it is not Conscrypt; null if TLS is off. */
    @Nullable
    String tls();

    /** Returns what the agent waits for, in the order of {@link WaitReason.WaitKind}. */
    List<WaitReason> waiting();

    /** Whether everything was rendered once since the start. Then every problem is known. */
    boolean isReady();
}
