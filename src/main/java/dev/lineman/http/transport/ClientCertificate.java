package dev.lineman.http.transport;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** The certificate of a client, after the handshake. */
final class ClientCertificate {
    private ClientCertificate() {}

    /**
     * Returns the certificate of the client; null if the port requires none.
     *
     * @throws SSLHandshakeException if it has expired: the handshake of a resumed session does not check it
     */
    static @Nullable X509Certificate of(SSLEngine engine) throws SSLException {
        if (!engine.getNeedClientAuth()
                || !(engine.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate)) {
            return null;
        }
        try {
            certificate.checkValidity();
            return certificate;
        } catch (CertificateException e) {
            throw (SSLException) new SSLHandshakeException("the client certificate has expired").initCause(e);
        }
    }
}
