package dev.lineman.build.plan;

import dev.lineman.build.impact.TargetKey;
import dev.lineman.fs.Digest;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.PMap;

/**
 * A plan: which files of {@code out/} to write, remove and keep. {@code build.Planner} makes it from the output index
 * and the publication; {@code lineman plan} shows one. Immutable.
 *
 * @param writes the outputs that differ from the publication in bytes, path (with case) or access rule
 * @param drops the published paths that are removed now
 * @param pendingRemovals the unclaimed files that stay for now
 * @param names the judged names, folded
 * @param collisions the problems of the claims of a judged name, for each name that has some
 */
public record Plan(
        List<Output> writes,
        List<String> drops,
        PendingRemovals pendingRemovals,
        List<String> names,
        Map<String, List<Problem>> collisions) {

    /**
     * A published file.
     *
     * @param path below {@code out/}, with {@code /}
     * @param body the digest of its bytes
     * @param access the access rule as text
     */
    public record PublishedOutput(String path, Digest body, String access) {}

    /** The published files, by folded name. */
    public interface PublishedNames {
        /** Returns the file with a folded name; null if there is none. */
        @Nullable
        PublishedOutput find(String name);

        /** Returns all folded names. */
        Iterable<String> names();

        /** Returns the number of files. */
        int size();

        /** Returns a view of a map by folded name. */
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
     * Plans some names.
     *
     * @param touched the folded names with claims that may have changed
     * @param before the pending removals of the last plan, which are judged again
     * @param rule when unclaimed files are removed
     */
    public static Plan of(
            OutputIndex outputIndex,
            PublishedNames publication,
            Set<String> touched,
            PendingRemovals before,
            PendingRemovals.TimedRemovalRule rule) {
        // An array, since a change of a template touches all names.
        String[] names = Stream.concat(
                        touched.stream(), before.unclaimed().keySet().stream().filter(name -> !touched.contains(name)))
                .sorted()
                .toArray(String[]::new);
        List<Output> writes = new ArrayList<>();
        List<String> drops = new ArrayList<>();
        Map<String, List<Problem>> collisions = new LinkedHashMap<>();
        PMap<String, Instant> unclaimed = before.unclaimed();
        for (String name : names) {
            List<Output> claims = outputIndex.claims(name);
            PublishedOutput published = publication.find(name);
            List<Problem> problems =
                    claims.size() > 1 ? List.of(collision(claims)) : tokenProblems(outputIndex, name, claims);
            if (!problems.isEmpty()) {
                collisions.put(name, problems);
            }
            // A collision keeps the published file: neither output is better than the other.
            if (!claims.isEmpty() || published == null) {
                unclaimed = unclaimed.minus(name);
                if (claims.size() == 1) {
                    Output output = claims.get(0).withAccess(outputIndex.access(name));
                    if (differs(output, published)) {
                        writes.add(output);
                    }
                }
                continue;
            }
            unclaimed = unclaimed.plus(name, rule.due(unclaimed.get(name)));
        }
        PendingRemovals pendingRemovals = PendingRemovals.decide(unclaimed, rule, publication.size());
        for (String name : unclaimed.keySet()) {
            PublishedOutput published = pendingRemovals.unclaimed().containsKey(name) ? null : publication.find(name);
            if (published != null) {
                drops.add(published.path());
            }
        }
        drops.sort(null);
        return new Plan(List.copyOf(writes), List.copyOf(drops), pendingRemovals, List.of(names), collisions);
    }

    /** Whether a folded name needs no plan: it has one claim, which is what is published. */
    public static boolean isUpToDate(OutputIndex outputIndex, PublishedNames publication, String name) {
        List<Output> claims = outputIndex.claims(name);
        return claims.size() == 1
                && tokenProblems(outputIndex, name, claims).isEmpty()
                && !differs(claims.get(0).withAccess(outputIndex.access(name)), publication.find(name));
    }

    /** Returns this plan with only some of its writes. */
    public Plan withWrites(Predicate<Output> which) {
        return new Plan(writes.stream().filter(which).toList(), drops, pendingRemovals, names, collisions);
    }

    private static boolean differs(Output output, @Nullable PublishedOutput published) {
        return published == null
                || !published.path().equals(output.path())
                || !published.body().equals(output.body())
                || !published.access().equals(output.access());
    }

    /** The problem of a file that contains the provisioning URL and that phones with different tokens share. */
    private static List<Problem> tokenProblems(OutputIndex outputIndex, String name, List<Output> claims) {
        if (!outputIndex.hasSeveralTokens(name) || claims.stream().noneMatch(Plan::readsLink)) {
            return List.of();
        }
        return List.of(Problem.warning(
                Position.of("out/" + claims.get(0).path()),
                "phones with different tokens share this file, so the URL in it has no token, and they find no files"
                        + " there: enter the whole URL with its token at each phone, in the phone's web page or with DHCP"
                        + " option 66, or give all these phones the same token"));
    }

    /** Whether an output contains the URL that phones are told to ask, or a part of it. */
    private static boolean readsLink(Output output) {
        return output.reads().names().stream()
                .anyMatch(read -> read.toLowerCase(Locale.ROOT).contains("provlink"));
    }

    /** The problem of two outputs with one name and different content. */
    private static Problem collision(List<Output> claims) {
        Output one = claims.get(0);
        Output other = claims.get(1);
        Position at = Position.of("out/" + one.path());
        String both = describeMaker(one) + " and " + describeMaker(other);
        return Problem.blocking(
                at,
                one.path().equals(other.path())
                        ? both + " make different content for this name; let the 'filename' tell them apart"
                        : both + " make names that differ only in case or in the encoding of their accents (out/"
                                + other.path() + "); rename one");
    }

    /** The target and template of an output, for a problem. */
    private static String describeMaker(Output output) {
        String maker = TargetKey.shown(output.targetKey());
        return output.template().isEmpty() ? maker : maker + " (" + output.template() + ')';
    }
}
