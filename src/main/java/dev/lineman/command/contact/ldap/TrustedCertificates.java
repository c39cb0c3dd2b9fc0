package dev.lineman.command.contact.ldap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The certificates that a directory's certificate must come from. Stateless. */
public final class TrustedCertificates {
    private TrustedCertificates() {}

    /**
     * Returns a context that trusts certificates.
     *
     * @param file certificates as PEM; null for those that Java trusts
     * @throws IOException if the file cannot be read
     * @throws GeneralSecurityException if it has no certificates
     */
    public static SSLContext of(@Nullable Path file) throws IOException, GeneralSecurityException {
        if (file == null) {
            return SSLContext.getDefault();
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(file)) {
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("certificate" + number++, certificate);
            }
        }
        if (store.size() == 0) {
            throw new GeneralSecurityException("the file has no certificate");
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
