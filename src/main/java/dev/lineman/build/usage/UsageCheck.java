package dev.lineman.build.usage;

import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.FolderNames;
import dev.lineman.input.Document;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.render.Renderer;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateKind;
import dev.lineman.template.TemplateMatch;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Finds what the inputs give and no template uses: variables in {@code vars} that no template in their scope reads,
 * settings that templates lack (see {@link SettingCheck}), and patterns of {@code models} that match no phone. The scope
 * of a phone's variables is its template; of an extension's, the templates of its phones and the site templates; of a
 * {@code _defaults.yaml}, those of all phones that it reaches, and the site templates. If a phone has no template, or a
 * {@code _defaults.yaml} reaches no phone yet, any template of the catalog counts.
 *
 * <p>Compares what templates can use with what the inputs say, without values of secrets: a name that a template reads
 * only under a condition is read. A cycle checks the files that a change reaches. For one cycle, by one thread.
 */
public final class UsageCheck {
    /** The folder of the fragments that {@code src} and {@code #parse} name. */
    private static final String LIBRARY = "templates/lib/";

    /** The key of the network in a layer. */
    private static final String NETWORK = LayerSetting.SettingKind.NETWORK.key();

    /** The key of the variables in a layer. */
    private static final String VARS = "vars";

    private final UsageIndex last;
    private final Inventory before;
    private final Inventory after;
    private final CatalogReads catalogReads;

    /** The input files and folders with unknown content. */
    private final Set<String> unknown;

    private final CatalogOffers offers;
    private PMap<DefaultsPlace, PMap<PhoneGroup, Integer>> scopes;

    /**
     * Creates the check of one cycle.
     *
     * @param last the index after the last cycle
     * @param before the inputs of the last cycle
     * @param after the inputs of this cycle
     * @param snapshot the input files of this cycle
     * @param renderer examines the templates
     */
    public UsageCheck(UsageIndex last, BuildInputs before, BuildInputs after, Snapshot snapshot, Renderer renderer) {
        this.last = last;
        this.before = before.inventory();
        this.after = after.inventory();
        this.catalogReads = new CatalogReads(after.catalog(), renderer);
        this.unknown = new TreeSet<>(snapshot.unknownFiles());
        snapshot.blocked().stream().filter(snapshot::isUnknown).forEach(unknown::add);
        this.offers = new CatalogOffers(catalogReads, isUnknownIn(TemplateKind.PHONE.folder()));
        this.scopes = last.scopes();
    }

    /**
     * Checks the files that a change reaches.
     *
     * @param changes the input files that changed
     * @param affected the keys of the targets that may differ
     * @param problems receives the path of each checked file with its problems
     * @return the index for the next cycle
     */
    public UsageIndex update(
            Collection<FileChange> changes, Collection<String> affected, BiConsumer<String, List<Problem>> problems) {
        boolean everything = catalogReads.update(last.reads(), changes) || !unknown.equals(last.unknown());
        Set<String> paths = new TreeSet<>();
        boolean templates = everything;
        for (FileChange change : changes) {
            templates |= change.before() instanceof Template || change.after() instanceof Template;
            if (isChecked(change.before()) || isChecked(change.after())) {
                paths.add(change.path());
            }
        }
        countPhones(affected, paths);
        if (templates) {
            after.defaults().forEach(defaults -> paths.add(defaults.path()));
        }
        if (everything) {
            after.filesBelow(FolderNames.EXTENSIONS).forEach(file -> paths.add(file.path()));
        }
        paths.forEach(path -> problems.accept(path, check(path)));
        return new UsageIndex(scopes, catalogReads.known(), unknown);
    }

    private static boolean isChecked(@Nullable Document document) {
        return document instanceof ExtensionFile || document instanceof FolderDefaults;
    }

    /** Counts the affected phones as they are now, and adds the files that see other templates than before. */
    private void countPhones(Collection<String> affected, Collection<String> paths) {
        PhoneCounts counts = new PhoneCounts();
        for (String key : affected) {
            if (!TargetKey.isSite(key) && !TargetKey.isStatic(key)) {
                Phone phone = after.phone(key);
                counts.remove(before.phone(key));
                counts.add(phone);
                if (phone != null) {
                    phone.accounts().forEach(account -> paths.add(account.file()));
                }
            }
        }
        scopes = counts.apply(scopes, paths);
    }

