package dev.lineman.serve;

import dev.lineman.access.AccessRule;
import dev.lineman.access.FileAccess;
import dev.lineman.access.IpNetwork;
import dev.lineman.access.KnownPhones;
import dev.lineman.access.auth.AuthenticationScheme;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.http.Listener;
import dev.lineman.http.LoopbackListener;
import dev.lineman.http.ServerContext;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.message.Request;
import dev.lineman.http.message.Response;
import dev.lineman.publish.Publisher;
import dev.lineman.publish.store.PublishTransaction;
import dev.lineman.serve.http.AccessLog;
import dev.lineman.serve.http.PhoneHandler;
import dev.lineman.serve.http.ServingOptions;
import dev.lineman.serve.upload.UploadLimits;
import dev.lineman.serve.upload.UploadStore;
import dev.lineman.serve.visits.VisitStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Files of phones behind a real listener, with a clock that tests advance. Requests come through a trusted proxy. */
final class ServedFiles implements AutoCloseable {
    static final String PREFIX = "/provisioning/";

    private final Publisher publisher;
    private final VisitStore visitStore;
    private final ServingPolicy policy;
    private final PhoneHandler service;
    private final Listener listener;
    private final Listener ciscoListener;
    private final Map<String, List<String>> phones = new ConcurrentHashMap<>();
    private final UploadStore uploads;
    private final Set<String> servingContacts = ConcurrentHashMap.newKeySet();
    private volatile Instant now = Instant.parse("2026-06-01T12:00:00Z");
    private final AtomicLong nanos = new AtomicLong();

    /** Whether the inputs were read since the start. */
    private volatile boolean loaded = true;

    ServedFiles(Path out, String schemes) throws IOException {
        this(out, schemes, AccessLog.Form.OFF);
    }

    ServedFiles(Path out, String schemes, AccessLog.Form log) throws IOException {
        this(out, schemes, log, null);
    }

    /** @param limits the limits for uploads; null if they are off */
    ServedFiles(Path out, String schemes, AccessLog.Form log, UploadLimits limits) throws IOException {
        publisher = Publisher.open(out, new FileOperations(FileMode.DEFAULT));
        visitStore = VisitStore.open(out.resolve(".lineman/phones"), FileMode.DEFAULT, nanos::get);
        visitStore.readVisits();
        policy = new ServingPolicy(publisher, PREFIX, visitStore, () -> now, nanos::get);
        policy.setKnownPhones(new TestPhones(phones, servingContacts, () -> loaded));
        uploads = limits == null
                ? null
                : UploadStore.open(out.resolve(".lineman/uploads"), limits, FileMode.DEFAULT, () -> now, () -> {});
        ServingOptions servingOptions = new ServingOptions(
                PREFIX, List.of(IpNetwork.parse("127.0.0.1")), AuthenticationScheme.parse(schemes), log, limits);
        service = new PhoneHandler(
                policy, ServingPort.PHONES, servingOptions, uploads, new byte[] {1, 2, 3}, () -> now, nanos::get);
        ServerContext context = LoopbackListener.context(System::nanoTime, () -> now, fault -> {
            throw new AssertionError(fault);
        });
        listener = LoopbackListener.open(HttpLimits.standard(), service.endpoint(), context);
        PhoneHandler cisco = new PhoneHandler(
                policy, ServingPort.CISCO, servingOptions, null, new byte[] {4, 5, 6}, () -> now, nanos::get);
        ciscoListener = LoopbackListener.open(HttpLimits.standard(), cisco.endpoint(), context);
    }

    /** The phones of the test, with the paths of their files, and those that get their contacts back. */
    private record TestPhones(Map<String, List<String>> files, Set<String> servingContacts, BooleanSupplier loaded)
            implements KnownPhones {
        @Override
        public boolean isLoaded() {
            return loaded.getAsBoolean();
        }

        @Override
        public boolean contains(String mac) {
            return files.containsKey(mac);
        }

        @Override
        public boolean servesUpload(String mac, String kind) {
            return kind.equals("contacts") && servingContacts.contains(mac);
        }

        @Override
        public List<String> filesOf(String mac) {
            return files.getOrDefault(mac, List.of());
        }
    }

    ServedFiles(Path out) throws IOException {
        this(out, "sha-256,md5,basic");
    }

    ServedFiles loaded(boolean now) {
        loaded = now;
        return this;
    }

