package dev.lineman.zerotouch.pnp;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.header.ViaList;
import gov.nist.javax.sip.parser.CSeqParser;
import gov.nist.javax.sip.parser.ViaParser;
import java.text.ParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A phone's response to a NOTIFY. Immutable.
 *
 * @param status the status code, from 100 to 699
 * @param branch the transaction (RFC 3261, section 17.1.3)
 */
record NotifyReply(int status, String branch) {
    private static final Pattern STATUS = Pattern.compile("SIP/2\\.0 ([1-6][0-9][0-9])(?: .*)?");

    /** Reads a message; null if it is no response to a NOTIFY of Lineman. */
    static @Nullable NotifyReply read(byte[] message) {
        SipHeaders headers = SipHeaders.read(message);
        Matcher status = STATUS.matcher(headers == null ? "" : headers.startLine());
        if (headers == null || !status.matches()) {
            return null;
        }
        try {
            ViaList via = (ViaList) new ViaParser("Via: " + headers.all("via") + '\n').parse();
            CSeq cseq = (CSeq) new CSeqParser("CSeq: " + headers.first("cseq") + '\n').parse();
            String branch = ((Via) via.getFirst()).getBranch();
            boolean ours = NotifyTransactions.CSEQ.equals(cseq.getSeqNumber() + " " + cseq.getMethod());
            return ours && branch != null ? new NotifyReply(Integer.parseInt(status.group(1)), branch) : null;
        } catch (ParseException | RuntimeException e) {
            return null;
        }
    }

    /** Whether the phone sends no further response. */
    boolean isFinal() {
        return status >= 200;
    }
}