    /** The problems of a file; none if it is gone. */
    private List<Problem> check(String path) {
        UsageProblems problems = new UsageProblems(path);
        ExtensionFile file = after.file(path);
        FolderDefaults defaults = after.defaults(path);
        if (file != null) {
            file.entries().forEach(entry -> check(entry, problems));
        } else if (defaults != null) {
            check(defaults, problems);
        }
        return problems.problems();
    }

    private void check(FieldValues extension, UsageProblems problems) {
        List<FieldValues> phones = ExtensionFile.phones(extension);
        if (UsageProblems.hasPhoneSettings(extension)) {
            checkSettings(extension, phones, problems);
        }
        if (extension.indexOf(NETWORK) >= 0 || phones.stream().anyMatch(phone -> phone.indexOf(NETWORK) >= 0)) {
            checkNetwork(extension, phones, problems);
        }
        FieldValues vars = extension.fields(VARS);
        if (vars.size() == 0
                && phones.stream().allMatch(phone -> phone.fields(VARS).size() == 0)) {
            return;
        }
        VariableScope ofExtension = scopeWithSites();
        if (phones.isEmpty() && isUnknownIn(TemplateKind.PHONE.folder())) {
            ofExtension.addUnreadableTemplates();
        } else if (phones.isEmpty()) {
            ofExtension.addNoPhone();
        }
        for (FieldValues fields : phones) {
            VariableScope ofPhone = new VariableScope(catalogReads);
            Phone phone = after.phone(String.valueOf(fields.text("mac")));
            Template template = phone == null ? null : template(PhoneGroup.of(phone, true));
            if (phone == null || template == null) {
                addUnknownPhones(ofPhone);
                addUnknownPhones(ofExtension);
            } else {
                ofPhone.addPhones(template, true, false);
                if (phone.first().entry().equals(extension)) {
                    ofExtension.addPhones(template, true, true);
                } else {
                    ofExtension.addLaterLine(template, phone);
                }
            }
            ofPhone.check(fields.fields(VARS), problems);
        }
        ofExtension.check(vars, problems);
    }

    /**
     * Checks the settings beside {@code extension}. If they reach a phone, its resolution reports what its template
     * lacks.
     */
    private void checkSettings(FieldValues extension, List<FieldValues> phones, UsageProblems problems) {
        if (phones.isEmpty()) {
            problems.addPhoneless(extension);
            return;
        }
        Phone later = null;
        for (FieldValues fields : phones) {
            Phone phone = after.phone(String.valueOf(fields.text("mac")));
            if (phone == null || phone.first().entry().equals(extension)) {
                return;
            }
            later = phone;
        }
        if (later != null) {
            problems.addLaterLine(
                    extension,
                    "phone " + later.mac() + " takes this from extension "
                            + later.first().number() + " on its first line; set it there, or below 'phone'");
        }
    }

    /** Warns of a {@code network} of an extension, or of one of its phones, that no template uses. */
    private void checkNetwork(FieldValues extension, List<FieldValues> phones, UsageProblems problems) {
        Template lacking = null;
        boolean used = false;
        for (FieldValues fields : phones) {
            Phone phone = after.phone(String.valueOf(fields.text("mac")));
            Template template = phone == null ? null : template(PhoneGroup.of(phone, true));
            boolean uses = template == null || offers.usesNetwork(template);
            if (fields.indexOf(NETWORK) >= 0) {
                if (template != null && !uses) {
                    addUnusedNetwork(fields, template, problems);
                }
            } else if (phone == null || phone.first().entry().equals(extension)) {
                used |= uses;
                lacking = template == null ? lacking : template;
            }
        }
        if (lacking != null && !used && extension.indexOf(NETWORK) >= 0) {
            addUnusedNetwork(extension, lacking, problems);
        }
    }

