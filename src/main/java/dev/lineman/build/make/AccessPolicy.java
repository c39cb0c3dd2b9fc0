package dev.lineman.build.make;

import dev.lineman.access.AccessRule;
import dev.lineman.access.FileAccess;
import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.SiteAccess;
import dev.lineman.build.plan.SiteRules;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FieldValues;
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
import java.util.TreeSet;
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

    /** The keys besides {@code allow} that restrict who can fetch files. */
    private static final List<ExtensionField> RESTRICTIONS =
            List.of(ExtensionField.USER, ExtensionField.TOKEN, ExtensionField.CERTIFICATE, ExtensionField.FETCHES);

    /** Their values without effect. */
    private static final Set<String> OFF = Set.of("", "false", "0");

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
    public AccessResolution phoneAccess(Phone phone) {
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
        if (phones.hasPhones(site)) {
            return SiteAccess.of(site, phones.of(site), wanted -> position(site, phones, wanted));
        }
        Set<Dependency> dependencies = new LinkedHashSet<>();
        dependencies.add(SiteFields.dependency(site, SiteFields.ACCESS));
        List<Problem> problems = new ArrayList<>();
        Map<SiteRules.PhoneRule, Position> first = new LinkedHashMap<>();
        Map<SiteRules.PhoneRule, Integer> counts = new HashMap<>();
        Position ofModels = null;
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
            SiteRules.PhoneRule asPhone = new SiteRules.PhoneRule(
                    site,
                    rule == null ? SiteRules.UNKNOWN : rule.text(),
                    isOfFolder(extension.layers()),
                    rule != null,
                    Set.of());
            first.putIfAbsent(asPhone, extension.position());
            counts.merge(asPhone, 1, Integer::sum);
            if (ofModels == null && SiteFields.hasAccessOfModels(inputs.inventory(), extension)) {
                ofModels = extension.position();
            }
        }
        SiteRules.RuleSet rules = SiteRules.RuleSet.of(site, counts);
        if (ofModels != null && rules.strict().isEmpty() && !rules.isUndecided()) {
            return SiteAccess.ofModels(site, ofModels).with(dependencies, problems);
        }
        return SiteAccess.of(
                        site,
                        rules,
                        wanted -> first.entrySet().stream()
                                .filter(rule -> wanted.test(rule.getKey()))
                                .map(Map.Entry::getValue)
                                .findFirst()
                                .orElse(null))
                .with(dependencies, problems);
    }

    /**
     * Whether the {@code _defaults.yaml} among these layers restrict who can fetch the files of a phone. Values that {@code
     * secrets.yaml} or the environment give count as restrictions.
     */
    public static boolean isOfFolder(LayerStack layers) {
        LayerStack folders = LayerStack.of(
                layers.all().stream().filter(layer -> layer.kind().isDefault()).toList());
        LayerStack.LayerValue allow = folders.get(SiteFields.ACCESS, ExtensionField.ALLOW.key());
        boolean limited = allow != null
                && allow.value() instanceof FieldValues.Items items
                && items.values().stream()
                        .noneMatch(network -> network.toString().endsWith("/0"));
        return limited
                || RESTRICTIONS.stream()
                        .map(key -> folders.get(SiteFields.ACCESS, key.key()))
                        .anyMatch(found ->
                                found != null && !OFF.contains(found.value().toString()));
    }

    /** The extension of the first phone of a site with a rule. */
    private @Nullable Position position(String site, SiteRules phones, Predicate<SiteRules.PhoneRule> wanted) {
        for (String number : inputs.inventory().numbers(site)) {
            ExtensionKey key = new ExtensionKey(site, number);
            for (String mac : inputs.inventory().macsOf(key)) {
                SiteRules.PhoneRule phone = phones.phone(mac);
                if (phone != null && phone.sites().contains(site) && wanted.test(phone)) {
                    return position(mac, number);
                }
            }
        }
        return null;
    }

    /** The extension of a phone with a number. */
    private @Nullable Position position(String mac, String number) {
        Phone phone = inputs.inventory().phone(mac);
        return phone == null
                ? null
                : phone.accounts().stream()
                        .filter(account -> account.number().equals(number))
                        .findFirst()
                        .orElse(phone.first())
                        .position();
    }

    /**
     * The rule of a phone for the files of its site. If it is not known, or its extensions contradict each other, this is the
     * rule of the phone's files, with their site.
     *
     * @param phone null if the inventory does not have it
     * @param rule null if it is not known
     * @param files the files of the phone so far
     */
    public SiteRules.PhoneRule phoneRule(@Nullable Phone phone, @Nullable AccessRule rule, List<Output> files) {
        boolean ofFolder = phone == null || isOfFolder(phone.layers());
        if (phone != null && rule != null && phone.conflicts().isEmpty()) {
            return new SiteRules.PhoneRule(phone.site(), rule.text().intern(), ofFolder, true, Set.of());
        }
        Output last = lastServed(files);
        String lastSite = last == null
                ? ""
                : FolderNames.site(last.path(), inputs.inventory().sites());
        Set<String> sites = new TreeSet<>();
        if (phone == null) {
            sites.add(lastSite);
        } else {
            sites.add(phone.site());
            phone.accounts()
                    .forEach(account -> sites.add(inputs.inventory()
                            .keyOf(account.file(), account.entry())
                            .site()));
        }
        boolean hasRule = last != null && sites.contains(lastSite);
        String site = hasRule || phone == null ? lastSite : phone.site();
        sites.remove(site);
        String text = last == null || !hasRule ? SiteRules.UNKNOWN : last.access();
        return new SiteRules.PhoneRule(site, text, ofFolder, false, sites);
    }

    /** Returns the rule of the files of a phone; null if it has none. */
    public static @Nullable AccessRule lastRule(List<Output> files) {
        Output last = lastServed(files);
        return last == null ? null : FileAccess.parseRule(last.access());
    }

    private static @Nullable Output lastServed(List<Output> files) {
        return files.stream()
                .filter(output -> output.path().startsWith(FolderNames.PROVISIONING))
                .findFirst()
                .orElse(null);
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
