package dev.lineman.zerotouch.pnp;

import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;

/**
 * Writes the answers to a request of SIP Plug and Play: the 200 OK, and the NOTIFY with the URL (RFC 3261, RFC 6665).
 * Fields are in the order of RFC 3261's examples, since phones are simple. Stateless.
 */
final class PnpMessages {
    private static final String END = "\r\n";

    private PnpMessages() {}

    /**
     * Returns the 200 OK. Changes the topmost Via of the request.
     *
     * @param source where the request came from
     * @param local where Lineman expects further messages
     * @param tag the tag of Lineman's side
     */
    static byte[] okResponse(PnpRequest request, InetSocketAddress source, InetSocketAddress local, String tag)
            throws ParseException {
        Via via = (Via) request.via().getFirst();
        via.setReceived(source.getAddress().getHostAddress());
        // RFC 3581, section 4: only a client that asks for it gets the port.
        if (via.hasParameter(Via.RPORT)) {
            via.setParameter(Via.RPORT, Integer.toString(source.getPort()));
        }
        StringBuilder text = new StringBuilder(512).append("SIP/2.0 200 OK").append(END);
        append(text, request.via());
        append(text, request.from());
        text.append("To: ").append(body(request.to(), tag)).append(END);
        append(text, request.callId());
        append(text, request.cseq());
        text.append("Contact: ").append(uri(local)).append(END);
        text.append("Expires: 0").append(END);
        return bytes(text.append("Content-Length: 0").append(END).append(END));
    }

    /**
     * Returns the NOTIFY, which the phone knows as one of the subscription: same Call-ID, From and To exchanged.
     *
     * @param source the phone, if the request does not say where the NOTIFY goes
     * @param branch identifies the transaction
     */
    static byte[] notifyRequest(
            PnpRequest request,
            InetSocketAddress source,
            InetSocketAddress local,
            String tag,
            String branch,
            String url) {
        byte[] body = url.getBytes(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(768).append("NOTIFY ");
        text.append(
                request.contact() == null
                        ? "sip:" + hostPort(source)
                        : request.contact().encode());
        text.append(" SIP/2.0").append(END);
        text.append("Via: SIP/2.0/UDP ")
                .append(hostPort(local))
                .append(";branch=")
                .append(branch);
        text.append(";rport").append(END);
        text.append("Max-Forwards: 70").append(END);
        text.append("From: ").append(body(request.to(), tag)).append(END);
        text.append("To: ").append(value(request.from())).append(END);
        append(text, request.callId());
        text.append("CSeq: ").append(NotifyTransactions.CSEQ).append(END);
        text.append("Contact: ").append(uri(local)).append(END);
        text.append("Event: ").append(request.event()).append(END);
        text.append("Subscription-State: terminated;reason=timeout").append(END);
        text.append("Content-Type: application/url").append(END);
        text.append("Content-Length: ").append(body.length).append(END).append(END);
        byte[] head = bytes(text);
        byte[] whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    /** The phone's To has no tag; one that it sends all the same is replaced. */
    private static String body(To to, String tag) {
        To tagged = (To) to.clone();
        tagged.removeTag();
        return value(tagged) + ";tag=" + tag;
    }

    private static void append(StringBuilder text, SIPHeader header) {
        text.append(header.getName()).append(": ").append(value(header)).append(END);
    }

    /** The value of a field without its name and line end. */
    private static String value(SIPHeader header) {
        String line = header.encode();
        return line.substring(line.indexOf(':') + 1).strip();
    }

    private static String uri(InetSocketAddress local) {
        return "<sip:" + hostPort(local) + '>';
    }

    private static String hostPort(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ':' + address.getPort();
    }

    private static byte[] bytes(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
