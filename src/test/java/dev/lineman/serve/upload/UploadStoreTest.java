package dev.lineman.serve.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.fs.FaultPoint;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.serve.upload.IncomingUpload.UploadResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UploadStoreTest {
    private static final String MAC = "0004f2aabbcc";
    private static final String OTHER = "0004f2aabbdd";

    @TempDir
    Path root;

    private final Queue<String> changes = new ConcurrentLinkedQueue<>();
    private Instant now = Instant.parse("2026-06-01T12:00:00Z");
    private FaultPoint faults = FaultPoint.NONE;

    private UploadStore open(UploadLimits limits) throws IOException {
        FaultPoint all = (operation, path) -> faults.before(operation, path);
        return UploadStore.open(
                root.resolve("uploads"),
                limits,
                new FileOperations(FileMode.DEFAULT, all),
                () -> now,
                () -> changes.add("changed"));
    }

    private static UploadName name(String file) {
        return Objects.requireNonNull(UploadName.parse(file, mac -> true));
    }

    private UploadResult put(UploadStore store, String file, int size) throws IOException {
        now = now.plusSeconds(1);
        IncomingUpload upload = Objects.requireNonNull(store.begin(name(file)));
        return upload.write(ByteBuffer.allocate(size)) ? upload.complete() : UploadResult.FAILED;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("uploads"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aPhoneWithTooManyBytesLosesItsOldestUploads() throws IOException {
        UploadStore store = open(new UploadLimits(100, 10_000));
        for (String ending : List.of("-app.log", "-boot.log", "-phone.cfg", "-web.cfg", "-calls.xml")) {
            assertThat(put(store, MAC + ending, 100)).isEqualTo(UploadResult.CREATED);
        }
        assertThat(store.files(MAC))
                .extracting(UploadedFile::name)
                .doesNotContain(MAC + "-app.log")
                .hasSize(4);
        assertThat(files()).hasSize(4);
        assertThat(put(store, MAC + "-boot.log", 50)).isEqualTo(UploadResult.REPLACED);
        assertThat(put(store, MAC + "-local.cfg", 50)).isEqualTo(UploadResult.CREATED);
        assertThat(files()).hasSize(5);
    }

    @Test
    void aPhoneHasAtMostSixteenUploads() throws IOException {
        UploadStore store = open(new UploadLimits(100, 10_000));
        for (int i = 0; i < 20; i++) {
            put(store, "report-" + i + "-" + MAC + ".xml", 1);
        }
        assertThat(files())
                .hasSize(16)
                .doesNotContain("report-3-" + MAC + ".xml")
                .contains("report-4-" + MAC + ".xml");
    }

    @Test
    void fewUploadsAreReceivedAtTheSameTime() throws IOException {
        UploadStore store = open(new UploadLimits(100, 10_000));
        List<IncomingUpload> open = new ArrayList<>();
        for (int i = 0; i < UploadStore.MAX_OPEN_OF_PHONE; i++) {
            open.add(Objects.requireNonNull(store.begin(name(MAC + "-app.log"))));
        }
        assertThat(store.begin(name(MAC + "-app.log"))).isNull();
        for (int i = open.size(); i < UploadStore.MAX_OPEN; i++) {
            open.add(Objects.requireNonNull(store.begin(name("0004f2%06x-app.log".formatted(i)))));
        }
        assertThat(store.begin(name(OTHER + "-app.log"))).isNull();
        open.forEach(IncomingUpload::abort);
        open.forEach(IncomingUpload::abort);
        assertThat(files()).isEmpty();
        assertThat(put(store, OTHER + "-app.log", 1)).isEqualTo(UploadResult.CREATED);
    }

    @Test
    void unfinishedUploadsCountForTheSpaceOfAllPhones() throws IOException {
        UploadStore store = open(new UploadLimits(100, 150));
        IncomingUpload one = Objects.requireNonNull(store.begin(name(MAC + "-app.log")));
        assertThat(one.write(ByteBuffer.allocate(100))).isTrue();
        assertThat(put(store, OTHER + "-app.log", 51)).isEqualTo(UploadResult.FAILED);
        assertThat(put(store, OTHER + "-app.log", 50)).isEqualTo(UploadResult.CREATED);
        one.abort();
        assertThat(put(store, OTHER + "-boot.log", 100)).isEqualTo(UploadResult.CREATED);
    }

    @Test
    void anUploadThatBreaksOffTakesNothingAwayFromAFullStore() throws IOException {
        UploadStore store = open(new UploadLimits(100, 150));
        put(store, MAC + "-directory.xml", 50);
        put(store, MAC + "-calls.xml", 50);
        put(store, OTHER + "-app.log", 50);
        IncomingUpload upload = Objects.requireNonNull(store.begin(name(MAC + "-app.log")));
        assertThat(upload.write(ByteBuffer.allocate(60))).isTrue();
        assertThat(upload.write(ByteBuffer.allocate(41))).isFalse();
        assertThat(files()).containsExactly(MAC + "-calls.xml", MAC + "-directory.xml", OTHER + "-app.log");
        assertThat(put(store, MAC + "-app.log", 50)).isEqualTo(UploadResult.CREATED);
        assertThat(files()).containsExactly(MAC + "-app.log", MAC + "-calls.xml", OTHER + "-app.log");
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultPoint.Operation.class,
            names = {"CREATE", "WRITE", "CREATE_FOLDER", "RENAME"})
    void aDiskThatFailsIsAProblemUntilAnUploadSucceeds(FaultPoint.Operation failing) throws IOException {
        UploadStore store = open(new UploadLimits(100, 1000));
        faults = (operation, path) -> {
            if (operation == failing) {
                throw new IOException("No space left on device");
            }
        };
        if (failing == FaultPoint.Operation.CREATE) {
            assertThatThrownBy(() -> store.begin(name(MAC + "-app.log"))).isInstanceOf(IOException.class);
        } else {
            assertThat(put(store, MAC + "-app.log", 1)).isEqualTo(UploadResult.FAILED);
        }
        assertThat(store.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).contains("No space left on device", "507"));
        faults = FaultPoint.NONE;
        assertThat(files()).isEmpty();
        // A problem that comes and goes with each upload would fill the log.
        assertThat(put(store, OTHER + "-app.log", 1)).isEqualTo(UploadResult.CREATED);
        assertThat(store.problems()).hasSize(1);
        now = now.plus(Duration.ofMinutes(10));
        assertThat(put(store, MAC + "-app.log", 999)).isEqualTo(UploadResult.CREATED);
        assertThat(store.problems()).isEmpty();
        assertThat(changes).hasSize(2);
    }

    @Test
    void thePhonesThatHaveLeftTheInventoryLoseTheirUploadsTheSecondTime() throws IOException {
        UploadStore store = open(new UploadLimits(100, 1000));
        put(store, MAC + "-app.log", 1);
        put(store, OTHER + "-app.log", 1);
        store.forgetPhones(OTHER::equals);
        assertThat(files()).hasSize(2);
        store.forgetPhones(Set.of(MAC, OTHER)::contains);
        store.forgetPhones(OTHER::equals);
        assertThat(files()).hasSize(2);
        store.forgetPhones(OTHER::equals);
        assertThat(files()).containsExactly(OTHER + "-app.log");
        assertThat(root.resolve("uploads").resolve(MAC)).doesNotExist();
        assertThat(open(new UploadLimits(100, 1000)).files(OTHER)).hasSize(1);
    }

    @Test
    void uploadsThatAnAdministratorDeletesMakeRoomWithoutARestart() throws IOException {
        UploadStore store = open(new UploadLimits(100, 100));
        put(store, MAC + "-app.log", 100);
        assertThat(put(store, OTHER + "-app.log", 60)).isEqualTo(UploadResult.FAILED);
        Files.delete(root.resolve("uploads").resolve(MAC).resolve(MAC + "-app.log"));
        store.forgetPhones(mac -> true);
        assertThat(store.files(MAC)).isEmpty();
        assertThat(put(store, OTHER + "-app.log", 60)).isEqualTo(UploadResult.CREATED);
        Files.write(root.resolve("uploads").resolve(OTHER).resolve(OTHER + "-web.cfg"), new byte[40]);
        store.forgetPhones(mac -> true);
        assertThat(store.files(OTHER)).hasSize(2);
        assertThat(put(store, MAC + "-app.log", 1)).isEqualTo(UploadResult.FAILED);
    }

    @Test
    void aSymbolicLinkInThePlaceOfAPhonesFolderIsNotFollowed() throws IOException {
        Path elsewhere = Files.createDirectories(root.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve(MAC + "-contact.xml"), "secret");
        Path link = root.resolve("uploads").resolve(MAC);
        Files.createDirectories(root.resolve("uploads"));
        Files.createSymbolicLink(link, elsewhere);
        UploadStore store = open(new UploadLimits(100, 1000));
        assertThat(store.files(MAC)).isEmpty();
        assertThat(new UploadFolder(root.resolve("uploads")).files(MAC)).isEmpty();
        assertThatThrownBy(() -> store.read(name(MAC + "-contact.xml"))).hasMessage(link + " is a symbolic link");
        assertThat(put(store, MAC + "-app.log", 1)).isEqualTo(UploadResult.FAILED);
        assertThat(store.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).contains(link + " is a symbolic link"));
        try (Stream<Path> files = Files.list(elsewhere)) {
            assertThat(files).containsExactly(elsewhere.resolve(MAC + "-contact.xml"));
        }
        Files.delete(link);
        assertThat(put(store, MAC + "-app.log", 1)).isEqualTo(UploadResult.CREATED);
    }

    @Test
    void aFileInThePlaceOfAPhonesFolderIsNoUpload() throws IOException {
        Path stray = Files.createDirectories(root.resolve("uploads")).resolve(MAC);
        Files.writeString(stray, "stray");
        UploadStore store = open(new UploadLimits(100, 1000));
        assertThat(store.files(MAC)).isEmpty();
        assertThat(put(store, MAC + "-app.log", 1)).isEqualTo(UploadResult.FAILED);
        assertThat(put(store, OTHER + "-app.log", 1)).isEqualTo(UploadResult.CREATED);
    }

    @Test
    void theLimitsHoldForUploadsOfManyThreads() throws Exception {
        UploadLimits limits = new UploadLimits(100, 1_500);
        UploadStore store = open(limits);
        List<Thread> threads = new ArrayList<>();
        Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
        for (int t = 0; t < 8; t++) {
            Random random = new Random(t);
            threads.add(new Thread(() -> {
                try {
                    for (int i = 0; i < 200; i++) {
                        String mac = random.nextBoolean() ? MAC : OTHER;
                        IncomingUpload upload = store.begin(name("report-" + random.nextInt(6) + "-" + mac + ".xml"));
                        boolean written = upload != null && upload.write(ByteBuffer.allocate(random.nextInt(101)));
                        if (written && random.nextInt(4) > 0) {
                            upload.complete();
                        } else if (upload != null) {
                            upload.abort();
                        }
                    }
                } catch (IOException | RuntimeException e) {
                    faults.add(e);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(faults).isEmpty();
        long onDisk = 0;
        for (String mac : List.of(MAC, OTHER)) {
            long own = new UploadFolder(root.resolve("uploads"))
                    .files(mac).stream().mapToLong(UploadedFile::size).sum();
            assertThat(own).isLessThanOrEqualTo(400);
            assertThat(store.files(mac).stream().mapToLong(UploadedFile::size).sum())
                    .isEqualTo(own);
            onDisk += own;
        }
        assertThat(files()).allMatch(file -> file.startsWith("report-"));
        // All that is left of the total is free again.
        IncomingUpload last = Objects.requireNonNull(store.begin(name("805ec0010203-app.log")));
        assertThat(last.write(ByteBuffer.allocate((int) (1_500 - onDisk)))).isTrue();
        assertThat(last.write(ByteBuffer.allocate(1))).isFalse();
    }

    @Test
    void theContentIsWhatWasWritten() throws IOException {
        UploadStore store = open(new UploadLimits(100, 1000));
        IncomingUpload upload = Objects.requireNonNull(store.begin(name(MAC + "-phone.cfg")));
        for (String piece : List.of("<PHONE", "_CONFIG", "/>")) {
            assertThat(upload.write(ByteBuffer.wrap(piece.getBytes(UTF_8)))).isTrue();
        }
        assertThat(upload.complete()).isEqualTo(UploadResult.CREATED);
        assertThat(upload.complete()).isEqualTo(UploadResult.FAILED);
        UploadFolder folder = new UploadFolder(root.resolve("uploads"));
        assertThat(folder.macs()).containsExactly(MAC);
        assertThat(folder.files(MAC)).singleElement().satisfies(file -> {
            assertThat(file.kind()).isEqualTo(UploadKind.OVERRIDES);
            assertThat(folder.path(MAC, file.name())).hasContent("<PHONE_CONFIG/>");
        });
    }
}
