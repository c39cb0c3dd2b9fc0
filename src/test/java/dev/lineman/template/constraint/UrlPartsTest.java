package dev.lineman.template.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of URLs, and what is none. */
class UrlPartsTest {
    @ParameterizedTest
    @CsvSource({
        "http://h, http, h, 80, ''",
        "HTTPS://u:p@pbx_1.example:65535/a/b?c=d#e, https, pbx_1.example, 65535, /a/b",
        "tftp://[fe80::1]:/x, tftp, [fe80::1], 69, /x",
    })
    void aUrlHasParts(String url, String protocol, String host, String port, String path) {
        assertThat(UrlParts.of(url)).isEqualTo(new UrlParts(protocol, host, port, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h/x",
                "http://",
                "http://h:65536/x",
                "http://h:99999",
                "http://h/a b",
                "http://h/x?a b",
                "http://u x@h/x",
                "http://h x/",
            })
    void aTextWithABlankOrAPortThatDoesNotExistIsNone(String text) {
        assertThat(UrlParts.of(text)).isNull();
    }
}
