package dev.lineman.zerotouch.pnp;

import java.util.Locale;

/**
 * The SUBSCRIBE of each vendor, as in src/docs/zero-touch.md. Uses the JDK alone, so that {@link SmallSipPhone} runs in a
 * network namespace.
 */
public enum PnpDialect {
    /** No branch; the MAC in upper case. */
    SNOM("MAC%3a", true, "intern.snom.de", 5060, ";rport", "vendor=\"snom\";model=\"snom370\";version=\"8.4.18\"", ""),
    /** A DECT base: no separator, port 5059. */
    YEALINK_OLD(
            "MAC",
            false,
            "224.0.1.75",
            5059,
            ";branch=z9hG4bK2983762536",
            "vendor=\"yealink\";model=\"W52P\";version=\"25.81.0.10\"",
            "User-Agent: Yealink W52P 25.81.0.10\r\n"),
    YEALINK_NEW(
            "MAC%3a",
            false,
            "224.0.1.75",
            5060,
            ";branch=z9hG4bK1180207837;rport",
            "vendor=\"Yealink\";model=\"T53W\";version=\"96.85.0.5\"",
            "User-Agent: Yealink SIP-T53W 96.85.0.5 ${mac}\r\n"),
    /** The separator in upper case, port 5080, a high CSeq. */
    GRANDSTREAM(
            "MAC%3A",
            true,
            "224.0.1.75",
            5080,
            ";branch=z9hG4bK1640404834;rport",
            "vendor=\"Grandstream\";model=\"GRP2612W\";version=\"1.0.5.67\"",
            "Supported: replaces, path, timer\r\nAllow: INVITE, ACK, OPTIONS, CANCEL, BYE, SUBSCRIBE, NOTIFY\r\n"),
    /** As Snom. Only the User-Agent says which vendor. */
    GIGASET(
            "MAC%3a",
            true,
            "gigaset.com",
            5060,
            ";rport",
            "vendor=\"OEM\";model=\"OEM\";version=\"7.1.19\"",
            "User-Agent: Gigaset DE700 IP PRO/02.00.12\r\n"),
    FANVIL(
            "MAC%3a",
            false,
            "224.0.1.75",
            5060,
            ";branch=z9hG4bK731;rport",
            "vendor=\"fanvil\";model=\"VOIP PHONE\";version=\"2.12.1\"",
            ""),
    /** Planet: an equals sign, and no blanks behind the names of fields. */
    PLANET("MAC=", false, "224.0.1.75", 5060, ";branch=z9hG4bK99", "vendor=\"planet\";model=\"VIP-1120PT\"", ""),
    /** The name of a parameter is misspelt. */
    PANASONIC("MAC%3a", true, "224.0.1.75", 5060, ";branch=z9hG4bK5", "vender=\"Panasonic\";model=\"KX-UT123\"", "");

    private final String user;
    private final boolean upper;
    private final String host;
    private final int port;
    private final String via;
    private final String parameters;
    private final String further;

    PnpDialect(String user, boolean upper, String host, int port, String via, String parameters, String further) {
        this.user = user;
        this.upper = upper;
        this.host = host;
        this.port = port;
        this.via = via;
        this.parameters = parameters;
        this.further = further;
    }

    /** The port from which the phone sends. */
    public int port() {
        return port;
    }

    /** The value of the Event field. */
    public String event() {
        return "ua-profile;profile-type=\"device\";" + parameters;
    }

    /** The Request-URI, which is the address in From and To too. */
    public String uri(String mac) {
        return "sip:" + user + (upper ? mac.toUpperCase(Locale.ROOT) : mac) + '@' + host;
    }

    /** The URI of the phone. */
    public String contact(String mac, String address) {
        String name = this == YEALINK_OLD ? user + mac + '@' : "";
        return "sip:" + name + address + ':' + port;
    }

    /** The value of Via. */
    public String via(String address) {
        return "SIP/2.0/UDP " + address + ':' + port + via;
    }

    /** The whole request. */
    public String subscribe(String mac, String address, String callId) {
        int cseq = this == GRANDSTREAM ? 20000 : 1;
        String blank = this == PLANET ? "" : " ";
        return "SUBSCRIBE " + uri(mac) + " SIP/2.0\r\n"
                + "Via:" + blank + via(address) + "\r\n"
                + "Max-Forwards:" + blank + "20\r\n"
                + "Contact:" + blank + '<' + contact(mac, address) + ">\r\n"
                + "To:" + blank + '<' + uri(mac) + ">\r\n"
                + "From:" + blank + '<' + uri(mac) + ">;tag=2025597570\r\n"
                + "Call-ID:" + blank + callId + "\r\n"
                + "CSeq:" + blank + cseq + " SUBSCRIBE\r\n"
                + "Expires:" + blank + "0\r\n"
                + "Event:" + blank + event() + "\r\n"
                + "Accept:" + blank + "application/url\r\n"
                + further.replace("${mac}", mac)
                + "Content-Length:" + blank + "0\r\n\r\n";
    }
}
