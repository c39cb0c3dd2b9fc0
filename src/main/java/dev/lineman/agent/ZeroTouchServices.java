package dev.lineman.agent;

import dev.lineman.build.Reconciler;
import dev.lineman.http.HostAndPort;
import dev.lineman.http.Listener;
import dev.lineman.http.ServerContext;
import dev.lineman.http.exchange.Endpoint;
import dev.lineman.operator.page.RequestMeters;
import dev.lineman.serve.ServingPolicy;
import dev.lineman.serve.ServingPort;
import dev.lineman.serve.http.PhoneHandler;
import dev.lineman.serve.visits.VisitLog;
import dev.lineman.workspace.Settings;
import dev.lineman.workspace.Workspace;
import dev.lineman.workspace.ZeroTouchSettings;
import dev.lineman.zerotouch.pnp.PnpOptions;
import dev.lineman.zerotouch.tftp.TftpCounters;
import dev.lineman.zerotouch.tftp.TftpOptions;
import dev.lineman.zerotouch.tftp.TftpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services of {@link ZeroTouchSettings} that are on, beside the ports for phones. {@link Agent} starts them as soon
 * as the earlier outputs are known, and stops them. For the agent's thread.
 */
final class ZeroTouchServices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ZeroTouchServices.class);

    /** What stops the services that run, the last one first. */
    private final Deque<Runnable> stops = new ArrayDeque<>();

    private ZeroTouchServices() {}

    /**
     * Starts the services.
     *
     * @param plain where phones connect over plain HTTP; null when that is off
     * @param reconciler has the newest state
     * @param meters counts requests
     * @throws IOException if an address cannot be used; the message names the address and the cause
     */
    static ZeroTouchServices start(
            Settings.ServingSettings serving,
            @Nullable InetSocketAddress plain,
            ServingPolicy policy,
            Reconciler reconciler,
            Workspace workspace,
            VisitLog visits,
            RequestMeters meters,
            ServerContext context)
            throws IOException {
        ZeroTouchServices services = new ZeroTouchServices();
        try {
            Settings.ListenAddress cisco = serving.zeroTouch().cisco();
            if (cisco != null) {
                services.startCisco(cisco, serving, policy, meters::counting, context);
            }
            PnpOptions pnp = serving.zeroTouch().pnp();
            if (pnp != null) {
                services.stops.push(PnpService.start(pnp, plain, reconciler, workspace, visits, meters)::close);
            }
            TftpOptions tftp = serving.zeroTouch().tftp();
            if (tftp != null) {
                TftpCounters counters = new TftpCounters();
                services.stops.push(TftpServer.start(tftp, policy, counters, context.nanos())::close);
                meters.setTftp(counters::byWord);
            }
            return services;
        } catch (IOException | RuntimeException e) {
            services.close();
            throw e;
        }
    }

    /** Starts the second port for plain HTTP. It has the limits of the port for phones. */
    private void startCisco(
            Settings.ListenAddress at,
            Settings.ServingSettings serving,
            ServingPolicy policy,
            UnaryOperator<Endpoint> counting,
            ServerContext context)
            throws IOException {
        PhoneHandler handler = new PhoneHandler(
                policy,
                ServingPort.CISCO,
                serving.servingOptions(),
                null,
                SecureRandom.getSeed(Agent.KEY_BYTES),
                context.clock(),
                context.nanos());
        Listener listener = new Listener("cisco", serving.limits(), counting.apply(handler.endpoint()), context);
        stops.push(listener::close);
        int port = listener.listenPlain(at.socketAddress());
        LOG.info("serving Cisco phones at http://{}/", HostAndPort.text(at.host(), port));
    }

    /** Stops the services, the last one first. */
    @Override
    public void close() {
        stops.forEach(Runnable::run);
    }
}
