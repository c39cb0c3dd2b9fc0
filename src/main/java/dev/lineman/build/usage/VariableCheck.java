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
import dev.lineman.render.Renderer;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateKind;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Warns of variables in {@code vars} that no template in their scope reads. The scope of a phone's variables is its
 * template; of an extension's, the templates of its phones and the site templates; of a {@code _defaults.yaml}, those of
 * all phones that it reaches, and the site templates. If a phone has no template, any template of the catalog counts.
 *
 * <p>Compares what templates can read with what the inputs say, without values: a name that a template reads only under
 * a condition is read. A cycle checks the files that a change reaches. For one cycle, by one thread.
 */
public final class VariableCheck {
    /** The folder of the fragments that {@code src} and {@code #parse} name. */
    private static final String LIBRARY = "templates/lib/";

    private final VariableIndex last;
    private final Inventory before;
    private final Inventory after;
    private final CatalogReads catalogReads;

    /** The input files and folders with unknown content. */
    private final Set<String> unknown;

    private PMap<VariablePlace, PMap<ModelChoice, Integer>> scopes;

    /**
     * Creates the check of one cycle.
     *
     * @param last the index after the last cycle
     * @param before the inputs of the last cycle
     * @param after the inputs of this cycle
     * @param snapshot the input files of this cycle
     * @param renderer examines the templates
     */
    public VariableCheck(
            VariableIndex last, BuildInputs before, BuildInputs after, Snapshot snapshot, Renderer renderer) {
        this.last = last;
        this.before = before.inventory();
        this.after = after.inventory();
        this.catalogReads = new CatalogReads(after.catalog(), renderer);
        this.unknown = new TreeSet<>(snapshot.unknownFiles());
        snapshot.blocked().stream().filter(snapshot::isUnknown).forEach(unknown::add);
        this.scopes = last.scopes();
    }

    /**
     * Checks the files that a change reaches.
     *
     * @param changes the input files that changed
     * @param affected the keys of the targets that may differ
     * @param problems receives the path of each checked file with its warnings
     * @return the index for the next cycle
     */
    public VariableIndex update(
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
        paths.forEach(path -> problems.accept(path, unread(path)));
        return new VariableIndex(scopes, catalogReads.known(), unknown);
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

    /** The warnings of a file; none if it is gone. */
    private List<Problem> unread(String path) {
        UnreadVariables unread = new UnreadVariables(path);
        ExtensionFile file = after.file(path);
        FolderDefaults defaults = after.defaults(path);
        if (file != null) {
            file.entries().forEach(entry -> check(entry, unread));
        } else if (defaults != null) {
            check(defaults, unread);
        }
        return unread.problems();
    }

    private void check(FieldValues extension, UnreadVariables unread) {
        FieldValues vars = extension.fields(VariablePlace.VARS);
        List<FieldValues> phones = ExtensionFile.phones(extension);
        if (vars.size() == 0
                && phones.stream()
                        .allMatch(phone -> phone.fields(VariablePlace.VARS).size() == 0)) {
            return;
        }
        VariableScope ofExtension = scopeWithSites();
        if (phones.isEmpty()) {
            addUnknownPhones(ofExtension);
        }
        for (FieldValues fields : phones) {
            VariableScope ofPhone = new VariableScope(catalogReads);
            Phone phone = after.phone(String.valueOf(fields.text("mac")));
            Template template =
                    phone == null ? null : ModelChoice.of(phone, true).find(catalogReads.catalog());
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
            unread.check(fields.fields(VariablePlace.VARS), ofPhone);
        }
        unread.check(vars, ofExtension);
    }

    private void check(FolderDefaults defaults, UnreadVariables unread) {
        FieldValues vars = defaults.plain().fields(VariablePlace.VARS);
        if (vars.size() > 0) {
            VariableScope scope = scopeWithSites();
            addPhones(scope, VariablePlace.of(defaults.path(), vars), true);
            unread.check(vars, scope);
        }
        for (FolderDefaults.ModelRule rule : defaults.rules()) {
            FieldValues ofRule = rule.values().fields(VariablePlace.VARS);
            if (ofRule.size() > 0) {
                VariableScope scope = new VariableScope(catalogReads);
                addPhones(scope, VariablePlace.of(defaults.path(), ofRule), false);
                unread.check(ofRule, scope);
            }
        }
    }

    /**
     * Adds the phones that a {@code _defaults.yaml} reaches.
     *
     * @param ofAccounts whether its values are those of accounts too
     */
    private void addPhones(VariableScope scope, VariablePlace place, boolean ofAccounts) {
        PMap<ModelChoice, Integer> choices = scopes.getOrDefault(place, HashTreePMap.empty());
        for (ModelChoice choice : choices.keySet()) {
            Template template = choice.find(catalogReads.catalog());
            if (template == null) {
                addUnknownPhones(scope);
            } else {
                scope.addPhones(template, choice.first(), ofAccounts);
            }
        }
        if (choices.isEmpty()
                || isUnknownIn(place.file().substring(0, place.file().lastIndexOf('/') + 1))) {
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

    /** Whether a folder, or something in it, has unknown content. */
    private boolean isUnknownIn(String folder) {
        return unknown.stream().anyMatch(path -> (path + '/').startsWith(folder) || folder.startsWith(path + '/'));
    }
}
