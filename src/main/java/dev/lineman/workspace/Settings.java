package dev.lineman.workspace;

import dev.lineman.access.UserCredentials;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.fs.FileMode;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.input.InputPaths;
import dev.lineman.input.SymlinkPolicy;
import dev.lineman.serve.http.ServingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every command was told.
 *
 * @param root the folder that everything lies below
 * @param secrets the file behind {@code !secret}
 * @param fileMode of the files below {@code out/}
 * @param maxWait how long a burst of changes may last before it is taken all the same, and how long removals settle
 * @param maxRemovals how many files may go at once unasked
 * @param links where symbolic links may lead among the inputs, besides what holds for every root
 */
public record Settings(
        Path root, Path secrets, FileMode fileMode, Duration maxWait, RemovalLimit maxRemovals, SymlinkPolicy links) {

    public Settings {
        root = root.toAbsolutePath().normalize();
        secrets = secrets.toAbsolutePath().normalize();
    }

    /** Settings with which no input folder leads outside the root. */
    public Settings(Path root, Path secrets, FileMode fileMode, Duration maxWait, RemovalLimit maxRemovals) {
        this(root, secrets, fileMode, maxWait, maxRemovals, SymlinkPolicy.protecting());
    }

    /** The same settings, with files that hold keys and passwords, which no input folder may hold. */
    public Settings closing(List<Path> files) {
        return new Settings(root, secrets, fileMode, maxWait, maxRemovals, links.withProtected(files));
    }

    /** What is read below the root, and from where. */
    public InputPaths inputs() {
        return new InputPaths(root, FolderNames.KINDS, List.of(secrets), links.withProtected(List.of(out())));
    }

    /** The folders that people write. */
    List<Path> inputFolders() {
        return List.of(root.resolve(FolderNames.EXTENSIONS), root.resolve(FolderNames.TEMPLATES));
    }

    /** Those, and the folders of each kind of input, which may be links of their own. */
    public List<Path> watchedFolders() {
        return Stream.concat(inputFolders().stream(), FolderNames.KINDS.stream().map(root::resolve))
                .distinct()
                .toList();
    }

    /** Where it is kept what phones fetched. */
    public Path logbook() {
        return out().resolve(".lineman").resolve("phones");
    }

    /** The folder that the agent writes. */
    public Path out() {
        return root.resolve("out");
    }

    /**
     * What the running agent was told besides.
     *
     * @param phones where phones are answered over plain HTTP; null when they are not
     * @param servingOptions on which terms they are served
     * @param limits what connections may take
     * @param tls how phones are answered over TLS as well; null when they are not
     * @param admin where the operator is answered
     * @param quietPeriod how long nothing may happen before a burst of changes is taken
     * @param settle how long a file that holds only the beginning of what it held before must stay the same
     * @param rescan how often everything is looked at
     * @param poll how often everything is looked at when there are no file events; null when there are
     * @param exec the command that follows a publication; null when there is none
     * @param execLimit how long that may take
     */
    public record ServingSettings(
            @Nullable ListenAddress phones,
            ServingOptions servingOptions,
            HttpLimits limits,
            @Nullable TlsSettings tls,
            AdminSettings admin,
            Duration quietPeriod,
            Duration settle,
            Duration rescan,
            @Nullable Duration poll,
            @Nullable String exec,
            Duration execLimit) {}

    /**
     * Where the operator is answered.
     *
     * @param loopback whether only this machine can connect there
     * @param operator who they have to be; null when anybody who can connect may ask
     */
    public record AdminSettings(
            ListenAddress at, boolean loopback, @Nullable UserCredentials operator) {}

    /**
     * TLS beside plain HTTP, or in its place.
     *
     * @param certificate the server's, PEM
     * @param key its private key, PEM
     * @param clientCa who vouches for phones, PEM; null when no phone needs a certificate
     * @param at where it listens
     */
    public record TlsSettings(
            Path certificate, Path key, @Nullable Path clientCa, ListenAddress at) {
        public TlsSettings {
            certificate = certificate.toAbsolutePath().normalize();
            key = key.toAbsolutePath().normalize();
            clientCa = clientCa == null ? null : clientCa.toAbsolutePath().normalize();
        }

        /** Certificate, key, and whoever vouches for phones. */
        public List<Path> all() {
            return clientCa == null ? List.of(certificate, key) : List.of(certificate, key, clientCa);
        }
    }

    /** A host and a port; port 0 takes any that is free. */
    public record ListenAddress(String host, int port) {}
}
