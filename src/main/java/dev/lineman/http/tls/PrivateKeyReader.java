package dev.lineman.http.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads private keys in the formats that programs write: PKCS#8 (RFC 5958), PKCS#1 for RSA (RFC 8017, appendix
 * A.1.2) and SEC 1 for elliptic curves (RFC 5915). The JDK reads only PKCS#8, so the other two are wrapped in a
 * PKCS#8 structure. Thread-safe.
 */
final class PrivateKeyReader {
    /** DER: INTEGER 0, the version of PKCS#8. */
    private static final byte[] VERSION = {2, 1, 0};

    /** DER: the algorithm identifier rsaEncryption (1.2.840.113549.1.1.1) with NULL parameters. */
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };

    /** DER: the object identifier id-ecPublicKey (1.2.840.10045.2.1). */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    /** The DER tag of a SEQUENCE. */
    private static final int SEQUENCE = 0x30;

    /** The DER tag of an OCTET STRING. */
    private static final int OCTETS = 0x04;

    /** The tag of field 0 of a SEC 1 key: the curve. */
    private static final int CURVE = 0xa0;

    private PrivateKeyReader() {}

    /**
     * The key of a block; null if the block contains no key.
     *
     * @param algorithm of the certificate's public key, such as {@code RSA} or {@code EC}
     * @throws InvalidPemException if the key is damaged or has another algorithm
     */
    static @Nullable PrivateKey read(PemBlock block, String algorithm) throws InvalidPemException {
        try {
            byte[] pkcs8 = switch (block.label()) {
                case "PRIVATE KEY" -> block.der();
                case "RSA PRIVATE KEY" -> wrapInPkcs8(RSA, block.der());
                case "EC PRIVATE KEY" -> wrapInPkcs8(curveAlgorithm(block.der()), block.der());
                default -> null;
            };
            return pkcs8 == null
                    ? null
                    : KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | IndexOutOfBoundsException e) {
            throw new InvalidPemException(
                    PemFileKind.KEY,
                    block.line(),
                    "this key is damaged or not of the type " + algorithm
                            + ", which the certificate needs: use the key of the certificate");
        }
    }

    /** A PKCS#8 structure around a key (RFC 5958, section 2). */
    private static byte[] wrapInPkcs8(byte[] algorithm, byte[] key) {
        return encode(SEQUENCE, VERSION, algorithm, encode(OCTETS, key));
    }

    /** The algorithm identifier of an elliptic curve key, with the curve that the key names. */
    private static byte[] curveAlgorithm(byte[] key) throws GeneralSecurityException {
        int at = contentStart(key, 0);
        while (at < key.length) {
            int content = contentStart(key, at);
            int end = content + length(key, at);
            if ((key[at] & 0xff) == CURVE) {
                return encode(SEQUENCE, EC, Arrays.copyOfRange(key, content, end));
            }
            at = end;
        }
        throw new GeneralSecurityException("the key does not name its curve");
    }

    /** Where the content of the DER value at a position begins. */
    private static int contentStart(byte[] der, int at) {
        return at + 2 + (der[at + 1] < 0 ? der[at + 1] & 0x7f : 0);
    }

    /** The length of the content, in the short or the long form. */
    private static int length(byte[] der, int at) throws GeneralSecurityException {
        if (der[at + 1] >= 0) {
            return der[at + 1];
        }
        long length = 0;
        for (int i = at + 2; i < contentStart(der, at) && length < der.length; i++) {
            length = length << 8 | (der[i] & 0xff);
        }
        if (length > der.length) {
            throw new GeneralSecurityException("a length beyond the end");
        }
        return (int) length;
    }

    /** A DER value of these parts. Contents of up to 64 KiB are supported, more than any key has. */
    private static byte[] encode(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        if (content.size() < 0x80) {
            all.write(content.size());
        } else if (content.size() < 0x100) {
            all.write(0x81);
            all.write(content.size());
        } else {
            all.write(0x82);
            all.write(content.size() >> 8);
            all.write(content.size());
        }
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }
}
