package dev.lineman.http.tls;

/** Which of the files of a TLS port. */
public enum PemFileKind {
    CERTIFICATE,
    KEY,
    CLIENT_CA
}
