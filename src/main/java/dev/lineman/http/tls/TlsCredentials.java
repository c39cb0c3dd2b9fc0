package dev.lineman.http.tls;

import dev.lineman.crypto.CryptoProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The certificate and private key of a TLS port, and the CAs that it trusts for client certificates. It offers
 * TLS 1.2 and 1.3, with session tickets. The JDK checks client certificates, with its limits on weak algorithms.
 *
 * <p>Immutable and thread-safe. A reload makes a new object; open connections keep the one with which they
 * began.
 */
public final class TlsCredentials {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    /** The number of sessions in memory that the JDK can resume without a ticket. Conscrypt resumes none of them. */
    private static final int SESSIONS = 1000;

    private final CryptoProvider provider;
    private final SSLContext context;
    private final boolean requiresClientCertificate;

    private TlsCredentials(CryptoProvider provider, SSLContext context, boolean requiresClientCertificate) {
        this.provider = provider;
        this.context = context;
        this.requiresClientCertificate = requiresClientCertificate;
    }

    /**
     * Reads the PEM files of a TLS port.
     *
     * @param provider makes the engines
     * @param certificates the server's certificate, then the certificates that lead to a root
     * @param key the private key, not encrypted: PKCS#8, PKCS#1 for RSA, or SEC 1 for elliptic curves
     * @param clientCa the CAs that sign client certificates. Every client must then have one. Null if no client
     *     certificate is required
     * @throws InvalidPemException if a file cannot be used, or key and certificate do not match
     */
    public static TlsCredentials of(
            CryptoProvider provider, byte[] certificates, byte[] key, byte @Nullable [] clientCa)
            throws InvalidPemException {
        List<X509Certificate> chain = certificates(PemFileKind.CERTIFICATE, certificates);
        PrivateKey secret = key(provider, key, chain.get(0));
        List<X509Certificate> trusted = clientCa == null ? List.of() : certificates(PemFileKind.CLIENT_CA, clientCa);
        try {
            SSLContext context = provider.sslContext();
            context.init(new KeyManager[] {new ServerKey(secret, chain)}, trustManagers(trusted), new SecureRandom());
            context.getServerSessionContext().setSessionCacheSize(provider.isNative() ? 1 : SESSIONS);
            return new TlsCredentials(provider, context, clientCa != null);
        } catch (GeneralSecurityException | IOException e) {
            throw new InvalidPemException(
                    PemFileKind.CERTIFICATE, 1, "this certificate cannot be used: " + e.getMessage());
        }
    }

    /**
     * A new engine for the server's side of a connection, ready for the handshake.
     *
     * @throws SSLException if the provider cannot make one
     */
    public SSLEngine engine() throws SSLException {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(requiresClientCertificate);
        engine.setEnabledProtocols(VERSIONS);
        provider.enableSessionTickets(engine);
        engine.beginHandshake();
        return engine;
    }

    /** Whether every client must have a certificate. */
    public boolean requiresClientCertificate() {
        return requiresClientCertificate;
    }

    /** {@link CryptoProvider#isNative} of the engines. */
    public boolean hasNativeEngines() {
        return provider.isNative();
    }

    /** The certificates of a file, at least one. */
    private static List<X509Certificate> certificates(PemFileKind file, byte[] content) throws InvalidPemException {
        List<X509Certificate> found = new ArrayList<>();
        for (PemBlock block : PemBlock.read(file, content)) {
            if (!block.label().endsWith("CERTIFICATE")) {
                continue;
            }
            try {
                CertificateFactory factory = CertificateFactory.getInstance("X.509");
                found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
            } catch (CertificateException e) {
                throw new InvalidPemException(
                        file, block.line(), "this block is not a valid X.509 certificate: copy the file again");
            }
        }
        if (found.isEmpty()) {
            throw new InvalidPemException(
                    file,
                    1,
                    "this file contains no certificate in PEM format (-----BEGIN CERTIFICATE-----):"
                            + " name the file with the certificate");
        }
        return found;
    }

    /** The first private key of a file, checked against the certificate. */
    private static PrivateKey key(CryptoProvider provider, byte[] content, X509Certificate certificate)
            throws InvalidPemException {
        for (PemBlock block : PemBlock.read(PemFileKind.KEY, content)) {
            PrivateKey key =
                    PrivateKeyReader.read(block, certificate.getPublicKey().getAlgorithm());
            if (key != null) {
                if (!matches(key, certificate)) {
                    throw new InvalidPemException(
                            PemFileKind.KEY,
                            block.line(),
                            "this private key does not belong to the certificate: use the key of the certificate");
                }
                return convert(provider, key, block);
            }
        }
        throw new InvalidPemException(
                PemFileKind.KEY,
                1,
                "this file contains no private key in PEM format (-----BEGIN PRIVATE KEY-----):"
                        + " name the file with the private key");
    }

    private static PrivateKey convert(CryptoProvider provider, PrivateKey key, PemBlock block)
            throws InvalidPemException {
        try {
            return provider.convert(key);
        } catch (GeneralSecurityException e) {
            throw new InvalidPemException(
                    PemFileKind.KEY,
                    block.line(),
                    provider.name() + " does not know this kind of key: use P-256, or set LINEMAN_JAVA_OPTS=-D"
                            + CryptoProvider.PROPERTY + "=off");
        }
    }

    /** Whether the key belongs to the certificate: a signature of the key verifies with the certificate. */
    private static boolean matches(PrivateKey key, X509Certificate certificate) {
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Trust managers for these CAs and no others. */
    private static TrustManager @Nullable [] trustManagers(List<X509Certificate> trusted)
            throws GeneralSecurityException, IOException {
        KeyStore store = emptyKeyStore();
        for (X509Certificate certificate : trusted) {
            store.setCertificateEntry(Integer.toString(store.size()), certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** A key store in memory. */
    private static KeyStore emptyKeyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
