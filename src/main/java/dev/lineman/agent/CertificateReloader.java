package dev.lineman.agent;

import dev.lineman.concurrent.BackgroundWorker;
import dev.lineman.fs.FileContents;
import dev.lineman.http.tls.InvalidPemException;
import dev.lineman.http.tls.TlsCredentials;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the credentials of the TLS port as its files say, on a thread of its own that reads them again and again and compares
 * the bytes: tools replace certificate and key one after the other, by link or by rename, on file systems that tell nobody.
 * What was read twice alike is taken. Files that cannot be used are a problem, and the last good ones stay.
 */
final class CertificateReloader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateReloader.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Settings.TlsSettings files;
    private final Path root;
    private final Runnable changed;
    private final BackgroundWorker worker;
    private ReadCredentials used;
    private ReadCredentials last;
    private volatile TlsCredentials credentials;
    private volatile List<Problem> problems = List.of();

    /** The content of each file, or why it cannot be read. */
    private record ReadCredentials(
            List<ByteBuffer> contents, @Nullable Problem obstacle) {}

    private CertificateReloader(
            Settings.TlsSettings files,
            Path root,
            ReadCredentials first,
            TlsCredentials credentials,
            Runnable changed) {
        this.files = files;
        this.root = root;
        this.credentials = credentials;
        this.changed = changed;
        this.used = first;
        this.last = first;
        this.worker = BackgroundWorker.every(PERIOD, "tls-files", this::look);
    }

    /**
     * Reads the files for the first time.
     *
     * @param changed is run whenever {@link #problems} differ
     * @throws CannotStartException if they cannot be used
     */
    static CertificateReloader open(Settings.TlsSettings files, Path root, Runnable changed)
            throws CannotStartException {
        ReadCredentials first = read(files, root);
        if (first.obstacle != null) {
            throw new CannotStartException(first.obstacle.toString());
        }
        try {
            return new CertificateReloader(files, root, first, credentials(first.contents), changed);
        } catch (InvalidPemException e) {
            throw new CannotStartException(problem(files, root, e).toString(), e);
        }
    }

    /** What new connections are to use. */
    TlsCredentials credentials() {
        return credentials;
    }

    /** What is wrong with the files now. */
    List<Problem> problems() {
        return problems;
    }

    private void look() {
        ReadCredentials found = read(files, root);
        if (found.equals(last) && !found.equals(used)) {
            take(found);
            used = found;
        }
        last = found;
    }

    private void take(ReadCredentials found) {
        if (found.obstacle != null) {
            tell(List.of(found.obstacle));
            return;
        }
        try {
            credentials = credentials(found.contents);
            LOG.info("new connections over TLS use the certificate that {} has now", files.certificate());
            tell(List.of());
        } catch (InvalidPemException e) {
            tell(List.of(problem(files, root, e)));
        }
    }

    private void tell(List<Problem> now) {
        if (!now.equals(problems)) {
            problems = now;
            changed.run();
        }
    }

    private static TlsCredentials credentials(List<ByteBuffer> contents) throws InvalidPemException {
        return TlsCredentials.of(
                contents.get(0).array(),
                contents.get(1).array(),
                contents.size() > 2 ? contents.get(2).array() : null);
    }

    private static ReadCredentials read(Settings.TlsSettings files, Path root) {
        List<ByteBuffer> contents = new ArrayList<>();
        for (Path file : files.all()) {
            try {
                contents.add(ByteBuffer.wrap(FileContents.read(file)));
            } catch (IOException e) {
                String reason = e instanceof NoSuchFileException ? "no such file" : "it cannot be read";
                return new ReadCredentials(List.of(), Problem.error(at(root, file, 1), reason + ", and TLS needs it"));
            }
        }
        return new ReadCredentials(contents, null);
    }

    private static Problem problem(Settings.TlsSettings files, Path root, InvalidPemException bad) {
        Path file = switch (bad.file()) {
            case CERTIFICATE -> files.certificate();
            case KEY -> files.key();
            case CLIENT_CA -> files.all().get(2);
        };
        return Problem.error(at(root, file, bad.line()), String.valueOf(bad.getMessage()));
    }

    private static Position at(Path root, Path file, int line) {
        Path shown = file.startsWith(root) ? root.relativize(file) : file;
        return new Position(shown.toString(), line, 1);
    }

    @Override
    public void close() {
        worker.close();
    }
}
