package dev.lineman.agent;

import dev.lineman.cycle.State;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Layers;
import dev.lineman.inventory.Phone;
import dev.lineman.make.Folders;
import dev.lineman.plan.Output;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.serve.ServingPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what the rules say of client certificates with the ports that are open: a rule that no client can satisfy is a
 * problem, and client certificates that no rule asks for are worth a warning. For the thread of the cycles.
 */
final class CertificateCheck {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateCheck.class);

    private final Settings.Serving serving;
    private final ServingPolicy policy;
    private final Runnable changed;
    private List<Problem> problems = List.of();
    private boolean unguarded;

    /** @param changed is run whenever {@link #problems} differ */
    CertificateCheck(Settings.Serving serving, ServingPolicy policy, Runnable changed) {
        this.serving = serving;
        this.policy = policy;
        this.changed = changed;
    }

    /** What is wrong since the last publication. */
    List<Problem> problems() {
        return problems;
    }

    /** A cycle has published, and this is its state. */
    void published(State state) {
        Settings.Tls tls = serving.tls();
        boolean asksClients = tls != null && tls.clientCa() != null;
        String file = policy.certified();
        List<Problem> now =
                file == null || asksClients ? List.of() : List.of(unprovable(asked(state, file), tls != null));
        if (!now.equals(problems)) {
            problems = now;
            changed.run();
        }
        boolean before = unguarded;
        unguarded = asksClients
                && serving.phones() != null
                && file == null
                && !state.ledger().names().isEmpty();
        if (unguarded && !before) {
            LOG.warn(
                    "--client-ca guards the TLS port only: over plain HTTP, phones get their files without a certificate. Close"
                            + " that port with --port off, or write 'provisioning: {certificate: true}' in"
                            + " extensions.d/_defaults.yaml");
        }
    }

    private static Problem unprovable(Position at, boolean tls) {
        return Problem.warning(
                at,
                "'certificate: true', but the agent runs without " + (tls ? "" : "--tls-cert, --tls-key and ")
                        + "--client-ca, so no client can show a certificate: the files that need one are served to no"
                        + " phone");
    }

    /** Where the rule of a file stands. */
    private static Position asked(State state, String file) {
        Inventory inventory = state.inputs().inventory();
        for (Output output : state.ledger().claims(file)) {
            Phone phone = inventory.phone(output.unit());
            Position at = asked(phone == null ? inventory.defaultsOf(Folders.EXTENSIONS) : phone.layers());
            if (at != null) {
                return at;
            }
        }
        return Position.of(Folders.EXTENSIONS);
    }

    private static @Nullable Position asked(Layers layers) {
        Layers.Found found = layers.get("provisioning", "certificate");
        return found == null || !found.value().equals("true") ? null : found.position();
    }
}
