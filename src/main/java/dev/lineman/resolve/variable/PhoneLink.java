package dev.lineman.resolve.variable;

import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.resolve.url.ProvisioningLink;
import dev.lineman.resolve.url.ProvisioningUrl;
import dev.lineman.resolve.value.ProvisioningUrlResolver;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.constraint.UrlParts;
import org.jspecify.annotations.Nullable;

/**
 * The provisioning URL of one phone, its parts, its login, and the URLs of files.
 * Not thread-safe.
 */
public final class PhoneLink {
    private static final String PROVISIONING = ExtensionField.PROVISIONING.key();

    private final Phone phone;
    private final ReferenceResolver referenceResolver;
    private final ProvisioningUrlResolver urls;
    /** Whether the URL has no token. */
    private boolean omitsToken;
    /** The URL, if there is one without a blocking problem. */
    private ProvisioningUrlResolver.@Nullable PhoneUrl cachedUrl;

    /** @param referenceResolver receives the dependencies and problems of the phone */
    public PhoneLink(Phone phone, ReferenceResolver referenceResolver, ProvisioningUrlResolver urls) {
        this.phone = phone;
        this.referenceResolver = referenceResolver;
        this.urls = urls;
    }

    /**
     * Resolves the URL, and reports errors and warnings even if no file reads it. A blocking problem counts only for a
     * file that reads it.
     */
    public void check() {
        ReferenceResolver unrecorded = referenceResolver.withoutRecording();
        ProvisioningUrlResolver.PhoneUrl url = urls.with(unrecorded).resolve(phone.layers(), phone.site(), !omitsToken);
        unrecorded.dependencies().forEach(referenceResolver::addDependency);
        for (Problem problem : unrecorded.problems()) {
            if (problem.severity() != Severity.BLOCKING) {
                referenceResolver.report(problem);
            }
        }
        cachedUrl = unrecorded.blockingCount() > 0 ? null : url;
    }

    /** Returns the same URL. Its look-ups leave dependencies and problems elsewhere. */
    public PhoneLink with(ReferenceResolver other) {
        PhoneLink link = new PhoneLink(phone, other, urls.with(other));
        link.omitsToken = omitsToken;
        link.cachedUrl = cachedUrl;
        return link;
    }

    /** Whether the phone has a URL. */
    boolean hasUrl() {
        ProvisioningUrlResolver.PhoneUrl whole = url();
        return whole != null && !whole.text().isEmpty();
    }

    /** Whether a text contains a secret of the URL. */
    boolean isSecret(String text) {
        ProvisioningUrlResolver.PhoneUrl whole = url();
        return whole != null && whole.isSecret(text);
    }

    /** Whether the phone has a URL and a token. */
    public boolean hasToken() {
        return ProvisioningUrl.token(phone.layers()) != null && ProvisioningUrl.find(phone.layers()) != null;
    }

    /**
     * Sets whether the URL has no token, for a file of phones with different tokens.
     *
     * @return whether that is another URL than before
     */
    public boolean omitToken(boolean omit) {
        boolean differs = omitsToken != omit;
        if (differs) {
            omitsToken = omit;
            cachedUrl = null;
        }
        return differs;
    }

    /** A part of the URL; null if the phone has no URL. It is a secret if it contains a secret part of the URL. */
    public @Nullable ResolvedValue value(String name) {
        ProvisioningUrlResolver.PhoneUrl whole = url();
        if (whole == null) {
            return null;
        }
        LayerStack.LayerValue written = whole.written();
        if (referenceResolver.isAssumed(whole.text())) {
            return referenceResolver.secret(whole.text(), written);
        }
        String part = ProvisioningLink.part(name, whole.text());
        if (part == null) {
            referenceResolver.report(ProvisioningUrlResolver.notUrl(written.position()));
            return null;
        }
        return whole.isSecret(part)
                ? referenceResolver.secret(part, written)
                : ResolvedValue.given(part, false, written);
    }

    /**
     * The user or the password that the access rule of the phone wants; empty if it wants no login.
     *
     * @param field {@link ExtensionField#USER} or {@link ExtensionField#PASSWORD}
     */
    public ResolvedValue login(ExtensionField field) {
        LayerStack.LayerValue user = phone.layers().get(PROVISIONING, ExtensionField.USER.key());
        LayerStack.LayerValue found = phone.layers().get(PROVISIONING, field.key());
        boolean open =
                user == null || referenceResolver.follow(user, false).text().isEmpty();
        return open || found == null ? ResolvedValue.derived("") : referenceResolver.follow(found, field.isSecret());
    }

