package dev.lineman.build.usage;

import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.impact.ChangedExtensions;
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
import dev.lineman.problem.ProblemIndex;
import dev.lineman.render.Renderer;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateKind;
import dev.lineman.template.model.ModelFile;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pcollections.PMap;

/**
 * Finds what the inputs give and no template uses: variables in {@code vars} that no template in their scope reads,
 * settings that templates lack (see {@link SettingCheck}), patterns of {@code models} that match no phone, and lists of
 * site templates that no extension uses. The scope of a phone's variables is its template; of an extension's, the
 * templates of its phones and the site templates; of a {@code _defaults.yaml}, those of all phones that it reaches, and
 * the site templates. If a phone has no template, or a {@code _defaults.yaml} reaches no phone yet, any template of the
 * catalog counts.
 *
 * <p>Compares what templates can use with what the inputs say, without values of secrets: a name that a template reads
 * only under a condition is read. A cycle checks the files that a change reaches. For one cycle, by one thread.
 */
public final class UsageCheck {
    private final UsageIndex last;
    private final Inventory before;
    private final Inventory after;
    private final UsageScopes usageScopes;
    private final CatalogOffers offers;

    /** See {@link UsageIndex#scopes}. */
    private PMap<DefaultsPlace, PMap<PhoneCounts.PhoneGroup, Integer>> scopes;

    /** See {@link UsageIndex#found}. */
    private PMap<String, Set<String>> foundIn;

