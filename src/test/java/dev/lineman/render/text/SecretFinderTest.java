package dev.lineman.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known secrets are masked by their value, whatever their origin. */
class SecretFinderTest {
    private static final String DELIMITERS = " \u2003";

    @ParameterizedTest
    @CsvSource({
        "hunter22,call hunter22 now,call • now",
        "hunter22,xhunter22x,x•x",
        "hunter22,hunter2 hunter22hunter22,hunter2 •",
        "p4ss,pw=p4ss;n='p4ss' p4ss,pw=•;n='•' •",
        "p4ss,xp4ss p4ssx p4ss-1,xp4ss p4ssx p4ss-1",
        "123,a=123,a=123",
        "a<b>&'c'\",<x>a&lt;b&gt;&amp;&apos;c&apos;&quot;</x>,<x>•</x>",
        "a\"b\\cdefg,{\"k\": \"a\\\"b\\\\cdefg\"},{\"k\": \"•\"}",
        "pässwörd,x pässwörd y,x • y"
    })
    void longSecretsAreMaskedAnywhereAndShortOnesAsWholeValues(String secret, String text, String shown) {
        assertThat(shown(List.of(secret), text)).isEqualTo(shown);
    }

    @Test
    void theLongestSecretIsMaskedAndOverlapsAreJoined() {
        assertThat(shown(List.of("abcdefgh", "abcdefghij", "ghijklmn"), "-abcdefghijklmn-"))
                .isEqualTo("-•-");
        assertThat(shown(List.of(), "abc")).isEqualTo("abc");
        assertThat(shown(List.of("", "abc"), "abc")).isEqualTo("abc");
    }

    /** The law: a character is masked only if a long secret covers it, or a short one that is a whole value. */
    @Test
    void masksEqualThoseOfANaiveSearch() {
        Random random = new Random(5);
        for (int round = 0; round < Rounds.of(500); round++) {
            List<String> secrets = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                secrets.add(text(random, 3 + random.nextInt(8)));
            }
            String text = text(random, random.nextInt(200));
            if (random.nextBoolean()) {
                secrets.add(text(random, 12).repeat(8));
                text += secrets.get(secrets.size() - 1) + text(random, 9);
            }
            BitSet expected = new BitSet();
            for (String secret : secrets) {
                for (int at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
                    boolean whole = (at == 0 || DELIMITERS.indexOf(text.charAt(at - 1)) >= 0)
                            && (at + secret.length() == text.length()
                                    || DELIMITERS.indexOf(text.charAt(at + secret.length())) >= 0);
                    if (secret.length() >= 8 || (secret.length() >= 4 && whole)) {
                        expected.set(at, at + secret.length());
                    }
                }
            }
            SecretMasks.Spans spans = new SecretFinder(secrets).masks(text).spans();
            StringBuilder marked = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                marked.append(expected.get(i) ? (expected.get(i - 1 < 0 ? 999 : i - 1) ? "" : "•") : text.charAt(i));
            }
            assertThat(spans.mask(text, 0, text.length()).replaceAll("(" + SecretMasks.DOTS + ")+", "•"))
                    .as("%s in %s", secrets, text)
                    .isEqualTo(marked.toString());
        }
    }

    @Test
    void theUnionOfTwoMasksJoinsOverlaps() {
        assertThat(SecretMasks.ofSpans(2, 4, 8, 9).union(SecretMasks.ofSpans(0, 1, 3, 6, 9, 12)))
                .isEqualTo(SecretMasks.ofSpans(0, 1, 2, 6, 8, 9, 9, 12));
        assertThat(SecretMasks.NONE.union(SecretMasks.ofSpans(1, 2))).isEqualTo(SecretMasks.ofSpans(1, 2));
        assertThat(SecretMasks.ofSpans(1, 2).union(SecretMasks.ALL)).isEqualTo(SecretMasks.ALL);
    }

    /** A text of few different characters of one to four bytes, and of delimiters of one and three bytes. */
    private static String text(Random random, int length) {
        String[] letters = {"a", "b", "\u00e4", "\u20ac", "\ud83d\ude00"};
        int different = 2 + random.nextInt(letters.length - 1);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(
                    random.nextInt(16) == 0
                            ? DELIMITERS.substring(random.nextInt(2)).substring(0, 1)
                            : letters[random.nextInt(different)]);
        }
        return text.toString();
    }

    private static String shown(List<String> secrets, String text) {
        return new SecretFinder(secrets).mask(text).replace(SecretMasks.DOTS, "•");
    }
}