    private static void addUnusedNetwork(FieldValues fields, Template template, UsageProblems problems) {
        problems.add(
                Severity.WARNING,
                fields.packedPosition(fields.indexOf(NETWORK)),
                "'network' has no effect: " + template.path() + " does not have it; remove it");
    }

    private void check(FolderDefaults defaults, UsageProblems problems) {
        FieldValues plain = defaults.plain();
        if (plain.size() == 0) {
            return;
        }
        check(DefaultsPlace.of(defaults.path(), plain), plain, scopeWithSites(), true, problems);
        boolean empty = groups(DefaultsPlace.of(defaults.path(), plain)).isEmpty();
        for (FolderDefaults.ModelRule rule : defaults.rules()) {
            FieldValues values = rule.values();
            if (values.size() > 0) {
                DefaultsPlace place = DefaultsPlace.of(defaults.path(), values);
                if (!empty && groups(place).isEmpty() && !isUnknownIn(place.folder())) {
                    FieldValues patterns = plain.fields("models");
                    problems.add(
                            Severity.WARNING,
                            patterns.packedPosition(
                                    patterns.indexOf(rule.pattern().text())),
                            "'" + rule.pattern().text() + "' in 'models' matches no phone in this folder"
                                    + offers.nearestPattern(rule.pattern()));
                }
                check(place, values, new VariableScope(catalogReads), false, problems);
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
        FieldValues vars = layer.fields(VARS);
        if (vars.size() > 0) {
            addPhones(scope, place, ofAccounts);
            scope.check(vars, problems);
        }
        if (LayerSetting.anyIn(layer)) {
            Map<PhoneGroup, Integer> groups = groups(place);
            ScopedPhones phones = ScopedPhones.of(groups, catalogReads.catalog(), isUnknownIn(place.folder()));
            new SettingCheck(offers, phones, problems).check(layer);
            if (!groups.isEmpty() && groups.keySet().stream().noneMatch(PhoneGroup::first) && !phones.open()) {
                problems.addLaterLine(
                        layer, "the phones of these extensions take this from the extension on their first line");
            }
        }
    }

    private PMap<PhoneGroup, Integer> groups(DefaultsPlace place) {
        return scopes.getOrDefault(place, HashTreePMap.empty());
    }

    private @Nullable Template template(PhoneGroup group) {
        TemplateMatch.MatchedTemplate found = group.find(catalogReads.catalog());
        return found == null ? null : found.template();
    }

    /**
     * Adds the phones that a {@code _defaults.yaml} reaches.
     *
     * @param ofAccounts whether its values are those of accounts too
     */
    private void addPhones(VariableScope scope, DefaultsPlace place, boolean ofAccounts) {
        PMap<PhoneGroup, Integer> groups = groups(place);
        for (PhoneGroup group : groups.keySet()) {
            Template template = template(group);
            if (template == null) {
                addUnknownPhones(scope);
            } else {
                scope.addPhones(template, group.first(), ofAccounts);
            }
        }
        if (groups.isEmpty() || isUnknownIn(place.folder())) {
            addUnknownPhones(scope);
        }
    }

    private void addUnknownPhones(VariableScope scope) {
        if (isUnknownIn(TemplateKind.PHONE.folder()) || isUnknownIn(LIBRARY)) {
            scope.addUnreadableTemplates();
        } else {
            scope.addUnknownPhones();
        }
    }

    private VariableScope scopeWithSites() {
        VariableScope scope = new VariableScope(catalogReads);
        scope.addSites();
        if (isUnknownIn(TemplateKind.SITE.folder())) {
            scope.addUnreadableTemplates();
        }
        return scope;
    }

    /** Whether a folder, something in it, or the defaults of a folder around it have unknown content. */
    private boolean isUnknownIn(String folder) {
        return unknown.stream()
                .anyMatch(path -> (path + '/').startsWith(folder)
                        || folder.startsWith(path + '/')
                        || (FolderDefaults.isDefaults(path)
                                && folder.startsWith(path.substring(0, path.lastIndexOf('/') + 1))));
    }
}
