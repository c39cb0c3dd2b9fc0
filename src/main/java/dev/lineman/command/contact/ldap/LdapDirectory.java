package dev.lineman.command.contact.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultReference;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import dev.lineman.command.contact.Contact;
import dev.lineman.command.contact.ContactDraft;
import dev.lineman.command.contact.ContactSource;
import dev.lineman.command.contact.NumberType;
import dev.lineman.command.contact.Omissions;
import dev.lineman.command.csv.table.CellValue;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.workspace.CannotStartException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads the contacts of a directory over LDAP (RFC 4511), in pages (RFC 2696). The server's certificate must be valid for
 * the host of the URL. One instance per import; not thread-safe.
 */
public final class LdapDirectory {
    private static final int CONNECT_MILLIS = 10_000;
    private static final long RESPONSE_MILLIS = 60_000;
    private static final int ENTRIES_PER_PAGE = 500;

    /** The most entries of one import. */
    private static final int MAX_ENTRIES = 100_000;

    private final LdapRequest request;
    private final LDAPURL url;
    private final Omissions omissions = new Omissions();
    private final List<Contact> contacts = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private int entries;
    private int referrals;
    private String firstReferral = "";

    private LdapDirectory(LdapRequest request, LDAPURL url) {
        this.request = request;
        this.url = url;
    }

    /** Returns the name of the file for the contacts of a directory. */
    public static String fileName(String url) throws CannotStartException {
        return "ldap-" + parse(url).getHost().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-") + ".yaml";
    }

    /**
     * Reads all entries that the URL selects.
     *
     * @throws CannotStartException if the directory cannot be read; the message says why and what to do, without a password
     */
    public static ContactSource read(LdapRequest request) throws CannotStartException {
        LdapDirectory directory = new LdapDirectory(request, parse(request.url()));
        directory.read();
        directory.problems.addAll(directory.omissions.problems());
        String name = directory.url.getScheme() + "://" + directory.url.getHost() + '/' + directory.url.getBaseDN();
        return new ContactSource(
                name,
                directory.contacts,
                directory.problems,
                "Contacts of " + name + ", " + directory.filter()
                        + ".\nAn import of that directory with --overwrite replaces this file.");
    }

    private static LDAPURL parse(String url) throws CannotStartException {
        try {
            LDAPURL parsed = new LDAPURL(url);
            if (parsed.hostProvided() && parsed.baseDNProvided()) {
                return parsed;
            }
            throw new CannotStartException(
                    "the URL needs a host and a base, such as ldap://ldap.example.com/ou=people,dc=example,dc=com");
        } catch (LDAPException e) {
            throw new CannotStartException(
                    "this is no URL of a directory; write one such as"
                            + " 'ldap://ldap.example.com/ou=people,dc=example,dc=com??sub?(mobile=*)'",
                    e);
        }
    }

    private String filter() {
        return url.filterProvided()
                ? url.getFilter().toString()
                : request.attributes().filter();
    }

    /** Whether the connection begins with TLS. */
    private boolean isTls() {
        return url.getScheme().equalsIgnoreCase("ldaps");
    }

    private boolean isEncrypted() {
        return isTls() || request.startsTls();
    }

