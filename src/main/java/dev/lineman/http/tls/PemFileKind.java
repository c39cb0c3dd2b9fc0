package dev.lineman.http.tls;

/** The files of a TLS port. */
public enum PemFileKind {
    /** The server's certificate and the certificates that lead to a root. */
    CERTIFICATE,
    /** The private key of the server's certificate. */
    KEY,
    /** The certificates of the CAs that sign client certificates. */
    CLIENT_CA
}
