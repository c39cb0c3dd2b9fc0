package dev.lineman.resolve.access;

import dev.lineman.access.AccessRule;
import dev.lineman.access.IpNetwork;
import dev.lineman.access.TokenDigest;
import dev.lineman.access.UserCredentials;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.reader.ProvisioningReader;
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
 * The access rule for a phone's files: the keys of {@code provisioning}, merged from all layers key by key.
 * Immutable.
 *
 * <p>{@code build} stores the rule with each published file, and {@code serve} checks clients against it.
 *
 * @param rule null if the rule is unknown; then published files keep their last rule, and no new file is
 *     published
 * @param dependencies the secrets that were looked up for it
 * @param problems the reasons for an unknown rule
 */
public record AccessResolution(@Nullable AccessRule rule, Set<Dependency> dependencies, List<Problem> problems) {
    private static final String PROVISIONING = "provisioning";
    /** The rule of a phone without {@code provisioning}: each client may fetch the files. */
    private static final AccessResolution OPEN = new AccessResolution(AccessRule.OPEN, Set.of(), List.of());

    public AccessResolution {
        dependencies = Set.copyOf(dependencies);
        problems = List.copyOf(problems);
    }

    /**
     * Resolves the rule of these layers.
     *
     * @param environment the agent's environment, as of its start
     */
    public static AccessResolution of(LayerStack layers, SecretStore secrets, Map<String, String> environment) {
        return layers.get(PROVISIONING) == null
                ? OPEN
                : new AccessRuleReader(layers, secrets, environment).resolution();
    }

    /** Reads the values of {@code provisioning} once. */
    private static final class AccessRuleReader {
        private final LayerStack layers;
        private final ReferenceResolver referenceResolver;

        AccessRuleReader(LayerStack layers, SecretStore secrets, Map<String, String> environment) {
            this.layers = layers;
            this.referenceResolver = new ReferenceResolver(secrets, environment);
        }

        /**
         * Reads all keys. A problem with one of them makes the whole rule unknown, since a part of it would give
         * too many clients access.
         */
        AccessResolution resolution() {
            UserCredentials credentials = credentials();
            String token = text("token", ProvisioningReader::tokenError);
            Instant until = AccessRule.parseInstant(text("until", text -> null));
            String fetches = text("fetches", text -> null);
            AccessRule rule = new AccessRule(
                    credentials,
                    networks(),
                    text("user_agent", text -> null).equals("true"),
                    text("certificate", text -> null).equals("true"),
                    token.isEmpty() ? "" : TokenDigest.of(token).text(),
                    until == null ? AccessRule.FOREVER : until.getEpochSecond(),
                    fetches.isEmpty() ? 0 : Integer.parseInt(fetches));
            List<Problem> problems = referenceResolver.problems();
            return new AccessResolution(problems.isEmpty() ? rule : null, referenceResolver.dependencies(), problems);
        }

        /** User and password; null if there is no user or if one of the two is missing. */
        private @Nullable UserCredentials credentials() {
            LayerStack.LayerValue user = layers.get(PROVISIONING, "user");
            LayerStack.LayerValue password = layers.get(PROVISIONING, "password");
            String name = text("user", ProvisioningReader::userError);
            if (user != null && name.isEmpty()) {
                return null;
            }
            String secret = text("password", text -> null);
            if (referenceResolver.problems().isEmpty() && (user == null) != (password == null || secret.isEmpty())) {
                LayerStack.LayerValue one = Objects.requireNonNull(user == null ? password : user);
                referenceResolver.report(Problem.blocking(
                        one.position(),
                        user == null
                                ? "'password' needs a 'user' beside it, or in a _defaults.yaml above"
                                : "'user' needs a 'password' beside it, or in a _defaults.yaml above"));
            }
            return user == null || !referenceResolver.problems().isEmpty() ? null : UserCredentials.of(name, secret);
        }

        /** The networks of {@code allow}. The reader of extension files has checked them. */
        private List<IpNetwork> networks() {
            List<IpNetwork> networks = new ArrayList<>();
            LayerStack.LayerValue allow = layers.get(PROVISIONING, "allow");
            if (allow != null && allow.value() instanceof FieldValues.Items items) {
                items.values().forEach(text -> networks.add(Objects.requireNonNull(IpNetwork.parse((String) text))));
            }
            return networks;
        }

        /**
         * The text of a key; empty if it is missing. An invalid text is reported.
         *
         * @param validator returns the message for an invalid text, or null
         */
        private String text(String key, UnaryOperator<@Nullable String> validator) {
            LayerStack.LayerValue found = layers.get(PROVISIONING, key);
            if (found == null) {
                return "";
            }
            String text = referenceResolver.follow(found, true).text();
            String error = referenceResolver.isAssumed(text) ? null : validator.apply(text);
            if (error != null) {
                referenceResolver.report(Problem.blocking(found.position(), error));
            }
            return text;
        }
    }
}
