package dev.lineman.build.make;

import dev.lineman.access.AccessRule;
import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.SiteAccess;
import dev.lineman.build.plan.SiteRules;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.access.AccessResolution;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.SiteFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the access rule for each file that a cycle makes. A phone's files use the phone's {@code provisioning} keys, and the
 * files of a site those of its phones. All other files use the defaults in {@code extensions.d/_defaults.yaml}. Immutable,
 * so thread-safe.
 */
public final class AccessPolicy {
    /** The subject of problems with the rule for files of no phone. */
    public static final String FLEET = "files of no phone";

    /** The path of the file with the rule for files of no phone. */
    public static final String DEFAULTS = FolderNames.EXTENSIONS + '/' + FolderDefaults.FILE_NAME;

    private final BuildInputs inputs;
    private final Map<String, String> environment;
    private final AccessResolution fleetAccess;

    /**
     * Creates the policy for one cycle.
     *
     * @param environment the environment variables that passwords may refer to
     */
    public AccessPolicy(BuildInputs inputs, Map<String, String> environment) {
        this.inputs = inputs;
        this.environment = environment;
        this.fleetAccess = fleetAccess(inputs, environment);
    }

    /** Resolves the rule for files of no phone. It keeps no condition that only one phone can meet. */
    private static AccessResolution fleetAccess(BuildInputs inputs, Map<String, String> environment) {
        AccessResolution resolution = AccessResolution.of(
                inputs.inventory().defaultsOf(FolderNames.EXTENSIONS), inputs.secrets(), environment);
        AccessRule rule = resolution.rule();
        return new AccessResolution(
                rule == null ? null : rule.withoutPhone(), resolution.dependencies(), resolution.problems());
    }

    /** Returns whether two versions of the inputs have the same rule for files of no phone. */
    public static boolean hasSameFleetAccess(BuildInputs one, BuildInputs other, Map<String, String> environment) {
        return fleetAccess(one, environment).equals(fleetAccess(other, environment));
    }

    /** Resolves the rule for a phone's files. */
    AccessResolution phoneAccess(Phone phone) {
        return AccessResolution.of(phone.layers(), inputs.secrets(), environment);
    }

    /** Returns the rule for files of no phone. */
    public AccessResolution fleetAccess() {
        return fleetAccess;
    }

    /** Returns the name of a site's files, for problems with their access. */
    public static String subject(String site) {
        return site.isEmpty() ? "files of no site" : "files of site " + site;
    }

    /** Whether a subject of problems is an access rule, not a target or a file. */
    public static boolean isSubject(String subject) {
        return subject.startsWith("files of ");
    }

    /**
     * Combines the rules of a site's phones. Without phones, these are the rules of its extensions; then it has a dependency
     * on them.
     *
     * @param phones the rules of phones so far
     */
    public SiteAccess siteAccess(String site, SiteRules phones) {
        SiteRules.RuleSet ofPhones = phones.of(site);
        if (!ofPhones.texts().isEmpty()) {
            return SiteAccess.of(site, ofPhones, wanted -> position(site, phones, wanted));
        }
        Set<Dependency> dependencies = new LinkedHashSet<>();
        dependencies.add(SiteFields.dependency(site, SiteFields.ACCESS));
        List<Problem> problems = new ArrayList<>();
        Map<String, Position> first = new LinkedHashMap<>();
        Map<SiteRules.PhoneRule, Integer> counts = new HashMap<>();
        // Most extensions have the rule of their folder.
        Map<List<Object>, AccessResolution> known = new HashMap<>();
        for (String number : inputs.inventory().numbers(site)) {
            Account extension = inputs.inventory()
                    .extensions(new ExtensionKey(site, number))
                    .get(0);
            List<Object> written = extension.layers().all(SiteFields.ACCESS).stream()
                    .map(LayerStack.LayerValue::value)
                    .toList();
            AccessResolution resolution = known.computeIfAbsent(
                    written, all -> AccessResolution.of(extension.layers(), inputs.secrets(), environment));
            AccessRule rule = resolution.rule();
            dependencies.addAll(resolution.dependencies());
            problems.addAll(resolution.problems());
            String text = rule == null ? SiteRules.UNKNOWN : rule.text();
            first.putIfAbsent(text, extension.position());
            counts.merge(new SiteRules.PhoneRule(site, text, isOfFolder(extension.layers())), 1, Integer::sum);
        }
        return SiteAccess.of(
                        site,
                        SiteRules.RuleSet.of(counts),
                        wanted -> first.entrySet().stream()
                                .filter(rule -> wanted.test(rule.getKey()))
                                .map(Map.Entry::getValue)
                                .findFirst()
                                .orElse(null))
                .with(dependencies, problems);
    }

    /** Whether a part of the rule of these layers comes from a {@code _defaults.yaml}. */
    public static boolean isOfFolder(LayerStack layers) {
        return layers.all(SiteFields.ACCESS).stream()
                .anyMatch(found -> found.layer().kind().isDefault());
    }

    /** The extension of the first phone of a site with a rule. */
    private @Nullable Position position(String site, SiteRules phones, Predicate<String> wanted) {
        for (String number : inputs.inventory().numbers(site)) {
            ExtensionKey key = new ExtensionKey(site, number);
            for (String mac : inputs.inventory().macsOf(key)) {
                SiteRules.PhoneRule phone = phones.phone(mac);
                if (phone != null && phone.site().equals(site) && wanted.test(phone.rule())) {
                    return inputs.inventory().extensions(key).get(0).position();
                }
            }
        }
        return null;
    }

    /**
     * Returns outputs with the new access rule. If the rule is unknown, the outputs keep the old one. Only files
     * below {@code provisioning/} have a rule, because the others are not served.
     */
    public static List<Output> withAccess(AccessResolution accessResolution, List<Output> outputs) {
        AccessRule rule = accessResolution.rule();
        return withAccess(rule == null ? null : rule.text(), outputs);
    }

    /**
     * Returns outputs with the new access rule.
     *
     * @param text the rule as a text; if it is null, the outputs keep the old one
     */
    public static List<Output> withAccess(@Nullable String text, List<Output> outputs) {
        if (text == null) {
            return outputs;
        }
        String access = text.intern();
        List<Output> updated = new ArrayList<>(outputs.size());
        for (Output output : outputs) {
            updated.add(output.path().startsWith(FolderNames.PROVISIONING) ? output.withAccess(access) : output);
        }
        return updated;
    }
}
