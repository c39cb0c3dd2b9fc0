package dev.lineman.agent;

import dev.lineman.build.State;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.plan.Output;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.serve.ServingPolicy;
import dev.lineman.workspace.Settings;
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

    private final Settings.ServingSettings serving;
    private final ServingPolicy policy;
    private final Runnable changed;
    private List<Problem> problems = List.of();
    private boolean unguarded;

    /** @param changed is run whenever {@link #problems} differ */
    CertificateCheck(Settings.ServingSettings serving, ServingPolicy policy, Runnable changed) {
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
        Settings.TlsSettings tls = serving.tls();
        boolean asksClients = tls != null && tls.clientCa() != null;
        String file = policy.fileRequiringCertificate();
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
                && !state.outputIndex().names().isEmpty();
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
        for (Output output : state.outputIndex().claims(file)) {
            Phone phone = inventory.phone(output.targetKey());
            Position at = asked(phone == null ? inventory.defaultsOf(FolderNames.EXTENSIONS) : phone.layers());
            if (at != null) {
                return at;
            }
        }
        return Position.of(FolderNames.EXTENSIONS);
    }

    private static @Nullable Position asked(LayerStack layers) {
        LayerStack.LayerValue found = layers.get("provisioning", "certificate");
        return found == null || !found.value().equals("true") ? null : found.position();
    }
}
