package dev.lineman.zerotouch.pnp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.SocketTimeoutException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A phone that asks by SIP Plug and Play, for tests. It reads answers more strictly than real phones, with a parser of its
 * own: each field must be what RFC 3261 and RFC 6665 want. Uses the JDK alone.
 */
public final class SmallSipPhone {
    private static final InetSocketAddress GROUP = new InetSocketAddress("224.0.1.75", 5060);

    private final PnpDialect dialect;
    private final String mac;
    private final String address;
    private final String callId;

    /** The tag of the server, from its 200 OK. */
    private String serverTag = "";

    private String url = "";

    /** @param address the own address, as it is written in the request */
    public SmallSipPhone(PnpDialect dialect, String mac, String address, String callId) {
        this.dialect = dialect;
        this.mac = mac;
        this.address = address;
        this.callId = callId;
    }

    /** Prints the URL that a server gives: {@code DIALECT MAC ADDRESS SECONDS}. Ends with code 1 if none does. */
    public static void main(String[] args) throws IOException {
        SmallSipPhone phone = new SmallSipPhone(PnpDialect.valueOf(args[0]), args[1], args[2], args[1] + "@" + args[2]);
        long end = System.nanoTime() + Integer.parseInt(args[3]) * 1_000_000_000L;
        try (MulticastSocket socket = new MulticastSocket(new InetSocketAddress(args[2], phone.dialect.port()))) {
            byte[] request = phone.subscribe();
            while (phone.url.isEmpty() && System.nanoTime() < end) {
                socket.send(new DatagramPacket(request, request.length, GROUP));
                phone.receive(socket);
            }
        }
        System.out.println(phone.url);
        System.exit(phone.url.isEmpty() ? 1 : 0);
    }

    /** Reads answers until there is none for half a second, or until the URL is known. */
    private void receive(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(500);
        byte[] buffer = new byte[8192];
        try {
            while (url.isEmpty()) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = receive(new String(packet.getData(), 0, packet.getLength(), ISO_8859_1));
                if (answer.length > 0) {
                    socket.send(new DatagramPacket(
                            answer,
                            answer.length,
                            InetAddress.getByName(packet.getAddress().getHostAddress()),
                            packet.getPort()));
                }
            }
        } catch (SocketTimeoutException e) {
            // The caller sends the request again.
        }
    }

    /** The request. */
    public byte[] subscribe() {
        return dialect.subscribe(mac, address, callId).getBytes(ISO_8859_1);
    }

    /** The URL of the server; empty before the NOTIFY. */
    public String url() {
        return url;
    }

    /**
     * Takes a message of the server.
     *
     * @return the answer; empty for none
     * @throws IllegalStateException if a field is wrong
     */
    public byte[] receive(String message) {
        int end = message.indexOf("\r\n\r\n");
        check(end > 0, "no empty line", message);
        String[] lines = message.substring(0, end).split("\r\n", -1);
        String body = message.substring(end + 4);
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(": ");
            check(colon > 0 && lines[i].indexOf('\n') < 0, "a malformed line", message);
            String before =
                    fields.put(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), lines[i].substring(colon + 2));
            check(before == null, "a field occurs twice", message);
        }
        check(fields.getOrDefault("call-id", "").equals(callId), "another Call-ID", message);
        check(fields.getOrDefault("content-length", "").equals(String.valueOf(body.length())), "length", message);
        if (lines[0].startsWith("SIP/2.0 ")) {
            ok(lines[0], fields, message);
            return new byte[0];
        }
        return notified(lines[0], fields, body, message);
    }

    private void ok(String line, Map<String, String> fields, String message) {
        check(line.equals("SIP/2.0 200 OK"), "not 200", message);
        String via = dialect.via(address);
        String received = fields.getOrDefault("via", "");
        // The server adds the address and, if the phone asks for it, the port (RFC 3581, section 4).
        String echoed = received.replaceFirst(";received=[0-9.]+", "").replaceFirst(";rport=[0-9]+", ";rport");
        check(echoed.equals(via), "another Via", message);
        check(!via.contains("rport") || received.contains(";rport="), "no port in Via", message);
        check(received.contains(";received="), "no address in Via", message);
        check(fields.getOrDefault("from", "").equals(identity() + ";tag=2025597570"), "another From", message);
        String to = fields.getOrDefault("to", "");
        check(
                to.startsWith(identity() + ";tag=") && to.length() > identity().length() + 5,
                "To without a tag",
                message);
        String tag = to.substring(identity().length() + 5);
        check(serverTag.isEmpty() || serverTag.equals(tag), "another tag than before", message);
        serverTag = tag;
        String cseq = dialect == PnpDialect.GRANDSTREAM ? "20000 SUBSCRIBE" : "1 SUBSCRIBE";
        check(fields.getOrDefault("cseq", "").equals(cseq), "another CSeq", message);
        check(fields.getOrDefault("expires", "").equals("0"), "another Expires", message);
        check(fields.getOrDefault("contact", "").matches("<sip:[0-9.]+:[0-9]+>"), "no Contact", message);
    }

    private byte[] notified(String line, Map<String, String> fields, String body, String message) {
        check(line.equals("NOTIFY " + dialect.contact(mac, address) + " SIP/2.0"), "another Request-URI", message);
        check(!serverTag.isEmpty(), "no 200 before", message);
        check(fields.getOrDefault("from", "").equals(identity() + ";tag=" + serverTag), "another From", message);
        check(fields.getOrDefault("to", "").equals(identity() + ";tag=2025597570"), "another To", message);
        check(fields.getOrDefault("event", "").equals(dialect.event()), "another Event", message);
        check(
                fields.getOrDefault("subscription-state", "").equals("terminated;reason=timeout"),
                "another Subscription-State",
                message);
        check(fields.getOrDefault("content-type", "").equals("application/url"), "another Content-Type", message);
        check(fields.getOrDefault("cseq", "").matches("[0-9]+ NOTIFY"), "another CSeq", message);
        check(fields.getOrDefault("max-forwards", "").matches("[1-9][0-9]"), "no Max-Forwards", message);
        check(
                fields.getOrDefault("via", "").matches("SIP/2\\.0/UDP [0-9.]+:[0-9]+;branch=z9hG4bK\\w{8,};rport"),
                "no Via",
                message);
        check(fields.getOrDefault("contact", "").matches("<sip:[0-9.]+:[0-9]+>"), "no Contact", message);
        check(body.matches("[a-z]+://[!-~]+"), "no URL", message);
        url = body;
        return ("SIP/2.0 200 OK\r\nVia: " + fields.get("via") + "\r\nFrom: " + fields.get("from") + "\r\nTo: "
                        + fields.get("to") + "\r\nCall-ID: " + callId + "\r\nCSeq: " + fields.get("cseq")
                        + "\r\nContent-Length: 0\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    private String identity() {
        return '<' + dialect.uri(mac) + '>';
    }

    private static void check(boolean right, String what, String message) {
        if (!right) {
            throw new IllegalStateException(what + ":\n" + message);
        }
    }
}
