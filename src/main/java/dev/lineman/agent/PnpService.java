package dev.lineman.agent;

import dev.lineman.build.Reconciler;
import dev.lineman.operator.page.RequestMeters;
import dev.lineman.serve.visits.VisitLog;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Workspace;
import dev.lineman.zerotouch.pnp.PnpCounters;
import dev.lineman.zerotouch.pnp.PnpListener;
import dev.lineman.zerotouch.pnp.PnpOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Starts SIP Plug and Play for an agent. Stateless. */
final class PnpService {
    private PnpService() {}

    /**
     * Starts the listener.
     *
     * @param plain where phones connect over plain HTTP; null when that is off
     * @param reconciler has the newest state
     * @param meters shows the counters
     * @throws IOException if the port cannot be used; the message names it and the cause
     */
    static PnpListener start(
            PnpOptions options,
            @Nullable InetSocketAddress plain,
            Reconciler reconciler,
            Workspace workspace,
            VisitLog visits,
            RequestMeters meters)
            throws IOException {
        RuntimeContext context = workspace.runtimeContext();
        PnpDirectory directory = new PnpDirectory(
                reconciler::state,
                path -> workspace.publisher().current().find(path) != null,
                context.environment(),
                plain);
        PnpCounters counters = new PnpCounters();
        meters.setPnp(counters::byWord);
        try {
            return PnpListener.start(options, directory, visits, counters, context.clock(), context.nanos());
        } catch (BindException e) {
            throw new IOException(
                    "--pnp cannot listen at UDP port 5060: another program does not share it, probably a PBX that"
                            + " listens at 0.0.0.0:5060. Find it with 'ss -ulpn sport = :5060'. Let it listen at its own"
                            + " address, such as 10.0.0.2:5060, or run without --pnp",
                    e);
        } catch (IOException e) {
            throw new IOException("--pnp cannot listen at UDP port 5060: " + e.getMessage(), e);
        }
    }
}
