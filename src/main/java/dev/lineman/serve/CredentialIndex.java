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
 * Which users and tokens there are in all the rules of a publication: somebody who is one of them learns what is there and
 * what is not. And which files need a certificate. One thread keeps it, telling it of the names that changed; any reads it.
 */
final class CredentialIndex {
    /** The rules that name a user or token, by the folded path of their file. */
    private final Map<String, String> rules = new HashMap<>();

    /** The paths of files that need a client certificate, folded. */
    private final Set<String> certificateFiles = new LinkedHashSet<>();

    private volatile PMap<String, PMap<UserCredentials, Integer>> users = HashTreePMap.empty();
    private final TokenRedaction redaction;

    CredentialIndex(TokenRedaction tokens) {
        this.redaction = tokens;
    }

    /** Whether anything needs credentials. */
    boolean hasUsers() {
        return !users.isEmpty();
    }

    /** The credentials of a user's name. */
    Set<UserCredentials> users(String name) {
        PMap<UserCredentials, Integer> found = users.get(name);
        return found == null ? Set.of() : found.keySet();
    }

    /** The folded path of a file that needs a client certificate; null when none does. */
    synchronized @Nullable String fileRequiringCertificate() {
        return certificateFiles.isEmpty() ? null : certificateFiles.iterator().next();
    }

    /** Looks at all that is published. */
    synchronized void addAll(Publication publication) {
        publication.entries().forEach(entry -> updateFile(entry.path(), entry));
    }

    /** Looks at names that may have changed. */
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
        // What comes first, so that what stays is never away.
        if (matters) {
            count(access, 1);
        }
        if (before != null) {
            count(before, -1);
        }
    }

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
