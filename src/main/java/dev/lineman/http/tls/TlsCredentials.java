package dev.lineman.http.tls;

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
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS port proves to be, and whom it believes. TLS 1.2 and 1.3, the JDK's own, with the JDK's limits on weak
 * algorithms. Immutable and thread-safe; a reload makes new ones, and connections keep those that they began with.
 */
public final class TlsCredentials {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final char[] NO_PASSWORD = new char[0];

    /** Sessions of TLS 1.2 without tickets, kept for clients that come again. */
    private static final int SESSIONS = 1000;

    private final SSLContext context;
    private final boolean requiresClientCertificate;

    private TlsCredentials(SSLContext context, boolean asksClients) {
        this.context = context;
        this.requiresClientCertificate = asksClients;
    }

    /**
     * Reads PEM files.
     *
     * @param certificates the server's certificate, then those that lead to a root
     * @param key its private key: PKCS#8, or PKCS#1 for RSA, or SEC 1 for elliptic curves; not encrypted
     * @param clientCa those who vouch for clients, each of which must then have a certificate; null if none is asked for one
     */
    public static TlsCredentials of(byte[] certificates, byte[] key, byte @Nullable [] clientCa)
            throws InvalidPemException {
        List<X509Certificate> chain = certificates(PemFileKind.CERTIFICATE, certificates);
        PrivateKey secret = key(key, chain.get(0));
        List<X509Certificate> trusted = clientCa == null ? List.of() : certificates(PemFileKind.CLIENT_CA, clientCa);
        try {
            KeyStore store = emptyKeyStore();
            store.setKeyEntry("lineman", secret, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trustManagers(trusted), new SecureRandom());
            context.getServerSessionContext().setSessionCacheSize(SESSIONS);
            return new TlsCredentials(context, clientCa != null);
        } catch (GeneralSecurityException | IOException e) {
            throw new InvalidPemException(
                    PemFileKind.CERTIFICATE, 1, "this certificate cannot be used: " + e.getMessage());
        }
    }

    /**
     * The server's side of one new connection, ready to greet.
     *
     * @throws SSLException if the JDK cannot
     */
    public SSLEngine engine() throws SSLException {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(requiresClientCertificate);
        engine.setEnabledProtocols(VERSIONS);
        engine.beginHandshake();
        return engine;
    }

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
                throw new InvalidPemException(file, block.line(), "this is no X.509 certificate");
            }
        }
        if (found.isEmpty()) {
            throw new InvalidPemException(
                    file, 1, "no certificate in PEM form is in this file (-----BEGIN CERTIFICATE-----)");
        }
        return found;
    }

    private static PrivateKey key(byte[] content, X509Certificate certificate) throws InvalidPemException {
        for (PemBlock block : PemBlock.read(PemFileKind.KEY, content)) {
            PrivateKey key =
                    PrivateKeyReader.read(block, certificate.getPublicKey().getAlgorithm());
            if (key != null) {
                if (!matches(key, certificate)) {
                    throw new InvalidPemException(
                            PemFileKind.KEY, block.line(), "this key is not that of the certificate");
                }
                return key;
            }
        }
        throw new InvalidPemException(
                PemFileKind.KEY, 1, "no private key in PEM form is in this file (-----BEGIN PRIVATE KEY-----)");
    }

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

    private static KeyStore emptyKeyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
