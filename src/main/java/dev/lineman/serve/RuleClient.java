package dev.lineman.serve;

import dev.lineman.access.Client;
import dev.lineman.access.IpAddress;
import dev.lineman.access.KnownPhones;
import dev.lineman.access.MacFinder;
import dev.lineman.access.UserCredentials;
import dev.lineman.access.auth.AuthenticationResult;
import dev.lineman.serve.visits.FetchCounter;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client and its request, as access rules see them. {@link ServingPolicy} makes one for each check. Costly values are
 * computed only when a rule needs them.
 *
 * @param epochSecond the time of the decision, in seconds since 1970
 * @param counted whether a limit on the number of fetches applies
 */
record RuleClient(
        PhoneClient client,
        PathLocator.LocatedFile located,
        AuthenticationResult authenticationResult,
        long epochSecond,
        boolean counted,
        TokenRedaction redaction,
        KnownPhones phones,
        FetchCounter fetchCounter)
        implements Client {
    @Override
    public @Nullable String requestedMac() {
        return located.named();
    }

    @Override
    public IpAddress address() {
        return client.address();
    }

    @Override
    public List<String> userAgentMacs() {
        return MacFinder.findAll(client.agent());
    }

    @Override
    public @Nullable List<String> certificateMacs() {
        X509Certificate certificate = client.certificate();
        return certificate == null ? null : CertificateMacs.of(certificate);
    }

    @Override
    public @Nullable UserCredentials credentials() {
        return authenticationResult.credentials();
    }

    @Override
    public String token() {
        return located.token();
    }

    @Override
    public boolean isKnownByAddressOnly() {
        return client.port().isTopLevel();
    }

    @Override
    public boolean isTokenHash(String hash) {
        return redaction.has(hash);
    }

    @Override
    public boolean isPhone(String mac) {
        return phones.contains(mac);
    }

    @Override
    public boolean isPhoneOf(String mac, String site) {
        return phones.isPhoneOf(mac, site);
    }

    @Override
    public boolean areFetchesUsedUp(int most, String window) {
        return counted && fetchCounter.isSpent(located.file(), most, window);
    }
}
