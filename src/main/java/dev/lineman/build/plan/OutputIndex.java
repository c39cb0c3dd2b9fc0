package dev.lineman.build.plan;

import dev.lineman.collection.HashOrder;
import dev.lineman.fs.FileNames;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * The output index: all build targets, and for each name the outputs that claim it. Also knows which targets wait for
 * an input that cannot be read.
 *
 * <p>Part of the state of the agent; {@link Plan} compares it with the publication. Immutable and persistent: a
 * change costs only as much as it affects.
 */
public final class OutputIndex {
    /** Up to this number of outputs, comparing them one by one is faster than hashing them. */
    private static final int MAX_COMPARED = 8;

    /** The index without targets. */
    private static final OutputIndex EMPTY = new OutputIndex(
            TreePMap.empty(HashOrder.BY_HASH),
            TreePMap.empty(HashOrder.BY_HASH),
            WaitingTargets.NONE,
            OpenPhones.NONE,
            SiteRules.NONE);

    /** By key. */
    private final TreePMap<String, BuildTarget> targets;
    /** By folded name. */
    private final TreePMap<String, NameClaims> names;

    private final WaitingTargets waitingTargets;

    /** The phones whose secrets every client can fetch. */
    private final OpenPhones openPhones;

    /** The access rules of phones by site, as far as a cycle has made the phones. */
    private final SiteRules siteRules;

    private OutputIndex(
            TreePMap<String, BuildTarget> targets,
            TreePMap<String, NameClaims> names,
            WaitingTargets waitingTargets,
            OpenPhones openPhones,
            SiteRules siteRules) {
        this.targets = targets;
        this.names = names;
        this.waitingTargets = waitingTargets;
        this.openPhones = openPhones;
        this.siteRules = siteRules;
    }

    public static OutputIndex empty() {
        return EMPTY;
    }

    /**
     * Creates an index in one pass. Adding the targets one by one takes several times as long.
     *
     * @param buildTargets targets with different keys
     */
    public static OutputIndex of(Collection<BuildTarget> buildTargets) {
        SortedMap<String, BuildTarget> byKey = new TreeMap<>(HashOrder.BY_HASH);
        SortedMap<String, NameClaims> byName = new TreeMap<>(HashOrder.BY_HASH);
        OpenPhones open = OpenPhones.NONE;
        for (BuildTarget buildTarget : buildTargets) {
            byKey.put(buildTarget.key(), buildTarget);
            open = open.with(null, buildTarget);
            for (Output output : buildTarget.outputs()) {
                byName.compute(FileNames.fold(output.path()), (name, claims) -> NameClaims.plus(claims, output));
            }
        }
        return new OutputIndex(
                TreePMap.fromSortedMap(byKey),
                TreePMap.fromSortedMap(byName),
                WaitingTargets.NONE,
                open,
                SiteRules.NONE);
    }

    /** Returns the target with a key; null if there is none. */
    public @Nullable BuildTarget target(String key) {
        return targets.get(key);
    }

    public Collection<BuildTarget> targets() {
        return targets.values();
    }

    /** Returns all claimed names, folded. */
    public Set<String> names() {
        return names.keySet();
    }

    /** Returns one output for each content that targets claim for a folded name. More than one is a collision. */
    public List<Output> claims(String name) {
        NameClaims claims = names.get(name);
        return claims == null ? List.of() : claims.distinct();
    }

    /** Returns the phones whose secrets every client can fetch. */
    public OpenPhones openPhones() {
        return openPhones;
    }

    /** Returns the access rules of phones by site. */
    public SiteRules siteRules() {
        return siteRules;
    }

    /** Returns the index with other access rules of phones. */
    public OutputIndex with(SiteRules rules) {
        return rules == siteRules ? this : new OutputIndex(targets, names, waitingTargets, openPhones, rules);
    }

    /**
     * Whether several phones make a file, and not all of them have the same token. The file then leads to no token.
     *
     * @param name folded
     */
    public boolean hasSeveralTokens(String name) {
        NameClaims claims = names.get(name);
        return claims != null && claims.hasSeveralTokens();
    }

