package dev.lineman.zerotouch.pnp;

import dev.lineman.access.MacFinder;
import dev.lineman.serve.visits.ReportedDevice;
import gov.nist.javax.sip.address.GenericURI;
import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.ContactList;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.ViaList;
import gov.nist.javax.sip.parser.CSeqParser;
import gov.nist.javax.sip.parser.CallIDParser;
import gov.nist.javax.sip.parser.ContactParser;
import gov.nist.javax.sip.parser.FromParser;
import gov.nist.javax.sip.parser.ToParser;
import gov.nist.javax.sip.parser.ViaParser;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A SUBSCRIBE of SIP Plug and Play: {@code Event: ua-profile} (RFC 6080) at the group address. Vendors differ in where and
 * how they write the MAC; src/docs/zero-touch.md lists them.
 *
 * @param via the Via fields
 * @param from the phone, with its tag
 * @param to the phone
 * @param contact the address that the phone wants in the NOTIFY; null if it names none
 * @param event the value of the Event field, as the phone wrote it
 * @param mac 12 lower-case hex digits; empty if the request names none
 * @param device the model and firmware that the request names
 */
record PnpRequest(
        ViaList via,
        From from,
        To to,
        CallID callId,
        CSeq cseq,
        @Nullable GenericURI contact,
        String event,
        String mac,
        ReportedDevice device) {
    private static final String METHOD = "SUBSCRIBE";

    /** The Request-URI is not parsed, since no answer repeats it. */
    private static final Pattern START_LINE = Pattern.compile(METHOD + " \\S.* SIP/2\\.0");

    /** The event of SIP Plug and Play. Planet writes no blank before it, others write more than one. */
    private static final Pattern UA_PROFILE = Pattern.compile("ua-profile\\s*(?:;.*)?", Pattern.CASE_INSENSITIVE);

    /** A parameter of the event. Fanvil writes {@code model=VOIP PHONE} without quotes. */
    private static final Pattern PARAMETER = Pattern.compile(";\\s*([\\w-]+)\\s*=\\s*(?:\"([^\"]*)\"|([^;\"]*))");

    /**
     * The MAC in an address: {@code MAC%3a000413246672}; Yealink has no separator, Planet writes {@code =}. Other separators,
     * and a MAC that is the whole user, are not known from phones: they are read because the phone gets no answer otherwise.
     */
    private static final Pattern MAC = Pattern.compile(
            "(?:\\bMAC(?:%3a|%3d|[:=_-])?|sips?:)([0-9a-f]{2}(?:(?:%3a|[:-])?[0-9a-f]{2}){5})(?![0-9a-f])",
            Pattern.CASE_INSENSITIVE);

    /** What separates the bytes of a MAC. */
    private static final Pattern SEPARATOR = Pattern.compile("%3a|[:-]", Pattern.CASE_INSENSITIVE);

    /** What vendors write as the model of all their phones. */
    private static final Set<String> NO_MODEL = Set.of("oem", "voip phone");

    /**
     * Whether a message is a request of SIP Plug and Play. Others, such as those for a PBX on the same host, are not for
     * Lineman.
     */
    static boolean isPnp(SipHeaders headers) {
        return START_LINE.matcher(headers.startLine()).matches()
                && UA_PROFILE.matcher(headers.first("event")).matches();
    }

    /**
     * Parses a message for which {@link #isPnp} is true.
     *
     * @throws ParseException if a mandatory field is missing or malformed
     */
    static PnpRequest read(SipHeaders headers) throws ParseException {
        try {
            CSeq cseq = (CSeq) new CSeqParser(line("CSeq", headers.first("cseq"))).parse();
            if (!METHOD.equals(cseq.getMethod())) {
                throw new ParseException("the method of CSeq is another one", 0);
            }
            String agent = headers.first("user-agent");
            return new PnpRequest(
                    (ViaList) new ViaParser(line("Via", headers.all("via"))).parse(),
                    (From) new FromParser(line("From", headers.first("from"))).parse(),
                    (To) new ToParser(line("To", headers.first("to"))).parse(),
                    (CallID) new CallIDParser(line("Call-ID", headers.first("call-id"))).parse(),
                    cseq,
                    contact(headers.first("contact")),
                    headers.first("event"),
                    mac(
                            List.of(
                                    headers.startLine(),
                                    headers.first("from"),
                                    headers.first("to"),
                                    headers.first("contact")),
                            agent),
                    device(headers.first("event"), agent));
        } catch (RuntimeException e) {
            // The library checks little: a malformed field may end in any of them.
            throw new ParseException("a field is malformed", 0);
        }
    }

    private static String line(String name, String value) throws ParseException {
        if (value.isEmpty()) {
            throw new ParseException("a mandatory field is missing", 0);
        }
        return name + ": " + value + '\n';
    }

    /** Returns the first SIP URI of the Contact. One that is missing or malformed is not necessary for an answer. */
    private static @Nullable GenericURI contact(String value) {
        if (value.isEmpty() || value.equals("*")) {
            return null;
        }
        try {
            ContactList contacts = (ContactList) new ContactParser("Contact: " + value + '\n').parse();
            Contact first = (Contact) contacts.getFirst();
            GenericURI uri = (GenericURI) first.getAddress().getURI();
            return uri.isSipURI() ? uri : null;
        } catch (ParseException | RuntimeException e) {
            return null;
        }
    }

    /** Returns the MAC in the first address that has one, else in the User-Agent; empty if there is none. */
    private static String mac(List<String> addresses, String agent) {
        for (String address : addresses) {
            Matcher matcher = MAC.matcher(address);
            if (matcher.find()) {
                return SEPARATOR.matcher(matcher.group(1)).replaceAll("").toLowerCase(Locale.ROOT);
            }
        }
        String named = MacFinder.findInPath(agent);
        return named == null ? "" : named;
    }

    private static ReportedDevice device(String event, String agent) {
        String model = "";
        String version = "";
        Matcher parameter = PARAMETER.matcher(event);
        while (parameter.find()) {
            String value = (parameter.group(2) == null ? parameter.group(3) : parameter.group(2)).strip();
            switch (parameter.group(1).toLowerCase(Locale.ROOT)) {
                case "model" -> model = NO_MODEL.contains(value.toLowerCase(Locale.ROOT)) ? "" : value;
                case "version" -> version = value;
                default -> {}
            }
        }
        return new ReportedDevice(agent, model, version);
    }
}
