package dev.lineman.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The providers that a test of cryptography runs with. */
public final class Providers {
    private Providers() {}

    /** Conscrypt, which must load on the machine of a test, and the JDK. */
    public static Stream<Named<CryptoProvider>> both() {
        CryptoProvider conscrypt = CryptoProvider.load();
        assertThat(conscrypt.isNative()).as("%s", conscrypt).isTrue();
        return Stream.of(Named.of("Conscrypt", conscrypt), Named.of("JDK", CryptoProvider.jdk()));
    }
}
