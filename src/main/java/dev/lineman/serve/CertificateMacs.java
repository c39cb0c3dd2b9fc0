package dev.lineman.serve;

import dev.lineman.access.MacFinder;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * The MACs in a client certificate. Vendors put them into the subject, mostly as common name, or into an alternative
 * name.
 * Stricter than {@link MacFinder}: only text that cannot be anything else counts, since access depends on it.
 * Stateless.
 */
final class CertificateMacs {
    private static final String HEX = "[0-9a-f]";

    /**
     * 12 hex digits, with no hex digit before them. Letters a to f are allowed before them after another letter, as in
     * the prefix {@code spa}.
     */
    private static final String BARE = "(?:(?<!HEX)|(?<=[g-z][a-f]{1,8}))HEX{12}(?!HEX)".replace("HEX", HEX);

    /** Six pairs with the same separator, and no seventh pair beside them: {@code 00:04:13:24:66:72}. */
    private static final String PAIRS = ("(?<!HEX)(?<!(?<![0-9a-z])HEX{2}[:-])"
                    + "HEX{2}(?<mark>[:-])(?:HEX{2}\\k<mark>){4}HEX{2}"
                    + "(?!HEX)(?!\\k<mark>HEX{2}(?![0-9a-z]))")
            .replace("HEX", HEX);

    /** Three groups of four, and no fourth group beside them: {@code 0004.1324.6672}. */
    private static final String FOURS = ("(?<!HEX)(?<!(?<![0-9a-z])HEX{4}[.])HEX{4}[.]HEX{4}[.]HEX{4}"
                    + "(?!HEX)(?![.]HEX{4}(?![0-9a-z]))")
            .replace("HEX", HEX);

    private static final Pattern MAC = Pattern.compile(BARE + '|' + PAIRS + '|' + FOURS, Pattern.CASE_INSENSITIVE);

    /** Attributes that Java would otherwise return as DER bytes (RFC 4519, RFC 2985). */
    private static final Map<String, String> READABLE =
            Map.of("2.5.4.5", "SERIALNUMBER", "1.2.840.113549.1.9.1", "EMAILADDRESS", "2.5.4.4", "SURNAME");

    /**
     * Kinds of alternative names that are text: mail address, DNS name, directory name, URI (RFC 5280, section
     * 4.2.1.6).
     */
    private static final List<Integer> TEXTS = List.of(1, 2, 4, 6);

    private static final Integer DIRECTORY_NAME = 4;

    private CertificateMacs() {}

    /** Returns the MACs of a certificate, each as 12 lower-case hex digits. */
    static List<String> of(X509Certificate certificate) {
        List<String> macs =
                new ArrayList<>(inName(certificate.getSubjectX500Principal().getName("RFC2253", READABLE)));
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (TEXTS.contains(name.get(0)) && name.get(1) instanceof String text) {
                    macs.addAll(DIRECTORY_NAME.equals(name.get(0)) ? inName(text) : inText(text));
                }
            }
        } catch (CertificateParsingException e) {
            // Alternative names cannot be read: only the subject counts.
        }
        return macs;
    }

    /** Returns the MACs in the text attributes of a distinguished name. */
    private static List<String> inName(String name) {
        List<String> macs = new ArrayList<>(1);
        try {
            for (Rdn part : new LdapName(name).getRdns()) {
                part.toAttributes().getAll().asIterator().forEachRemaining(attribute -> {
                    if (value(attribute) instanceof String text) {
                        macs.addAll(inText(text));
                    }
                });
            }
        } catch (InvalidNameException e) {
            // A malformed name contains no MAC.
        }
        return macs;
    }

    private static @Nullable Object value(Attribute attribute) {
        try {
            return attribute.get();
        } catch (NamingException e) {
            return null;
        }
    }

    /** Returns the MACs in a text, as 12 lower-case hex digits. */
    static List<String> inText(String text) {
        List<String> macs = new ArrayList<>(1);
        for (Matcher matcher = MAC.matcher(text); matcher.find(); ) {
            macs.add(MacFinder.digits(matcher.group()));
        }
        return macs;
    }
}
