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

    private void read() throws CannotStartException {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(CONNECT_MILLIS);
        options.setResponseTimeoutMillis(RESPONSE_MILLIS);
        options.setFollowReferrals(false);
        options.setUseSynchronousMode(true);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        boolean encrypted = url.getScheme().equalsIgnoreCase("ldaps");
        SocketFactory sockets = encrypted ? request.security().getSocketFactory() : SocketFactory.getDefault();
        try (LDAPConnection connection = new LDAPConnection(sockets, options, url.getHost(), url.getPort())) {
            if (request.startsTls() && !encrypted) {
                ExtendedResult result =
                        connection.processExtendedOperation(new StartTLSExtendedRequest(request.security()));
                if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
                    throw new LDAPException(result);
                }
            }
            if (request.user() != null) {
                if (!encrypted && !request.startsTls()) {
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

    private static String reason(LDAPException e) {
        if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
            return "the server does not accept this user with this password; correct --ldap-user or the password";
        }
        if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
            return "there is no such base, or this user cannot read it; correct the URL, or name a user with --ldap-user";
        }
        if (e.getResultCode().equals(ResultCode.CONNECT_ERROR)
                || e.getResultCode().equals(ResultCode.SERVER_DOWN)) {
            return "no connection; correct host and port, and the certificates with --ldap-ca: " + cause(e);
        }
        return "the directory cannot be read: " + cause(e);
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
            referrals += result.getReferenceCount();
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
                    "the directory refers to other servers " + referrals
                            + " times, whose entries are not read; import from them too"));
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
