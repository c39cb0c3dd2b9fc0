package dev.lineman.build.plan;

import dev.lineman.build.impact.TargetKey;
import dev.lineman.fs.Digest;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pcollections.PMap;

/**
 * What is to happen to the files of {@code out/}.
 *
 * @param writes the outputs whose bytes, whose name's case, or who may fetch them, differ from what is published
 * @param drops the published paths that nobody claims any more, and have not for as long as removals settle
 * @param pendingRemovals the files that nobody claims and that stay for now
 * @param collisions the judged names (folded), each with the problem of its claims, or none
 */
public record Plan(
        List<Output> writes,
        List<String> drops,
        PendingRemovals pendingRemovals,
        Map<String, List<Problem>> collisions) {

    /** What is published under a name, and who may fetch it. */
    public record PublishedOutput(String path, Digest body, String access) {}

    /** What is published. */
    public interface PublishedNames {
        /** The file of a folded name; null when there is none. */
        @Nullable
        PublishedOutput find(String name);

        /** All names, folded. */
        Iterable<String> names();

        /** How many files there are. */
        int size();

        /** Files by their folded names. */
        static PublishedNames of(Map<String, PublishedOutput> files) {
            return new PublishedNames() {
                @Override
                public @Nullable PublishedOutput find(String name) {
                    return files.get(name);
                }

                @Override
                public Iterable<String> names() {
                    return files.keySet();
                }

                @Override
                public int size() {
                    return files.size();
                }
            };
        }
    }

    /**
     * Judges names.
     *
     * @param touched the names (folded) whose claims may have changed
     * @param before as of the last plan: these are judged again
     * @param rule when files that nobody claims go
     */
    public static Plan of(
            OutputIndex outputIndex,
            PublishedNames publication,
            Collection<String> touched,
            PendingRemovals before,
            PendingRemovals.TimedRemovalRule rule) {
        Set<String> names = new TreeSet<>(touched);
        names.addAll(before.unclaimed().keySet());
        List<Output> writes = new ArrayList<>();
        List<String> drops = new ArrayList<>();
        Map<String, List<Problem>> collisions = new LinkedHashMap<>();
        PMap<String, Instant> unclaimed = before.unclaimed();
        for (String name : names) {
            List<Output> claims = outputIndex.claims(name);
            PublishedOutput standing = publication.find(name);
            collisions.put(name, claims.size() > 1 ? List.of(collision(claims)) : List.of());
            if (!claims.isEmpty() || standing == null) {
                unclaimed = unclaimed.minus(name);
                if (claims.size() == 1) {
                    Output output = claims.get(0).withAccess(outputIndex.access(name));
                    if (differs(output, standing)) {
                        writes.add(output);
                    }
                }
                continue;
            }
            unclaimed = unclaimed.plus(name, rule.due(unclaimed.get(name)));
        }
        PendingRemovals pendingRemovals = PendingRemovals.decide(unclaimed, rule, publication.size());
        for (String name : unclaimed.keySet()) {
            PublishedOutput standing = pendingRemovals.unclaimed().containsKey(name) ? null : publication.find(name);
            if (standing != null) {
                drops.add(standing.path());
            }
        }
        drops.sort(null);
        return new Plan(List.copyOf(writes), List.copyOf(drops), pendingRemovals, collisions);
    }

    /** Whether there is nothing to judge about a name (folded): it is claimed in one way, and that is what is published. */
    public static boolean isUpToDate(OutputIndex outputIndex, PublishedNames publication, String name) {
        List<Output> claims = outputIndex.claims(name);
        return claims.size() == 1
                && !differs(claims.get(0).withAccess(outputIndex.access(name)), publication.find(name));
    }

    /** This plan with only some of its writes. */
    public Plan withWrites(Predicate<Output> which) {
        return new Plan(writes.stream().filter(which).toList(), drops, pendingRemovals, collisions);
    }

    private static boolean differs(Output output, @Nullable PublishedOutput standing) {
        return standing == null
                || !standing.path().equals(output.path())
                || !standing.body().equals(output.body())
                || !standing.access().equals(output.access());
    }

    private static Problem collision(List<Output> claims) {
        Output one = claims.get(0);
        Output other = claims.get(1);
        Position at = Position.of("out/" + one.path());
        String both = describeMaker(one) + " and " + describeMaker(other);
        return Problem.error(
                at,
                one.path().equals(other.path())
                        ? both + " make different content for this name; let the 'filename' tell them apart"
                        : both + " make names that differ only in case or in the encoding of their accents (out/"
                                + other.path() + "); rename one");
    }

    private static String describeMaker(Output output) {
        String unit = TargetKey.shown(output.targetKey());
        return output.template().isEmpty() ? unit : unit + " (" + output.template() + ')';
    }
}