    /** Returns the keys of all targets that claim a folded name. */
    public Set<String> targetKeys(String name) {
        NameClaims claims = names.get(name);
        return claims == null ? Set.of() : claims.targetKeys();
    }

    /** Returns the access rule of a folded name without a collision, as the text of an {@code FileAccess}. */
    String access(String name) {
        NameClaims claims = names.get(name);
        return claims == null ? "" : claims.access();
    }

    /**
     * Returns the index with a target in place of its last version. A target without outputs still has its
     * dependencies.
     */
    public OutputIndex with(BuildTarget buildTarget) {
        BuildTarget old = targets.get(buildTarget.key());
        if (old != null && old.outputs().equals(buildTarget.outputs())) {
            // Equal outputs keep the instances that the index shares.
            BuildTarget fresh = new BuildTarget(
                    buildTarget.key(), old.outputs(), buildTarget.dependencies(), buildTarget.sourceFiles());
            return new OutputIndex(
                    targets.plus(fresh.key(), fresh), names, waitingTargets, openPhones.with(old, fresh), siteRules);
        }
        OutputIndex without = without(buildTarget.key());
        TreePMap<String, NameClaims> claims = without.names;
        for (Output output : buildTarget.outputs()) {
            String name = FileNames.fold(output.path());
            claims = claims.plus(name, NameClaims.plus(claims.get(name), output));
        }
        return new OutputIndex(
                without.targets.plus(buildTarget.key(), buildTarget),
                claims,
                waitingTargets,
                without.openPhones.with(null, buildTarget),
                siteRules);
    }

    /** Returns the index without a target. */
    public OutputIndex without(String key) {
        BuildTarget buildTarget = targets.get(key);
        if (buildTarget == null) {
            return this;
        }
        TreePMap<String, NameClaims> claims = names;
        for (Output output : buildTarget.outputs()) {
            String name = FileNames.fold(output.path());
            NameClaims old = claims.get(name);
            NameClaims rest = old == null ? null : NameClaims.minus(old, output);
            claims = rest == null ? claims.minus(name) : claims.plus(name, rest);
        }
        return new OutputIndex(
                targets.minus(key), claims, waitingTargets, openPhones.with(buildTarget, null), siteRules);
    }

    /**
     * Returns the index with the note that a target keeps its last good outputs because an input cannot be read.
     *
     * @param input the path of the input
     * @param key the key of the target
     */
    public OutputIndex withWaiting(String input, String key) {
        return new OutputIndex(targets, names, waitingTargets.with(input, key), openPhones, siteRules);
    }

    /** Returns the paths of the inputs that targets wait for. */
    public Set<String> awaitedInputs() {
        return waitingTargets.inputs();
    }

    /** Whether a target waits for any input. */
    public boolean isWaiting(String key) {
        return waitingTargets.contains(key);
    }

    /** Returns the keys of the targets that wait for an input. */
    public Set<String> waitingFor(String input) {
        return waitingTargets.waitingFor(input);
    }

    /** Returns the index without the notes about an input. */
    public OutputIndex withoutWaitingFor(String input) {
        return new OutputIndex(targets, names, waitingTargets.without(input), openPhones, siteRules);
    }

    /**
     * Returns the folded names with different claims in two versions of a target. Null means that there is no such
     * version.
     */
    public static Set<String> changedNames(@Nullable BuildTarget before, @Nullable BuildTarget after) {
        List<Output> old = before == null ? List.of() : before.outputs();
        List<Output> fresh = after == null ? List.of() : after.outputs();
        Set<String> names = new HashSet<>();
        addMissing(old, fresh, names);
        addMissing(fresh, old, names);
        return names;
    }

    /** Adds the folded names of the outputs that are not among others. */
    private static void addMissing(List<Output> outputs, List<Output> others, Set<String> names) {
        // A site can have thousands of outputs, nearly all phones have few.
        Collection<Output> sought = others.size() > MAX_COMPARED ? new HashSet<>(others) : others;
        for (Output output : outputs) {
            if (!sought.contains(output)) {
                names.add(FileNames.fold(output.path()));
            }
        }
    }
}
