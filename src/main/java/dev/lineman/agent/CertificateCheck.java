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
 * Compares the access rules on client certificates with the ports that are open. A rule that no client can satisfy is
 * a problem. The log has a warning if a client CA is set, but no rule requires a certificate and plain HTTP serves
 * files. For the thread of the cycles.
 */
final class CertificateCheck {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateCheck.class);

    private final Settings.ServingSettings serving;
    private final ServingPolicy policy;
    private final Runnable onProblemsChanged;
    private List<Problem> problems = List.of();

    /** Whether plain HTTP serves files although a client CA is set. The warning appears once per change. */
    private boolean openOverHttp;

    /**
     * Creates a check without problems.
     *
     * @param policy knows which published files require a certificate
     * @param onProblemsChanged runs each time that {@link #problems} change
     */
    CertificateCheck(Settings.ServingSettings serving, ServingPolicy policy, Runnable onProblemsChanged) {
        this.serving = serving;
        this.policy = policy;
        this.onProblemsChanged = onProblemsChanged;
    }

    /** Returns the problems after the last publication. */
    List<Problem> problems() {
        return problems;
    }

    /**
     * Checks the rules again.
     *
     * @param state the state after a cycle that published
     */
    void cycleEnded(State state) {
        Settings.TlsSettings tls = serving.tls();
        boolean asksClients = tls != null && tls.clientCa() != null;
        String file = policy.fileRequiringCertificate();
        List<Problem> now = file == null || asksClients
                ? List.of()
                : List.of(clientCaMissing(rulePosition(state, file), tls != null));
        if (!now.equals(problems)) {
            problems = now;
            onProblemsChanged.run();
        }
        boolean before = openOverHttp;
        openOverHttp = asksClients
                && serving.hasPlainPort()
                && file == null
                && !state.outputIndex().names().isEmpty();
        if (openOverHttp && !before) {
            LOG.warn(
                    "--client-ca guards the TLS port only: over plain HTTP, phones get their files without a certificate. Close"
                            + " that port with --port off and without --cisco-port, or write 'provisioning: {certificate: true}' in"
                            + " extensions.d/_defaults.yaml");
        }
    }

    private static Problem clientCaMissing(Position at, boolean tls) {
        String missing = tls ? "--client-ca" : "--tls-cert, --tls-key and --client-ca";
        return Problem.warning(
                at,
                "'certificate: true', but the agent runs without " + missing
                        + ", so no phone can fetch these files: start the agent with " + missing
                        + ", or remove 'certificate: true'");
    }

    /** Finds the line of the rule that requires a certificate for a file. */
    private static Position rulePosition(State state, String file) {
        Inventory inventory = state.inputs().inventory();
        for (Output output : state.outputIndex().claims(file)) {
            Phone phone = inventory.phone(output.targetKey());
            Position at = rulePosition(phone == null ? inventory.defaultsOf(FolderNames.EXTENSIONS) : phone.layers());
            if (at != null) {
                return at;
            }
        }
        return Position.of(FolderNames.EXTENSIONS);
    }

    /** Returns the position of {@code certificate: true} in these layers; null when it is not there. */
    private static @Nullable Position rulePosition(LayerStack layers) {
        LayerStack.LayerValue found = layers.get("provisioning", "certificate");
        return found == null || !found.value().equals("true") ? null : found.position();
    }
}
