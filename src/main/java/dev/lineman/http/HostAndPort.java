package dev.lineman.http;

/** A host and a port as one text. */
public final class HostAndPort {
    private HostAndPort() {}

    /** The text as URLs have it: an IPv6 address in brackets (RFC 3986, section 3.2.2). */
    public static String text(String host, int port) {
        boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
        return (bare ? '[' + host + ']' : host) + ':' + port;
    }
}
