package dev.lineman.http.tls;

/** Which of the files of a TLS port. */
public enum PemFile {
    CERTIFICATE,
    KEY,
    CLIENT_CA
}
