package dev.lineman.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.crypto.CryptoProvider;
import dev.lineman.crypto.Providers;
import dev.lineman.e2e.Deadline;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DigestTest {
    /** The first half of the SHA-256 of "abc" (FIPS 180-4, example). */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223";

    @ParameterizedTest
    @MethodSource("dev.lineman.crypto.Providers#both")
    void bothProvidersComputeSha256(CryptoProvider provider) throws Exception {
        MessageDigest digest = provider.sha256();
        assertThat(HexFormat.of().formatHex(digest.digest("abc".getBytes(StandardCharsets.US_ASCII))))
                .startsWith(ABC);
        Random random = new Random(7);
        for (int size = 0; size < 300; size++) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            digest.update(bytes, 0, size / 2);
            digest.update(bytes, size / 2, size - size / 2);
            assertThat(digest.digest())
                    .as("%s bytes", size)
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(bytes));
        }
    }

    @Test
    void theDigestIsTheFirstHalfOfTheSha256() throws Exception {
        byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
        assertThat(Digest.of(abc)).hasToString(ABC);
        assertThat(Digest.read(new ByteArrayInputStream(abc), 3, null, () -> false))
                .hasToString(ABC);
        assertThat(Digest.read(new ByteArrayInputStream(abc), 4, null, () -> false))
                .isNull();
    }

    @Test
    void aDigestThatBeganBeforeTheLibraryIsLoadedEndsWithTheSameValue() throws Exception {
        byte[] bytes = new byte[100_000];
        new Random(7).nextBytes(bytes);
        MessageDigest begun = Digest.begin(bytes.length);
        begun.update(bytes, 0, 1000);
        assertThat(Providers.both()).hasSize(2);
        begun.update(bytes, 1000, bytes.length - 1000);
        assertThat(Digest.finish(begun)).isEqualTo(Digest.of(bytes));
    }

    @Test
    void theLibraryIsLoadedAfterManyBytes() throws Exception {
        byte[] many = new byte[5 << 20];
        Digest before = Digest.of(many);
        Deadline.await(() -> assertThat(CryptoProvider.current().isNative()).isTrue());
        assertThat(Digest.of(many)).isEqualTo(before);
    }
}