    /** The extensions to check, by the path of their file. Those with problems are checked too. */
    private final SortedMap<String, Set<FieldValues>> entries = new TreeMap<>();

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
        Set<String> unknown = new TreeSet<>(snapshot.unknownFiles());
        snapshot.blocked().stream().filter(snapshot::isUnknown).forEach(unknown::add);
        this.usageScopes = new UsageScopes(new CatalogReads(after, renderer), unknown);
        this.offers =
                new CatalogOffers(usageScopes.catalogReads(), usageScopes.isUnknownIn(TemplateKind.PHONE.folder()));
        this.scopes = last.scopes();
        this.foundIn = last.found();
    }

    /**
     * Starts {@link #update}. It needs nothing that a cycle makes, so it can run beside the making.
     *
     * @param beside whether to run on another thread; else it runs when its result is wanted
     * @param known the problems of the last cycle
     * @param problems receives them when the result is wanted
     * @return waits for the index for the next cycle
     */
    public Supplier<UsageIndex> start(
            Collection<FileChange> changes,
            ChangedExtensions changedExtensions,
            Collection<String> affected,
            boolean beside,
            ProblemIndex known,
            BiConsumer<String, List<Problem>> problems) {
        if (!beside || Runtime.getRuntime().availableProcessors() == 1) {
            return () -> update(changes, changedExtensions, affected, problems);
        }
        // Few files have problems, so only those are kept whose problems differ.
        Map<String, List<Problem>> different = new LinkedHashMap<>();
        ForkJoinTask<UsageIndex> check = ForkJoinPool.commonPool()
                .submit(() -> update(changes, changedExtensions, affected, (path, found) -> {
                    if (!found.equals(known.of(path))) {
                        different.put(path, found);
                    }
                }));
        return () -> {
            UsageIndex index = check.join();
            different.forEach(problems);
            return index;
        };
    }

    /**
     * Checks the files that a change reaches.
     *
     * @param changes the input files that changed
     * @param changedExtensions the extensions that changed in them
     * @param affected the keys of the targets that may differ
     * @param problems receives the path of each checked file with its problems; none for a file that is gone
     * @return the index for the next cycle
     */
    public UsageIndex update(
            Collection<FileChange> changes,
            ChangedExtensions changedExtensions,
            Collection<String> affected,
            BiConsumer<String, List<Problem>> problems) {
        CatalogReads catalogReads = usageScopes.catalogReads();
        Set<String> unknown = usageScopes.unknown();
        Set<String> siteTemplates = new TreeSet<>();
        catalogReads.siteTemplates().forEach(template -> siteTemplates.add(template.path()));
        boolean everything = catalogReads.update(last.reads(), changes)
                || !unknown.equals(last.unknown())
                || !siteTemplates.equals(last.siteTemplates());
        Set<String> paths = new TreeSet<>();
        boolean templates = everything;
        for (FileChange change : changes) {
            templates |= choosesTemplates(change.before()) || choosesTemplates(change.after());
            if (change.before() instanceof FolderDefaults || change.after() instanceof FolderDefaults) {
                paths.add(change.path());
            }
            if (hasExtensions(change.before()) != hasExtensions(change.after())) {
                // A list of site templates that no extension uses is a problem if there are extensions.
                FolderDefaults.pathsAbove(change.path()).stream()
                        .filter(this::hasSiteTemplates)
                        .forEach(paths::add);
            }
        }
        changedExtensions.byPath().forEach((path, changed) -> entriesIn(path).addAll(changed.added()));
        addSiteTemplates(paths);
        if (changes.stream().anyMatch(UsageCheck::changesProfiles)) {
            addProfileUsers(paths);
        }
        countPhones(affected, paths, everything);
        if (templates) {
            after.defaults().forEach(defaults -> paths.add(defaults.path()));
        }
        if (everything) {
            after.filesBelow(FolderNames.EXTENSIONS).forEach(file -> paths.add(file.path()));
        }
        ExtensionUsage extensionUsage = new ExtensionUsage(usageScopes, offers, after);
        DefaultsUsage defaultsUsage = new DefaultsUsage(usageScopes, offers, after, scopes);
        for (String path : paths) {
            UsageProblems found = new UsageProblems(path);
            ExtensionFile file = after.file(path);
            FolderDefaults defaults = after.defaults(path);
            if (file != null) {
                check(file, file.entries(), extensionUsage, found);
            } else if (defaults != null) {
                defaultsUsage.check(defaults, found);
            }
            problems.accept(path, found.problems());
        }
        entries.keySet().removeAll(paths);
        for (String path : entries.keySet()) {
            UsageProblems found = new UsageProblems(path);
            ExtensionFile file = after.file(path);
            if (file == null) {
                foundIn = foundIn.minus(path);
            } else {
                check(file, changedEntries(file), extensionUsage, found);
            }
            problems.accept(path, found.problems());
        }
        return new UsageIndex(scopes, foundIn, catalogReads.known(), unknown, siteTemplates);
    }

    /** Returns the set of the extensions to check in a file, by identity. */
    private Set<FieldValues> entriesIn(String path) {
        return entries.computeIfAbsent(path, same -> Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** Returns the extensions of a file whose problems may be other ones than before, or at other places. */
    private List<FieldValues> changedEntries(ExtensionFile file) {
        Set<FieldValues> changed = entriesIn(file.path());
        Set<String> withProblems = foundIn.getOrDefault(file.path(), Set.of());
        return file.entries().stream()
                .filter(entry ->
                        changed.contains(entry) || withProblems.contains(String.valueOf(entry.text("extension"))))
                .toList();
    }

    /** Checks some extensions of a file, all others of which have no problems. */
    private void check(
            ExtensionFile file, List<FieldValues> checked, ExtensionUsage extensionUsage, UsageProblems found) {
        Set<String> withProblems = new HashSet<>();
        for (FieldValues entry : checked) {
            int before = found.added();
            extensionUsage.check(entry, found);
            if (found.added() > before) {
                withProblems.add(String.valueOf(entry.text("extension")));
            }
        }
        foundIn = withProblems.isEmpty() ? foundIn.minus(file.path()) : foundIn.plus(file.path(), withProblems);
    }

    /** Whether a document decides which template a phone has. */
    private static boolean choosesTemplates(@Nullable Document document) {
        return document instanceof Template || document instanceof ModelFile;
    }

    private static boolean hasExtensions(@Nullable Document document) {
        return document instanceof ExtensionFile file && !file.entries().isEmpty();
    }

    private boolean hasSiteTemplates(String path) {
        FolderDefaults defaults = after.defaults(path);
        return defaults != null && defaults.siteTemplates() != null;
    }

    /** Whether other profiles have a name than before. */
    private static boolean changesProfiles(FileChange change) {
        return !profiles(change.before()).equals(profiles(change.after()));
    }

    private static Set<String> profiles(@Nullable Document document) {
        return document instanceof FolderDefaults defaults
                ? Set.copyOf(defaults.profiles().keys())
                : Set.of();
    }

    /** Adds the files with an extension that has no phone and names a profile. */
    private void addProfileUsers(Collection<String> paths) {
        for (ExtensionFile file : after.filesBelow(FolderNames.EXTENSIONS)) {
            if (file.entries().stream()
                    .anyMatch(entry -> ExtensionFile.phones(entry).isEmpty()
                            && !after.profiles(file.path(), entry).isEmpty())) {
                paths.add(file.path());
            }
        }
    }

    /** Adds the files whose list of site templates counts now and did not before, or the other way round. */
    private void addSiteTemplates(Collection<String> paths) {
        if (before.siteTemplateFolders().equals(after.siteTemplateFolders())) {
            return;
        }
        Set<String> folders = new TreeSet<>(after.siteTemplateFolders());
        for (String folder : before.siteTemplateFolders()) {
            if (!folders.remove(folder)) {
                folders.add(folder);
            }
        }
        folders.forEach(folder -> paths.add(folder + '/' + FolderDefaults.FILE_NAME));
    }

    /** Counts the affected phones as they are now, and adds the files that see other templates than before. */
    private void countPhones(Collection<String> affected, Collection<String> paths, boolean everything) {
        PhoneCounts counts = new PhoneCounts();
        for (String key : affected) {
            if (TargetKey.isPhone(key)) {
                Phone phone = after.phone(key);
                counts.remove(before.phone(key));
                counts.add(phone);
                if (phone != null && !everything) {
                    phone.accounts()
                            .forEach(account -> entriesIn(account.file()).add(account.entry()));
                }
            }
        }
        scopes = counts.apply(scopes, paths);
    }
}
