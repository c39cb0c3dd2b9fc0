package dev.lineman.agent;

import dev.lineman.concurrent.BackgroundWorker;
import dev.lineman.crypto.CryptoProvider;
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
 * Reloads the TLS credentials when their files change. A background thread reads the files once per second and
 * compares the bytes. It does not use file events: tools replace certificate and key one after the other, by link or
 * rename, also on network file systems.
 * <p>New bytes are used after two equal reads. If the files are unusable, the last good credentials stay, and {@link
 * #problems} says why. Any thread may read credentials and problems.
 */
final class CertificateReloader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateReloader.class);

    /** The time between two reads. */
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Settings.TlsSettings files;
    private final Path root;
    private final Runnable onProblemsChanged;
    private final BackgroundWorker worker;

    /** The last content that was applied or refused. */
    private ReadCredentials applied;

    /** The content of the last read. Content that equals it has settled. */
    private ReadCredentials lastRead;

    private volatile TlsCredentials credentials;
    private volatile List<Problem> problems = List.of();

    /**
     * The result of one read.
     *
     * @param contents the bytes of each file, in the order of {@link Settings.TlsSettings#files}; empty after a
     *     failure
     * @param failure why a file cannot be read; null when all can
     */
    private record ReadCredentials(
            List<ByteBuffer> contents, @Nullable Problem failure) {}

    private CertificateReloader(
            Settings.TlsSettings files,
            Path root,
            ReadCredentials first,
            TlsCredentials credentials,
            Runnable onProblemsChanged) {
        this.files = files;
        this.root = root;
        this.credentials = credentials;
        this.onProblemsChanged = onProblemsChanged;
        this.applied = first;
        this.lastRead = first;
        this.worker = BackgroundWorker.every(PERIOD, "tls-files", this::poll);
    }

    /**
     * Reads the files for the first time, and starts the background thread.
     *
     * @param root problems show paths relative to this folder
     * @param onProblemsChanged runs each time that {@link #problems} change
     * @throws CannotStartException if the files are unusable
     */
    static CertificateReloader open(Settings.TlsSettings files, Path root, Runnable onProblemsChanged)
            throws CannotStartException {
        ReadCredentials first = read(files, root);
        if (first.failure != null) {
            throw new CannotStartException(first.failure.toString());
        }
        logProvider();
        try {
            return new CertificateReloader(files, root, first, credentials(first.contents), onProblemsChanged);
        } catch (InvalidPemException e) {
            throw new CannotStartException(problem(files, root, e).toString(), e);
        }
    }

    /** Returns the credentials for new connections. */
    TlsCredentials credentials() {
        return credentials;
    }

    /** Returns the provider of TLS, and why it is not Conscrypt. */
    String provider() {
        return CryptoProvider.load().toString();
    }

    /** Logs the provider of TLS. A fallback costs much time, so it is a warning. */
    private static void logProvider() {
        CryptoProvider provider = CryptoProvider.load();
        if (provider.isNative() || provider.isForced()) {
            LOG.info("TLS by {}", provider);
        } else {
            LOG.warn("TLS by {}. Handshakes take three to ten times as long", provider);
        }
    }

    /** Returns the problems of the files; empty when the last content was good. */
    List<Problem> problems() {
        return problems;
    }

    /** Reads the files, and applies them when two reads agree on new content. */
    private void poll() {
        ReadCredentials content = read(files, root);
        if (content.equals(lastRead) && !content.equals(applied)) {
            apply(content);
            applied = content;
        }
        lastRead = content;
    }

    /** Uses new content for new connections. Unusable content becomes a problem. */
    private void apply(ReadCredentials content) {
        if (content.failure != null) {
            setProblems(List.of(content.failure));
            return;
        }
        try {
            credentials = credentials(content.contents);
            LOG.info("new connections over TLS use the certificate that {} has now", files.certificate());
            setProblems(List.of());
        } catch (InvalidPemException e) {
            setProblems(List.of(problem(files, root, e)));
        }
    }

    private void setProblems(List<Problem> now) {
        if (!now.equals(problems)) {
            problems = now;
            onProblemsChanged.run();
        }
    }

    /** Parses the PEM files. The third, the client CA, is optional. */
    private static TlsCredentials credentials(List<ByteBuffer> contents) throws InvalidPemException {
        return TlsCredentials.of(
                CryptoProvider.load(),
                contents.get(0).array(),
                contents.get(1).array(),
                contents.size() > 2 ? contents.get(2).array() : null);
    }

    private static ReadCredentials read(Settings.TlsSettings files, Path root) {
        List<ByteBuffer> contents = new ArrayList<>();
        for (Path file : files.files()) {
            try {
                contents.add(ByteBuffer.wrap(FileContents.read(file)));
            } catch (IOException e) {
                String reason = e instanceof NoSuchFileException ? "no such file" : "it cannot be read";
                return new ReadCredentials(
                        List.of(), Problem.blocking(at(root, file, 1), reason + ", and TLS needs it"));
            }
        }
        return new ReadCredentials(contents, null);
    }

    /** Describes a PEM error with the file and line where it is. */
    private static Problem problem(Settings.TlsSettings files, Path root, InvalidPemException bad) {
        Path file = switch (bad.file()) {
            case CERTIFICATE -> files.certificate();
            case KEY -> files.key();
            case CLIENT_CA -> files.files().get(2);
        };
        return Problem.blocking(at(root, file, bad.line()), String.valueOf(bad.getMessage()));
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
