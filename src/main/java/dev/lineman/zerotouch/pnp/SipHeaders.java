package dev.lineman.zerotouch.pnp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The start line and the header fields of a SIP message, before their values are parsed (RFC 3261, section 7). Accepts
 * what phones send: lines that end in LF alone, folded lines, compact names, no blank after the colon. Bytes become
 * ISO 8859-1, so that an answer repeats them unchanged. Immutable.
 *
 * @param startLine the first line
 * @param fields the values of the fields of {@link #KNOWN}, by their full names in lower case
 */
record SipHeaders(String startLine, Map<String, List<String>> fields) {
    /** The longest message. Those of phones fit into an Ethernet frame (RFC 3261, section 18.1.1). */
    static final int MAX_BYTES = 4096;

    /** The fields that are kept. */
    private static final Set<String> KNOWN =
            Set.of("via", "from", "to", "call-id", "cseq", "event", "contact", "user-agent");

    /** Compact names (RFC 3261, section 7.3.3; RFC 6665, section 8.2.1). */
    private static final Map<String, String> COMPACT =
            Map.of("v", "via", "f", "from", "t", "to", "i", "call-id", "o", "event", "m", "contact");

    /** The most fields that a message may have. */
    private static final int MAX_FIELDS = 64;

    /** Splits a message; null if it is too long, or has too many fields. The body is ignored. */
    static @Nullable SipHeaders read(byte[] message) {
        if (message.length > MAX_BYTES) {
            return null;
        }
        String text = new String(message, StandardCharsets.ISO_8859_1);
        List<StringBuilder> lines = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end;
            String line = text.substring(from, end > from && text.charAt(end - 1) == '\r' ? end - 1 : end);
            from = end + 1;
            if (line.isEmpty() && !lines.isEmpty()) {
                break;
            }
            boolean folded = !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
            if (folded && lines.size() > 1) {
                lines.get(lines.size() - 1).append(' ').append(line.strip());
            } else if (!line.isEmpty()) {
                lines.add(new StringBuilder(line));
            }
        }
        return lines.isEmpty() || lines.size() > MAX_FIELDS ? null : of(lines);
    }

    private static SipHeaders of(List<StringBuilder> lines) {
        Map<String, List<String>> fields = new HashMap<>();
        for (StringBuilder line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(":");
            String name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            name = COMPACT.getOrDefault(name, name);
            if (KNOWN.contains(name)) {
                fields.computeIfAbsent(name, unused -> new ArrayList<>(1))
                        .add(withoutControls(line.substring(colon + 1)).strip());
            }
        }
        return new SipHeaders(withoutControls(lines.get(0).toString()).strip(), fields);
    }

    /** A control character in a value would become a part of the answer. */
    private static String withoutControls(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            clean.append(Character.isISOControl(c) ? ' ' : c);
        }
        return clean.toString();
    }

    /** Returns the first value of a field; empty if there is none. */
    String first(String name) {
        return fields.getOrDefault(name, List.of("")).get(0);
    }

    /** Returns all values of a field, separated by commas; empty if there is none. */
    String all(String name) {
        return String.join(",", fields.getOrDefault(name, List.of()));
    }
}
