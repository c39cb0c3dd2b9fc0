package dev.lineman.serve;

import dev.lineman.access.AccessGrant;
import dev.lineman.access.AccessRule;
import dev.lineman.access.FileAccess;
import dev.lineman.access.UserCredentials;
import dev.lineman.fs.FileNames;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishedFile;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * An index over the access rules of a publication: all users, all tokens, and the files that require a client
 * certificate.
 * {@link ServingPolicy} uses it to check credentials before it looks at the rule of a file. One thread updates it after
 * each publication; any thread may read.
 */
final class CredentialIndex {
    /** Access rules with a user or token, by the folded path of their file. Only the updating thread uses it. */
    private final Map<String, String> rules = new HashMap<>();

    /** Folded paths of files that require a client certificate. */
    private final Set<String> certificateFiles = new LinkedHashSet<>();

    /** Number of rules for each credentials, by user name. */
    private volatile PMap<String, PMap<UserCredentials, Integer>> users = HashTreePMap.empty();

    private final TokenRedaction redaction;

    CredentialIndex(TokenRedaction redaction) {
        this.redaction = redaction;
    }

    /** Returns whether any published file requires credentials. */
    boolean hasUsers() {
        return !users.isEmpty();
    }

    /** Returns the credentials of a user name; empty when it is unknown. */
    Set<UserCredentials> users(String name) {
        PMap<UserCredentials, Integer> found = users.get(name);
        return found == null ? Set.of() : found.keySet();
    }

    /** Returns the folded path of one file that requires a client certificate; null when there is none. */
    synchronized @Nullable String fileRequiringCertificate() {
        return certificateFiles.isEmpty() ? null : certificateFiles.iterator().next();
    }

    /** Adds all files of a publication. Call it once, at the start. */
    synchronized void addAll(Publication publication) {
        publication.entries().forEach(entry -> updateFile(entry.path(), entry));
    }

    /** Updates the index for files that may have changed or are gone. */
    synchronized void update(Publication publication, Iterable<String> paths) {
        paths.forEach(path -> updateFile(path, publication.find(path)));
    }

    private void updateFile(String path, @Nullable PublishedFile entry) {
        String name = FileNames.fold(path);
        String access = entry == null ? "" : entry.access();
        if (access.isEmpty() && !rules.containsKey(name) && !certificateFiles.contains(name)) {
            return;
        }
        if (FileAccess.parse(access).grants().stream()
                .anyMatch(accessGrant -> accessGrant.rule().certificate())) {
            certificateFiles.add(name);
        } else {
            certificateFiles.remove(name);
        }
        boolean matters = access.contains("u=") || access.contains("t=");
        String before = matters ? rules.put(name, access) : rules.remove(name);
        if (access.equals(before)) {
            return;
        }
        // Add before subtracting: credentials in both versions of a rule stay valid all the time.
        if (matters) {
            count(access, 1);
        }
        if (before != null) {
            count(before, -1);
        }
    }

    /** Adds {@code by} to the counts of all users and tokens of a rule. */
    private void count(String access, int by) {
        for (AccessGrant accessGrant : FileAccess.parse(access).grants()) {
            UserCredentials credentials = accessGrant.rule().credentials();
            if (credentials != null) {
                PMap<UserCredentials, Integer> same = users.getOrDefault(credentials.user(), HashTreePMap.empty());
                PMap<UserCredentials, Integer> now = counted(same, credentials, by);
                users = now.isEmpty() ? users.minus(credentials.user()) : users.plus(credentials.user(), now);
            }
            String token = accessGrant.rule().token();
            if (!token.isEmpty() && !token.equals(AccessRule.ANY_TOKEN)) {
                redaction.count(token, by);
            }
        }
    }

    private static <K> PMap<K, Integer> counted(PMap<K, Integer> counts, K key, int by) {
        int count = counts.getOrDefault(key, 0) + by;
        return count <= 0 ? counts.minus(key) : counts.plus(key, count);
    }
}
