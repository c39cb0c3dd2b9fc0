package dev.lineman.resolve;

import dev.lineman.access.Credentials;
import dev.lineman.access.Network;
import dev.lineman.access.Rule;
import dev.lineman.access.TokenDigest;
import dev.lineman.inventory.Fields;
import dev.lineman.inventory.Layers;
import dev.lineman.inventory.ProvisioningReader;
import dev.lineman.inventory.Secrets;
import dev.lineman.problem.Problem;
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
 * @param facts what was looked up for it
 * @param problems why it cannot be told
 */
public record Admission(@Nullable Rule rule, Set<Fact> facts, List<Problem> problems) {
    private static final String KEY = "provisioning";
    private static final Admission OPEN = new Admission(Rule.OPEN, Set.of(), List.of());

    public Admission {
        facts = Set.copyOf(facts);
        problems = List.copyOf(problems);
    }

    /**
     * What layers say.
     *
     * @param environment the agent's, as of its start
     */
    public static Admission of(Layers layers, Secrets secrets, Map<String, String> environment) {
        return layers.get(KEY) == null ? OPEN : new Reading(layers, secrets, environment).admission();
    }

    /** One reading of the values of {@code provisioning}. */
    private static final class Reading {
        private final Layers layers;
        private final References references;

        Reading(Layers layers, Secrets secrets, Map<String, String> environment) {
            this.layers = layers;
            this.references = new References(secrets, environment);
        }

        Admission admission() {
            Credentials credentials = credentials();
            String token = text("token", ProvisioningReader::wrongToken);
            Instant until = Rule.moment(text("until", sound -> null));
            String fetches = text("fetches", sound -> null);
            Rule rule = new Rule(
                    credentials,
                    networks(),
                    text("user_agent", sound -> null).equals("true"),
                    text("certificate", sound -> null).equals("true"),
                    token.isEmpty() ? "" : TokenDigest.of(token).text(),
                    until == null ? Rule.FOREVER : until.getEpochSecond(),
                    fetches.isEmpty() ? 0 : Integer.parseInt(fetches));
            List<Problem> problems = references.problems();
            return new Admission(problems.isEmpty() ? rule : null, references.facts(), problems);
        }

        private @Nullable Credentials credentials() {
            Layers.Found user = layers.get(KEY, "user");
            Layers.Found password = layers.get(KEY, "password");
            String name = text("user", ProvisioningReader::wrongUser);
            if (user != null && name.isEmpty()) {
                return null;
            }
            String secret = text("password", sound -> null);
            if (references.problems().isEmpty() && (user == null) != (password == null || secret.isEmpty())) {
                Layers.Found one = Objects.requireNonNull(user == null ? password : user);
                references.note(Problem.error(
                        one.position(),
                        user == null
                                ? "'password' needs a 'user' beside it, or in a _defaults.yaml above"
                                : "'user' needs a 'password' beside it, or in a _defaults.yaml above"));
            }
            return user == null || !references.problems().isEmpty() ? null : Credentials.of(name, secret);
        }

        private List<Network> networks() {
            List<Network> networks = new ArrayList<>();
            Layers.Found allow = layers.get(KEY, "allow");
            if (allow != null && allow.value() instanceof Fields.Items items) {
                items.values().forEach(text -> networks.add(Objects.requireNonNull(Network.parse((String) text))));
            }
            return networks;
        }

        /** The text of a key; empty when it is not given or not sound. */
        private String text(String key, UnaryOperator<@Nullable String> wrong) {
            Layers.Found found = layers.get(KEY, key);
            if (found == null) {
                return "";
            }
            String text = references.follow(found, true).text();
            String complaint = wrong.apply(text);
            if (complaint != null) {
                references.note(Problem.error(found.position(), complaint));
            }
            return text;
        }
    }
}