    /**
     * The login as the user information of a URL, {@code user:password} in percent-encoding (RFC 3986, 3.2.1); empty
     * if the access rule wants no login.
     */
    public ResolvedValue urlLogin() {
        ResolvedValue user = login(ExtensionField.USER);
        ResolvedValue password = login(ExtensionField.PASSWORD);
        if (user.text().isEmpty()) {
            return user;
        }
        String text = ProvisioningUrl.encoded(user.text()) + ':' + ProvisioningUrl.encoded(password.text());
        return referenceResolver.secret(text, password.origin());
    }

    /** Whether the access rule of the phone wants a login. */
    boolean hasLogin() {
        return !login(ExtensionField.USER).text().isEmpty();
    }

    /**
     * The URL below which all files of Lineman are, with {@code /} at its end: that of the phone without token and site.
     * Empty if the phone has no URL.
     */
    public ResolvedValue folder() {
        ProvisioningUrlResolver.PhoneUrl whole = urls.resolveForSite(phone.layers(), phone.site(), false);
        if (whole == null || whole.text().isEmpty()) {
            return ResolvedValue.derived("");
        }
        String url = whole.shared();
        String text = url.substring(0, url.length() - ProvisioningUrl.query(url).length());
        return whole.isSecret(url)
                ? referenceResolver.secret(text.endsWith("/") ? text : text + '/', whole.written())
                : ResolvedValue.given(text.endsWith("/") ? text : text + '/', false, whole.written());
    }

    /**
     * Whether Lineman serves a URL, as far as its text says: it is below {@link #folder()}. A folder that cannot be read has
     * a problem of its own.
     */
    boolean serves(String url) {
        String folder = folder().text();
        UrlParts own = UrlParts.of(folder);
        UrlParts other = UrlParts.of(url);
        return own == null
                ? !folder.isEmpty()
                : other != null
                        && own.protocol().equals(other.protocol())
                        && own.host().equalsIgnoreCase(other.host())
                        && own.port().equals(other.port())
                        && (other.path() + '/').startsWith(own.path());
    }

    /**
     * Whether a URL is that of a file of the phone's site, without the token that the file needs. Without a URL of the
     * phone, any server may be Lineman.
     *
     * @param file its path below the folder of the site
     */
    boolean lacksToken(String url, String file) {
        LayerStack.LayerValue written = ProvisioningUrl.token(phone.layers());
        UrlParts parts = UrlParts.of(url);
        if (written == null || parts == null || (hasUrl() && !serves(url))) {
            return false;
        }
        String token = referenceResolver.follow(written, true).text();
        String folder = "http://site" + (phone.site().isEmpty() ? "" : '/' + ProvisioningUrl.encoded(phone.site()));
        String end = ProvisioningUrl.below(folder, file).substring("http://site".length());
        return !token.isEmpty()
                && parts.path().endsWith(end)
                && !parts.path().contains('/' + ProvisioningUrl.encoded(token) + '/');
    }

    /**
     * The URL of a file that Lineman serves.
     *
     * @param path below the folder of the phone's site, or of static files
     * @param ofSite whether it is a file of the site
     * @param found the value of an extension file that names it; null if a template does
     * @return null if the phone has no URL
     */
    @Nullable
    ResolvedValue file(String path, boolean ofSite, LayerStack.@Nullable LayerValue found) {
        ProvisioningUrlResolver.PhoneUrl whole = url();
        if (whole == null) {
            return null;
        }
        String folder = ofSite ? whole.text() : whole.shared();
        if (referenceResolver.isAssumed(folder)) {
            return referenceResolver.secret(folder, found);
        }
        if (!ProvisioningLink.isUrl(folder)) {
            return null;
        }
        String text = ProvisioningUrl.below(folder, path);
        return whole.isSecret(whole.text())
                ? referenceResolver.secret(text, found)
                : new ResolvedValue(text, false, found, null);
    }

    /** The whole URL. One with a blocking problem is resolved again for each file, because each file must count it. */
    private ProvisioningUrlResolver.@Nullable PhoneUrl url() {
        ProvisioningUrlResolver.PhoneUrl url = cachedUrl;
        if (url == null) {
            int before = referenceResolver.blockingCount();
            url = urls.resolve(phone.layers(), phone.site(), !omitsToken);
            cachedUrl = referenceResolver.blockingCount() > before ? null : url;
        }
        return url;
    }
}