    /** Adds a known phone with the file {@code cfg} and its MAC. */
    ServedFiles phone(String mac, AccessRule rule) {
        return phone(mac).file("cfg" + mac, mac, rule);
    }

    /** Adds a known phone without a file. */
    ServedFiles phone(String mac) {
        phones.putIfAbsent(mac, new CopyOnWriteArrayList<>());
        return this;
    }

    /** Adds a file of a phone, or of no phone if the MAC is empty. Its content is its name. */
    ServedFiles file(String name, String mac, AccessRule rule) {
        phones.getOrDefault(mac, new ArrayList<>()).add(PREFIX.substring(1) + name);
        return publish(name, FileAccess.text(PREFIX.substring(1) + name, Map.of(rule.text(), List.of(mac))));
    }

    ServedFiles publish(String name, String access) {
        return publish(name, access, name + "\n");
    }

    ServedFiles publish(String name, String access, String text) {
        String path = PREFIX.substring(1) + name;
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        PublishTransaction publishTransaction = publisher.beginTransaction();
        publishTransaction.put(path, access, Digest.of(content), content, now);
        if (!publisher.publish(publishTransaction).accepted()) {
            throw new UncheckedIOException(new IOException("not published"));
        }
        policy.updatePublished(List.of(path));
        return this;
    }

    ServedFiles drop(String name) {
        PublishTransaction publishTransaction = publisher.beginTransaction();
        publishTransaction.drop(PREFIX.substring(1) + name);
        publisher.publish(publishTransaction);
        policy.updatePublished(List.of(PREFIX.substring(1) + name));
        return this;
    }

    void pass(Duration time) {
        now = now.plus(time);
        nanos.addAndGet(time.toNanos());
    }

    VisitStore visitStore() {
        return visitStore;
    }

    ServingPolicy policy() {
        return policy;
    }

    /** Lets the template of a phone serve its contacts back. */
    ServedFiles serveContacts(String mac) {
        servingContacts.add(mac);
        return this;
    }

    UploadStore uploads() {
        return uploads;
    }

    /** Returns the response of the handler to a request. */
    Response answer(Request request) {
        return service.handle(request);
    }

    /** Waits for a record in the visit store: a visit is recorded after its response. */
    void await(Predicate<VisitStore> condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.test(visitStore) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    int port() {
        return listener.port();
    }

    String url(String name) {
        return "http://127.0.0.1:" + listener.port() + PREFIX + name;
    }

    KeepAliveClient caller() {
        return new KeepAliveClient(listener.port());
    }

    /** Returns the whole response to a GET from an address; empty if there is none. */
    String get(String from, String name, String... fields) throws IOException {
        return ask("GET", from, name, fields);
    }

    String ask(String method, String from, String name, String... fields) throws IOException {
        return send(method + ' ' + PREFIX + name + " HTTP/1.1", from, fields);
    }

    /** Returns the response to a GET on a connection with a PROXY header; empty if there is none. */
    String behind(String header, String from, String name) throws IOException {
        try {
            return ask(header + "GET", from, name);
        } catch (SocketException e) {
            return "";
        }
    }

    /** Returns the whole response to a GET at the second port for plain HTTP. */
    String atTop(String from, String path, String... fields) throws IOException {
        return send(ciscoListener.port(), "GET " + path + " HTTP/1.1", from, fields);
    }

    /** Returns the response to a request with this line. */
    String send(String line, String from, String... fields) throws IOException {
        return send(listener.port(), line, from, fields);
    }

    private static String send(int port, String line, String from, String... fields) throws IOException {
        List<String> lines = new ArrayList<>(List.of(line, "Host: x", "X-Forwarded-For: " + from, "Connection: close"));
        lines.addAll(Arrays.asList(fields));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Returns the response to a PUT of a file from an address. */
    String put(String from, String name, String body, String... fields) throws IOException {
        List<String> lines = new ArrayList<>(List.of("Content-Length: " + body.length()));
        lines.addAll(Arrays.asList(fields));
        lines.add("\r\n" + body);
        return ask("PUT", from, name, lines.toArray(String[]::new));
    }

    /** The status of an answer; 0 when there is none. */
    static int status(String answer) {
        return answer.isEmpty() ? 0 : Integer.parseInt(answer.substring(9, 12));
    }

    @Override
    public void close() throws IOException {
        listener.close();
        ciscoListener.close();
        visitStore.close();
        publisher.close();
    }
}
