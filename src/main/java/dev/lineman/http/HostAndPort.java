package dev.lineman.http;

/** Formats a host and a port as one text, for messages and URLs. */
public final class HostAndPort {
    private HostAndPort() {}

    /** The text as in a URL: an IPv6 address is in brackets (RFC 3986, section 3.2.2). */
    public static String text(String host, int port) {
        boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
        return (bare ? '[' + host + ']' : host) + ':' + port;
    }
}
