package dev.lineman.build.usage;

import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.problem.NearestName;
import dev.lineman.problem.Severity;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateKind;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Finds what a {@code _defaults.yaml} gives and none of the phones that it reaches uses. For one cycle, by one thread. */
final class DefaultsUsage {
    private static final String SITE_TEMPLATES = ExtensionField.SITE_TEMPLATES.key();
    /** The folder that {@code lineman templates} shows in front of the names of site templates. */
    private static final String SITE_FOLDER = "site/";

    private final UsageScopes scopes;
    private final CatalogOffers offers;
    private final Inventory inventory;
    private final PMap<DefaultsPlace, PMap<PhoneCounts.PhoneGroup, Integer>> groupCounts;

    /**
     * @param groupCounts how many phones of which group see a layer
     */
    DefaultsUsage(
            UsageScopes scopes,
            CatalogOffers offers,
            Inventory inventory,
            PMap<DefaultsPlace, PMap<PhoneCounts.PhoneGroup, Integer>> groupCounts) {
        this.scopes = scopes;
        this.offers = offers;
        this.inventory = inventory;
        this.groupCounts = groupCounts;
    }

    /** Checks the layers of a {@code _defaults.yaml}. */
    void check(FolderDefaults defaults, UsageProblems problems) {
        FieldValues plain = defaults.plain();
        if (plain.size() == 0) {
            return;
        }
        FieldValues.Items siteTemplates = defaults.siteTemplates();
        if (siteTemplates != null) {
            checkSiteTemplates(defaults, siteTemplates, problems);
        }
        check(DefaultsPlace.of(defaults.path(), plain), plain, scopes.scopeWithSites(), true, problems);
        boolean empty = groups(DefaultsPlace.of(defaults.path(), plain)).isEmpty();
        for (FolderDefaults.ModelRule rule : defaults.rules()) {
            FieldValues values = rule.values();
            if (values.size() > 0) {
                DefaultsPlace place = DefaultsPlace.of(defaults.path(), values);
                if (!empty && groups(place).isEmpty() && !scopes.isUnknownIn(place.folder())) {
                    FieldValues patterns = plain.fields("models");
                    problems.add(
                            Severity.WARNING,
                            patterns.packedPosition(
                                    patterns.indexOf(rule.pattern().text())),
                            "'" + rule.pattern().text() + "' in 'models' matches no phone in this folder"
                                    + offers.nearestPattern(rule.pattern()));
                }
                check(place, values, scopes.scope(), false, problems);
            }
        }
        checkProfiles(defaults, problems);
    }

    /** Checks the values of each profile. A profile that nothing uses is no problem: several sites can share a list. */
    private void checkProfiles(FolderDefaults defaults, UsageProblems problems) {
        FieldValues profiles = defaults.profiles();
        for (int i = 0; i < profiles.size(); i++) {
            if (profiles.value(i) instanceof FieldValues values && values.size() > 0) {
                check(DefaultsPlace.of(defaults.path(), values), values, scopes.scopeWithSites(), true, problems);
            }
        }
    }

    /** Checks whether any extension uses a list of site templates, and each name in it. */
    private void checkSiteTemplates(FolderDefaults defaults, FieldValues.Items list, UsageProblems problems) {
        String folder = defaults.folder();
        boolean used = inventory.siteTemplateFolders().contains(folder);
        if (!used
                && !scopes.isUnknownIn(folder + '/')
                && inventory.filesBelow(folder).stream()
                        .anyMatch(file -> !file.entries().isEmpty())) {
            FieldValues plain = defaults.plain();
            problems.add(
                    Severity.WARNING,
                    plain.packedPosition(plain.indexOf(SITE_TEMPLATES)),
                    "'site_templates' has no effect: all extensions below this folder have a nearer list; remove it");
        }
        Set<String> keys = new TreeSet<>();
        scopes.catalog().siteTemplates().forEach(template -> keys.add(template.key()));
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < list.values().size(); i++) {
            String name = Template.keyOf(String.valueOf(list.values().get(i)));
            if (!seen.add(name)) {
                problems.add(
                        Severity.WARNING,
                        list.packedPosition(i),
                        "'" + name + "' is in 'site_templates' twice; remove one");
            } else if (!keys.contains(name) && !scopes.isUnknownIn(TemplateKind.SITE.folder())) {
                String below = name.startsWith(SITE_FOLDER) ? name.substring(SITE_FOLDER.length()) : name;
                String hint = keys.contains(below) ? "; write '" + below + "'" : NearestName.hint(below, keys);
                problems.add(
                        Severity.ERROR,
                        list.packedPosition(i),
                        "no template below templates/site is called '" + name + "', so it is left out"
                                + (hint.isEmpty() ? "; correct it, or add the template" : hint));
            }
        }
    }

    /**
     * Checks one layer of a {@code _defaults.yaml}.
     *
     * @param scope receives the templates of the phones that see the layer
     * @param ofAccounts whether its values are those of accounts too
     */
    private void check(
            DefaultsPlace place, FieldValues layer, VariableScope scope, boolean ofAccounts, UsageProblems problems) {
        FieldValues vars = layer.fields(VariableScope.VARS);
        if (vars.size() > 0) {
            addPhones(scope, place, ofAccounts);
            scope.check(vars, problems);
        }
        if (LayerSetting.anyIn(layer)) {
            Map<PhoneCounts.PhoneGroup, Integer> groups = groups(place);
            ScopedPhones phones = ScopedPhones.of(groups, scopes.catalog(), scopes.isUnknownIn(place.folder()));
            new SettingCheck(offers, phones, problems).check(layer, !ofAccounts);
            if (!groups.isEmpty()
                    && groups.keySet().stream().noneMatch(PhoneCounts.PhoneGroup::first)
                    && !phones.open()) {
                problems.addLaterLine(layer, phones.templates(), offers, UsageProblems.OF_FIRST_LINES);
            }
        }
    }

    private PMap<PhoneCounts.PhoneGroup, Integer> groups(DefaultsPlace place) {
        return groupCounts.getOrDefault(place, HashTreePMap.empty());
    }

    /**
     * Adds the phones that a {@code _defaults.yaml} reaches.
     *
     * @param ofAccounts whether its values are those of accounts too
     */
    private void addPhones(VariableScope scope, DefaultsPlace place, boolean ofAccounts) {
        PMap<PhoneCounts.PhoneGroup, Integer> groups = groups(place);
        for (PhoneCounts.PhoneGroup group : groups.keySet()) {
            Template template = scopes.template(group);
            if (template == null) {
                scopes.addUnknownPhones(scope);
            } else {
                scope.addPhones(template, group.first(), ofAccounts);
            }
        }
        if (groups.isEmpty() || scopes.isUnknownIn(place.folder())) {
            scopes.addUnknownPhones(scope);
        }
    }
}