    private void read() throws CannotStartException {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(CONNECT_MILLIS);
        options.setResponseTimeoutMillis(RESPONSE_MILLIS);
        options.setFollowReferrals(false);
        options.setUseSynchronousMode(true);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        boolean tls = isTls();
        SocketFactory sockets = tls ? request.security().getSocketFactory() : SocketFactory.getDefault();
        try (LDAPConnection connection = new LDAPConnection(sockets, options, url.getHost(), url.getPort())) {
            if (request.startsTls() && !tls) {
                ExtendedResult result =
                        connection.processExtendedOperation(new StartTLSExtendedRequest(request.security()));
                if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
                    throw new LDAPException(result);
                }
            }
            if (request.user() != null) {
                if (!isEncrypted()) {
                    problems.add(Problem.warning(
                            Position.of(url.getHost()),
                            "the password was sent without encryption; use ldaps:// or --ldap-starttls"));
                }
                connection.bind(request.user(), request.password());
            }
            search(connection);
        } catch (LDAPException e) {
            throw new CannotStartException(
                    url.getHost() + ':' + url.getPort() + ": " + reason(e) + " (" + e.getResultCode() + ')', e);
        }
    }

    private String reason(LDAPException e) {
        int code = e.getResultCode().intValue();
        return switch (code) {
            case ResultCode.INVALID_CREDENTIALS_INT_VALUE ->
                "the server does not accept this user with this password; correct --ldap-user or the password";
            case ResultCode.NO_SUCH_OBJECT_INT_VALUE ->
                "there is no such base, or this user cannot read it; correct the URL, or name a user with --ldap-user";
            case ResultCode.CONFIDENTIALITY_REQUIRED_INT_VALUE, ResultCode.STRONG_AUTH_REQUIRED_INT_VALUE ->
                "the server wants encryption; use ldaps:// or --ldap-starttls"
                        + (request.user() == null || isEncrypted()
                                ? ""
                                : ", and change the password, which was sent without encryption");
            case ResultCode.REFERRAL_INT_VALUE ->
                "the base is on another server; import from there"
                        + (e.getReferralURLs().length == 0 ? "" : ": " + e.getReferralURLs()[0]);
            case ResultCode.OPERATIONS_ERROR_INT_VALUE,
                    ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE,
                    ResultCode.INAPPROPRIATE_AUTHENTICATION_INT_VALUE ->
                (request.user() == null
                                ? "the server wants a user; name one with --ldap-user: "
                                : "this user cannot read the base; name another with --ldap-user: ")
                        + cause(e);
            case ResultCode.CONNECT_ERROR_INT_VALUE, ResultCode.SERVER_DOWN_INT_VALUE ->
                "no connection; correct host and port, and the certificates with --ldap-ca: " + cause(e);
            default -> "the directory cannot be read: " + cause(e);
        };
    }

    /** Returns the text of the deepest cause in one line. */
    private static String cause(Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage()).replaceAll("\\s+", " ");
    }

    private void search(LDAPConnection connection) throws LDAPException {
        ASN1OctetString cookie = null;
        SearchScope scope = url.scopeProvided() ? url.getScope() : SearchScope.SUB;
        do {
            SearchRequest search = new SearchRequest(
                    url.getBaseDN().toString(),
                    scope,
                    Filter.create(filter()),
                    request.attributes().all().toArray(String[]::new));
            search.setDerefPolicy(DereferencePolicy.NEVER);
            search.addControl(new SimplePagedResultsControl(ENTRIES_PER_PAGE, cookie));
            SearchResult result;
            try {
                result = connection.search(search);
            } catch (LDAPSearchException e) {
                if (!e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                    throw e;
                }
                problems.add(Problem.blocking(
                        Position.of(url.getHost()),
                        "the server returns only " + (entries + e.getEntryCount())
                                + " entries; make the filter of the URL narrower, or raise the limit of the server for"
                                + " this user"));
                return;
            }
            result.getSearchEntries().forEach(this::entry);
            result.getSearchReferences().forEach(this::reference);
            cookie = cookie(result);
        } while (cookie != null && cookie.getValueLength() > 0 && entries < MAX_ENTRIES);
        if (cookie != null && cookie.getValueLength() > 0) {
            problems.add(Problem.blocking(
                    Position.of(url.getHost()),
                    "there are more than " + MAX_ENTRIES + " entries; make the filter of the URL narrower"));
        }
        if (referrals > 0) {
            problems.add(Problem.warning(
                    Position.of(url.getHost()),
                    "parts of the directory are on other servers, whose entries are not read; import from them too: "
                            + firstReferral + (referrals == 1 ? "" : " and " + (referrals - 1) + " more")));
        }
        if (entries == 0) {
            problems.add(Problem.warning(
                    Position.of(url.getHost()),
                    "no entry that this user can read matches " + filter()
                            + "; correct the base, the filter or --map, or name another user with --ldap-user"));
        }
        if (url.attributesProvided()) {
            problems.add(
                    Problem.warning(
                            Position.of(url.getHost()),
                            "the attributes in the URL have no effect; name attributes with --map, such as --map work=ipPhone"));
        }
    }

    private static @Nullable ASN1OctetString cookie(SearchResult result) throws LDAPException {
        for (Control control : result.getResponseControls()) {
            if (control instanceof SimplePagedResultsControl page) {
                return page.getCookie();
            }
        }
        return null;
    }

    private void reference(SearchResultReference reference) {
        String[] urls = reference.getReferralURLs();
        firstReferral = referrals == 0 && urls.length > 0 ? urls[0] : firstReferral;
        referrals++;
    }

    private void entry(Entry entry) {
        entries++;
        Position at = Position.of(entry.getDN());
        ContactDraft contact = new ContactDraft(at);
        for (ExtensionField field : Contact.TEXTS) {
            values(entry, field.key()).forEach(value -> contact.put(field, value, at));
        }
        values(entry, LdapAttributes.FULL_NAME).forEach(value -> contact.putFullName(value, at));
        for (NumberType type : NumberType.values()) {
            values(entry, type.key()).forEach(value -> contact.addNumber(type, value, at));
        }
        values(entry, ExtensionField.GROUPS.key()).forEach(value -> contact.addGroup(value, at));
        contact.complete(omissions).ifPresent(contacts::add);
    }

    private List<CellValue> values(Entry entry, String key) {
        List<CellValue> values = new ArrayList<>();
        for (String name : request.attributes().of(key)) {
            String[] texts = entry.getAttributeValues(name);
            for (String text : texts == null ? new String[0] : texts) {
                values.add(CellValue.text(text));
            }
        }
        return values;
    }
}
