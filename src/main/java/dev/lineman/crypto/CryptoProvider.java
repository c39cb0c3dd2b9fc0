package dev.lineman.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/**
 * Where TLS and digests come from: Conscrypt, which is BoringSSL for Java, or the JDK. Conscrypt is several times
 * faster, above all with the quick compiler of Java. Its native library is in the jar. To load it takes some 70 ms,
 * so only {@link #load} does it. Immutable and thread-safe.
 */
public final class CryptoProvider {
    /** The flag of Java that keeps Conscrypt's library from being loaded: {@code -Dlineman.conscrypt=off}. */
    public static final String PROPERTY = "lineman.conscrypt";

    private static final String OFF = "off";
    private static final String FORCED = "-D" + PROPERTY + '=' + OFF + " is set";

    /** The flag of Conscrypt for the folder that its library is copied to before it is loaded, and deleted after. */
    private static final String FOLDER_PROPERTY = "org.conscrypt.native.workdir";

    /** The result of {@link #load}; null before. */
    private static volatile @Nullable CryptoProvider loaded;

    /** Null for the providers of the JDK. */
    private final @Nullable Provider conscrypt;

    private final String name;
    private final @Nullable String fallbackReason;

    private CryptoProvider(@Nullable Provider conscrypt, String name, @Nullable String fallbackReason) {
        this.conscrypt = conscrypt;
        this.name = name;
        this.fallbackReason = fallbackReason;
    }

    /** The JDK. */
    public static CryptoProvider jdk() {
        return jdk(null);
    }

    private static CryptoProvider jdk(@Nullable String fallbackReason) {
        return new CryptoProvider(null, "the JDK", fallbackReason);
    }

    /**
     * Conscrypt if it can be used, else the JDK with the {@linkplain #fallbackReason reason}. The first call loads the
     * native library.
     */
    public static synchronized CryptoProvider load() {
        CryptoProvider result = loaded;
        if (result == null) {
            result = choose();
            loaded = result;
        }
        return result;
    }

    /** Calls {@link #load} on a thread of its own. The process then ends only after the copy of the library is deleted. */
    public static void loadInBackground() {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(CryptoProvider::load));
        } catch (IllegalStateException e) {
            return; // The process is ending.
        }
        Thread thread = new Thread(CryptoProvider::load, "crypto");
        thread.setDaemon(true);
        thread.start();
    }

    /** The result of {@link #load} if it was called before, else the JDK. Takes no time. */
    public static CryptoProvider current() {
        CryptoProvider result = loaded;
        return result == null ? Jdk.ONLY : result;
    }

    /** Holds the value of {@link #current} before {@link #load}. */
    private static final class Jdk {
        private static final CryptoProvider ONLY = jdk();
    }

    private static CryptoProvider choose() {
        if (OFF.equals(System.getProperty(PROPERTY))) {
            return jdk(FORCED);
        }
        try {
            Provider provider = Conscrypt.newProvider();
            Conscrypt.Version version = Conscrypt.version();
            return new CryptoProvider(
                    provider, "Conscrypt " + version.major() + '.' + version.minor() + '.' + version.patch(), null);
        } catch (LinkageError | RuntimeException e) {
            return jdk("Conscrypt's library does not load: " + reason(e));
        }
    }

    /** The first cause of a failed load in one line, and what to do about it. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        String folder = System.getProperty(FOLDER_PROPERTY, System.getProperty("java.io.tmpdir", ""));
        return message.contains("noexec")
                ? folder + " is mounted with noexec; name another folder: LINEMAN_JAVA_OPTS=-D" + FOLDER_PROPERTY
                        + "=FOLDER"
                : message;
    }

    /** A name, such as {@code Conscrypt 2.6.2} or {@code the JDK}. */
    public String name() {
        return name;
    }

    /** Why it is the JDK and not Conscrypt; null if {@link #load} has not decided so. */
    public @Nullable String fallbackReason() {
        return fallbackReason;
    }

    /** Whether it is the JDK because of {@link #PROPERTY}. */
    public boolean isForced() {
        return FORCED.equals(fallbackReason);
    }

    /** The name and the reason, for logs and the API. */
    @Override
    public String toString() {
        return fallbackReason == null ? name : name + ": " + fallbackReason;
    }

    /**
     * Whether an {@link SSLEngine} computes in {@code unwrap} what the JDK's leaves to delegated tasks, such as
     * signatures, and holds native memory until both directions are closed.
     */
    public boolean isNative() {
        return conscrypt != null;
    }

    /** A context for TLS, not initialized. */
    public SSLContext sslContext() throws NoSuchAlgorithmException {
        return conscrypt == null ? SSLContext.getInstance("TLS") : SSLContext.getInstance("TLS", conscrypt);
    }

    /** Makes a server's engine send session tickets (RFC 5077, RFC 8446). The JDK's does so by itself. */
    public void enableSessionTickets(SSLEngine engine) {
        if (conscrypt != null) {
            Conscrypt.setUseSessionTickets(engine, true);
        }
    }

    /**
     * The same private key in the form that the engines use without converting it for each handshake.
     *
     * @param key a key of the JDK
     * @throws GeneralSecurityException if this provider does not know such keys
     */
    public PrivateKey convert(PrivateKey key) throws GeneralSecurityException {
        return conscrypt == null
                ? key
                : KeyFactory.getInstance(key.getAlgorithm(), conscrypt)
                        .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    }

    /** A new digest with SHA-256 (FIPS 180-4). */
    public MessageDigest sha256() {
        try {
            return conscrypt == null
                    ? MessageDigest.getInstance("SHA-256")
                    : MessageDigest.getInstance("SHA-256", conscrypt);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every provider has SHA-256", e);
        }
    }
}
