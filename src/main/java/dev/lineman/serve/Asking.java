package dev.lineman.serve;

import dev.lineman.access.Address;
import dev.lineman.access.Asker;
import dev.lineman.access.Credentials;
import dev.lineman.access.Mac;
import dev.lineman.login.Proof;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one request tells of who sent it; what costs something is only found out when a rule asks. For one thread. */
final class Asking implements Asker {
    private final PhoneClient client;
    private final Locator.Place place;
    private final Proof proof;
    private final long now;
    private final Powers powers;
    private @Nullable List<String> agentMacs;

    /** What everybody knows. */
    interface Powers {
        boolean isToken(String hash);

        boolean isPhone(String mac);

        boolean isSpent(String file, int fetches, String window);
    }

    Asking(PhoneClient client, Locator.Place place, Proof proof, long now, Powers powers) {
        this.client = client;
        this.place = place;
        this.proof = proof;
        this.now = now;
        this.powers = powers;
    }

    @Override
    public @Nullable String named() {
        return place.named();
    }

    @Override
    public Address address() {
        return client.address();
    }

    @Override
    public List<String> agentMacs() {
        if (agentMacs == null) {
            agentMacs = Mac.all(client.agent());
        }
        return agentMacs;
    }

    @Override
    public @Nullable List<String> certificateMacs() {
        X509Certificate certificate = client.certificate();
        return certificate == null ? null : CertificateMacs.of(certificate);
    }

    @Override
    public @Nullable Credentials credentials() {
        return proof.credentials();
    }

    @Override
    public String token() {
        return place.token();
    }

    @Override
    public boolean isToken(String hash) {
        return !hash.isEmpty() && powers.isToken(hash);
    }

    @Override
    public boolean isPhone(String mac) {
        return powers.isPhone(mac);
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public boolean isSpent(int fetches, String window) {
        return powers.isSpent(place.file(), fetches, window);
    }
}
