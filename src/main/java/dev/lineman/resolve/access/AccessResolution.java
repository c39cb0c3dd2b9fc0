package dev.lineman.resolve.access;

import dev.lineman.access.AccessRule;
import dev.lineman.access.IpNetwork;
import dev.lineman.access.TokenDigest;
import dev.lineman.access.UserCredentials;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.ProvisioningReader;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.ReferenceResolver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What {@code provisioning} says of who may fetch files, put together from all layers key by key.
 *
 * @param rule null when it cannot be told: nobody new may be let in then
 * @param dependencies what was looked up for it
 * @param problems why it cannot be told
 */
public record AccessResolution(@Nullable AccessRule rule, Set<Dependency> dependencies, List<Problem> problems) {
    private static final String PROVISIONING = "provisioning";
    private static final AccessResolution OPEN = new AccessResolution(AccessRule.OPEN, Set.of(), List.of());

    public AccessResolution {
        dependencies = Set.copyOf(dependencies);
        problems = List.copyOf(problems);
    }

    /**
     * What layers say.
     *
     * @param environment the agent's, as of its start
     */
    public static AccessResolution of(LayerStack layers, SecretStore secrets, Map<String, String> environment) {
        return layers.get(PROVISIONING) == null
                ? OPEN
                : new AccessRuleReader(layers, secrets, environment).resolution();
    }

    /** One reading of the values of {@code provisioning}. */
    private static final class AccessRuleReader {
        private final LayerStack layers;
        private final ReferenceResolver referenceResolver;

        AccessRuleReader(LayerStack layers, SecretStore secrets, Map<String, String> environment) {
            this.layers = layers;
            this.referenceResolver = new ReferenceResolver(secrets, environment);
        }

        AccessResolution resolution() {
            UserCredentials credentials = credentials();
            String token = text("token", ProvisioningReader::tokenError);
            Instant until = AccessRule.parseInstant(text("until", sound -> null));
            String fetches = text("fetches", sound -> null);
            AccessRule rule = new AccessRule(
                    credentials,
                    networks(),
                    text("user_agent", sound -> null).equals("true"),
                    text("certificate", sound -> null).equals("true"),
                    token.isEmpty() ? "" : TokenDigest.of(token).text(),
                    until == null ? AccessRule.FOREVER : until.getEpochSecond(),
                    fetches.isEmpty() ? 0 : Integer.parseInt(fetches));
            List<Problem> problems = referenceResolver.problems();
            return new AccessResolution(problems.isEmpty() ? rule : null, referenceResolver.dependencies(), problems);
        }

        private @Nullable UserCredentials credentials() {
            LayerStack.LayerValue user = layers.get(PROVISIONING, "user");
            LayerStack.LayerValue password = layers.get(PROVISIONING, "password");
            String name = text("user", ProvisioningReader::userError);
            if (user != null && name.isEmpty()) {
                return null;
            }
            String secret = text("password", sound -> null);
            if (referenceResolver.problems().isEmpty() && (user == null) != (password == null || secret.isEmpty())) {
                LayerStack.LayerValue one = Objects.requireNonNull(user == null ? password : user);
                referenceResolver.report(Problem.error(
                        one.position(),
                        user == null
                                ? "'password' needs a 'user' beside it, or in a _defaults.yaml above"
                                : "'user' needs a 'password' beside it, or in a _defaults.yaml above"));
            }
            return user == null || !referenceResolver.problems().isEmpty() ? null : UserCredentials.of(name, secret);
        }

        private List<IpNetwork> networks() {
            List<IpNetwork> networks = new ArrayList<>();
            LayerStack.LayerValue allow = layers.get(PROVISIONING, "allow");
            if (allow != null && allow.value() instanceof FieldValues.Items items) {
                items.values().forEach(text -> networks.add(Objects.requireNonNull(IpNetwork.parse((String) text))));
            }
            return networks;
        }

        /** The text of a key; empty when it is not given or not sound. */
        private String text(String key, UnaryOperator<@Nullable String> wrong) {
            LayerStack.LayerValue found = layers.get(PROVISIONING, key);
            if (found == null) {
                return "";
            }
            String text = referenceResolver.follow(found, true).text();
            String complaint = wrong.apply(text);
            if (complaint != null) {
                referenceResolver.report(Problem.error(found.position(), complaint));
            }
            return text;
        }
    }
}
