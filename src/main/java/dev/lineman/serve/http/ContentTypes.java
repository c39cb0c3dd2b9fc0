package dev.lineman.serve.http;

import java.util.Locale;
import java.util.Map;

/**
 * The media type of a provisioning file, by its file extension. Phones ignore it; proxies and browsers use it.
 * Stateless.
 */
final class ContentTypes {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Map<String, String> BY_EXTENSION = Map.ofEntries(
            Map.entry("xml", "application/xml"),
            Map.entry("json", "application/json"),
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("htm", "text/html; charset=utf-8"),
            Map.entry("csv", "text/csv; charset=utf-8"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("bmp", "image/bmp"),
            Map.entry("gif", "image/gif"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("wav", "audio/x-wav"),
            Map.entry("pem", "application/x-pem-file"),
            Map.entry("crt", "application/x-x509-ca-cert"),
            Map.entry("bin", "application/octet-stream"),
            Map.entry("rom", "application/octet-stream"),
            Map.entry("ld", "application/octet-stream"),
            Map.entry("fw", "application/octet-stream"),
            Map.entry("swu", "application/octet-stream"),
            Map.entry("sbn", "application/octet-stream"),
            Map.entry("loads", "application/octet-stream"),
            Map.entry("z", "application/octet-stream"),
            Map.entry("gz", "application/gzip"),
            Map.entry("tgz", "application/gzip"),
            Map.entry("tar", "application/x-tar"),
            Map.entry("zip", "application/zip"));

    private ContentTypes() {}

    /** Returns the {@code Content-Type} of a path; plain text in UTF-8 for an unknown extension. */
    static String of(String path) {
        int dot = path.lastIndexOf('.');
        if (dot <= path.lastIndexOf('/')) {
            return TEXT;
        }
        return BY_EXTENSION.getOrDefault(path.substring(dot + 1).toLowerCase(Locale.ROOT), TEXT);
    }
}
