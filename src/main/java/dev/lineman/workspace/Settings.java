package dev.lineman.workspace;

import dev.lineman.access.UserCredentials;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.fs.FileMode;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.input.InputPaths;
import dev.lineman.input.SymlinkPolicy;
import dev.lineman.resolve.url.ServingPath;
import dev.lineman.serve.http.ServingOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings that all commands share. All paths are absolute and normalized. Immutable.
 *
 * @param root the folder with the inputs and with {@code out/}
 * @param secrets the file with the values for {@code !secret}
 * @param fileMode the permissions of the files below {@code out/}
 * @param maxWait the longest time that a burst of changes delays a cycle; removals wait for the same time
 * @param maxRemovals how many files a cycle may remove without a confirmation
 * @param symlinkPolicy where symbolic links among the inputs may lead, besides the rules for every root
 * @param servingPath the path below which the agent serves files
 */
public record Settings(
        Path root,
        Path secrets,
        FileMode fileMode,
        Duration maxWait,
        RemovalLimit maxRemovals,
        SymlinkPolicy symlinkPolicy,
        ServingPath servingPath) {

    public Settings {
        root = root.toAbsolutePath().normalize();
        secrets = secrets.toAbsolutePath().normalize();
    }

    /** Settings without extra folders that symbolic links may lead to, and with the default path. */
    public Settings(Path root, Path secrets, FileMode fileMode, Duration maxWait, RemovalLimit maxRemovals) {
        this(root, secrets, fileMode, maxWait, maxRemovals, SymlinkPolicy.protecting(), ServingPath.ASSUMED);
    }

    /**
     * Returns these settings with files that hold keys and passwords. Symbolic links among the inputs must not lead
     * to them.
     */
    public Settings withSecretFiles(List<Path> files) {
        return new Settings(
                root, secrets, fileMode, maxWait, maxRemovals, symlinkPolicy.withProtected(files), servingPath);
    }

    /** Returns these settings for the agent itself, which knows its path. */
    public Settings withKnownServingPath() {
        return new Settings(root, secrets, fileMode, maxWait, maxRemovals, symlinkPolicy, servingPath.asKnown());
    }

    /** Whether the root is the current folder. */
    public boolean isCurrentFolder() {
        return root.equals(Path.of("").toAbsolutePath().normalize());
    }

    /** Returns the input folders and files, and the limits for symbolic links. */
    public InputPaths inputs() {
        return new InputPaths(root, FolderNames.KINDS, List.of(secrets), symlinkPolicy.withProtected(List.of(out())));
    }

    /** Returns the name of the file of secrets in problems: relative to the root if it is below it. */
    public String secretsName() {
        return secrets.startsWith(root) ? root.relativize(secrets).toString() : secrets.toString();
    }

    /** Returns the two folders with inputs: extensions and templates. */
    List<Path> inputFolders() {
        return List.of(root.resolve(FolderNames.EXTENSIONS), root.resolve(FolderNames.TEMPLATES));
    }

    /**
     * Returns the folders to watch: the input folders, and the folder of each kind of input. The latter can be
     * symbolic links, which a recursive watch does not follow.
     */
    public List<Path> watchedFolders() {
        return Stream.concat(inputFolders().stream(), FolderNames.KINDS.stream().map(root::resolve))
                .distinct()
                .toList();
    }

    /** Returns the folder that keeps which phone fetched which file. */
    public Path visitsFolder() {
        return out().resolve(".lineman").resolve("phones");
    }

    /** Returns the folder that keeps what phones upload. */
    public Path uploadsFolder() {
        return out().resolve(".lineman").resolve("uploads");
    }

    /** Returns the output folder. Only Lineman writes there. */
    public Path out() {
        return root.resolve("out");
    }

    /**
     * The settings of the running agent only.
     *
     * @param phones where phones connect over plain HTTP; null when that port is off
     * @param servingOptions how phones are served: URL prefix, authentication, trusted proxies
     * @param zeroTouch the services by which phones find their configuration, besides the ports for phones
     * @param limits limits of connections and requests
     * @param tls the port for phones with TLS; null when it is off
     * @param admin the port for the operator
     * @param quietPeriod how long no event may arrive before a burst of changes has ended
     * @param settle how long a file must stay the same before it is read, if it holds only the beginning of its
     *     earlier content
     * @param rescan the time between two full scans when file events work
     * @param poll the time between two full scans when there are no file events; null when there are
     * @param exec the shell command that runs after a publication; null when there is none
     * @param execTimeout how long that command may run
     */
    public record ServingSettings(
            @Nullable ListenAddress phones,
            ServingOptions servingOptions,
            ZeroTouchSettings zeroTouch,
            HttpLimits limits,
            @Nullable TlsSettings tls,
            AdminSettings admin,
            Duration quietPeriod,
            Duration settle,
            Duration rescan,
            @Nullable Duration poll,
            @Nullable String exec,
            Duration execTimeout) {

        /**
         * Whether clients of other machines can fetch files without a certificate of the client CA.
         */
        public boolean isOpenToNetwork() {
            boolean plain = phones != null && !phones.isLoopback();
            boolean encrypted =
                    tls != null && tls.clientCa() == null && !tls.address().isLoopback();
            return plain || encrypted || zeroTouch.isOpenToNetwork();
        }

        /** Whether a port serves phones over plain HTTP. */
        public boolean hasPlainPort() {
            return phones != null || zeroTouch.cisco() != null;
        }
    }

    /**
     * The operator's port.
     *
     * @param address where it listens
     * @param loopback whether only this machine can connect to it
     * @param operator the operator's name and password; null when no login is necessary
     */
    public record AdminSettings(
            ListenAddress address,
            boolean loopback,
            @Nullable UserCredentials operator) {}

    /**
     * The phones' port with TLS. It works beside plain HTTP or instead of it.
     *
     * @param certificate the server's certificate chain, a PEM file
     * @param key the server's private key, a PEM file
     * @param clientCa the certificate authorities of the phones, a PEM file; null when phones need no certificate
     * @param address where it listens
     */
    public record TlsSettings(
            Path certificate, Path key, @Nullable Path clientCa, ListenAddress address) {
        public TlsSettings {
            certificate = certificate.toAbsolutePath().normalize();
            key = key.toAbsolutePath().normalize();
            clientCa = clientCa == null ? null : clientCa.toAbsolutePath().normalize();
        }

        /** Returns certificate, key and, if set, the client CA, in this order. */
        public List<Path> files() {
            return clientCa == null ? List.of(certificate, key) : List.of(certificate, key, clientCa);
        }
    }

    /** A host and a port to listen on. Port 0 selects any free port. */
    public record ListenAddress(String host, int port) {
        /** Returns the address for a socket. An unknown host stays unresolved. */
        public InetSocketAddress socketAddress() {
            return new InetSocketAddress(host, port);
        }

        /** Whether only this machine can connect. An unknown host counts as loopback: the listener reports it. */
        public boolean isLoopback() {
            try {
                return InetAddress.getByName(host).isLoopbackAddress();
            } catch (UnknownHostException e) {
                return true;
            }
        }
    }
}
