package dev.lineman.http.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A block of a PEM file (RFC 7468). Text before, between and after the blocks is skipped, as OpenSSL does.
 * Immutable.
 *
 * @param label the text after {@code BEGIN}, such as {@code CERTIFICATE}
 * @param line where the block begins, counted from 1
 * @param base64 the content, which is valid base64
 */
record PemBlock(String label, int line, String base64) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /** The message for an encrypted key. An agent that starts without an operator cannot ask for a passphrase. */
    private static final String ENCRYPTED =
            "the key is encrypted; write it without a passphrase, readable by Lineman only: openssl pkey -in KEY -out KEY.plain";

    /**
     * Reads all blocks of a file.
     *
     * @param file which file it is, for the exception
     * @throws InvalidPemException if a block does not end, is encrypted, or is not base64
     */
    static List<PemBlock> read(PemFileKind file, byte[] content) throws InvalidPemException {
        List<PemBlock> blocks = new ArrayList<>();
        String[] lines = new String(content, ISO_8859_1).split("\r\n|\n|\r", -1);
        int at = 0;
        while (at < lines.length) {
            String begin = lines[at++].strip();
            if (!begin.startsWith(BEGIN) || !begin.endsWith(DASHES)) {
                continue;
            }
            int start = at;
            String label = begin.substring(BEGIN.length(), begin.length() - DASHES.length());
            StringBuilder base64 = new StringBuilder();
            while (at < lines.length && !lines[at].startsWith(DASHES)) {
                base64.append(lines[at++].strip());
            }
            if (at == lines.length || !lines[at].strip().equals(END + label + DASHES)) {
                throw new InvalidPemException(
                        file, start, "the block '" + label + "' begins here and has no end line: copy the whole file");
            }
            if (label.startsWith("ENCRYPTED") || base64.indexOf("ENCRYPTED") >= 0) {
                throw new InvalidPemException(file, start, ENCRYPTED);
            }
            try {
                PemBlock block = new PemBlock(label, start, base64.toString());
                block.der();
                blocks.add(block);
            } catch (IllegalArgumentException e) {
                throw new InvalidPemException(file, start, "this block is not valid base64: copy the file again");
            }
        }
        return blocks;
    }

    /** The content in DER (ITU-T X.690). */
    byte[] der() {
        return Base64.getDecoder().decode(base64);
    }
}
