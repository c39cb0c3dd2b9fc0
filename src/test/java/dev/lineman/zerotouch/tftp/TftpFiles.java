package dev.lineman.zerotouch.tftp;

import dev.lineman.access.FileAccess;
import dev.lineman.access.IpNetwork;
import dev.lineman.access.KnownPhones;
import dev.lineman.access.MacFinder;
import dev.lineman.access.TftpPermission;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.publish.Publisher;
import dev.lineman.publish.store.PublishTransaction;
import dev.lineman.serve.ServingPolicy;
import dev.lineman.serve.visits.VisitLog;
import dev.lineman.serve.visits.VisitStore;
import dev.lineman.zerotouch.SourceNetworks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Published files behind a TFTP server on the loopback address. */
final class TftpFiles implements AutoCloseable {
    private final Publisher publisher;
    private final VisitStore visitStore;
    private final ServingPolicy policy;
    private final TftpServer server;
    private final TftpCounters counters = new TftpCounters();
    private final Map<String, List<String>> phones = new ConcurrentHashMap<>();
    private volatile TftpPermission permission = TftpPermission.PERMITTED;

    TftpFiles(Path out, String... networks) throws IOException {
        publisher = Publisher.open(out, new FileOperations(FileMode.DEFAULT));
        visitStore = VisitStore.open(out.resolve(".lineman/phones"), FileMode.DEFAULT, System::nanoTime);
        policy = new ServingPolicy(
                publisher, "/provisioning/", visitStore, () -> Instant.parse("2026-06-01T12:00:00Z"), System::nanoTime);
        policy.setKnownPhones(new KnownPhones() {
            @Override
            public boolean contains(String mac) {
                return phones.containsKey(mac);
            }

            @Override
            public List<String> filesOf(String mac) {
                return phones.getOrDefault(mac, List.of());
            }

            @Override
            public TftpPermission tftpPermission(String path) {
                return MacFinder.findInPath(path) == null ? TftpPermission.PERMITTED : permission;
            }
        });
        List<IpNetwork> all = new ArrayList<>();
        for (String network : networks) {
            all.add(IpNetwork.parse(network));
        }
        server = TftpServer.start(
                new TftpOptions(
                        "127.0.0.1", 0, all.isEmpty() ? TftpOptions.defaultNetworks() : new SourceNetworks(all)),
                policy,
                counters,
                System::nanoTime);
    }

    int port() {
        return server.port();
    }

    VisitLog visits() {
        return visitStore.visits();
    }

    ServingPolicy policy() {
        return policy;
    }

    long count(String word) {
        return counters.byWord().get(word);
    }

    void permission(TftpPermission now) {
        permission = now;
    }

    TftpFiles phone(String mac) {
        phones.putIfAbsent(mac, new CopyOnWriteArrayList<>());
        return this;
    }

    /** Publishes a file of the phone whose MAC is in its name, or of none, with a rule as it is stored. */
    TftpFiles file(String name, String rule, byte[] content) {
        String path = "provisioning/" + name;
        @Nullable String mac = MacFinder.findInPath(name);
        if (mac != null) {
            phone(mac).phones.get(mac).add(path);
        }
        PublishTransaction transaction = publisher.beginTransaction();
        String access = FileAccess.text(path, Map.of(rule, List.of(mac == null ? "" : mac)));
        transaction.put(path, access, Digest.of(content), content, Instant.parse("2026-06-01T00:00:00Z"));
        if (!publisher.publish(transaction).accepted()) {
            throw new IllegalStateException("not published");
        }
        policy.updatePublished(List.of(path));
        return this;
    }

    @Override
    public void close() throws IOException {
        server.close();
        visitStore.close();
        publisher.close();
    }
}
