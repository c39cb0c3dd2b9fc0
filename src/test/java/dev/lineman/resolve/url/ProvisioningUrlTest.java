package dev.lineman.resolve.url;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Lineman appends to a {@code provisioning_url}. */
class ProvisioningUrlTest {
    private static final String TOKEN = "0123456789abcdef";

    private static String whole(String url, String site, String token, ServingPath servingPath) {
        return ProvisioningUrl.of(url, site, token, servingPath).with(token, site);
    }

    /** {@code T} is the token. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // URL                          | site | token | whole
                "http://h/provisioning          | -    | - | http://h/provisioning",
                "http://h/provisioning/         | -    | - | http://h/provisioning/",
                "http://h/provisioning          | acme | - | http://h/provisioning/acme",
                "http://h/provisioning/         | acme | - | http://h/provisioning/acme/",
                "http://h/provisioning          | -    | T | http://h/provisioning/T",
                "http://h/provisioning          | acme | T | http://h/provisioning/T/acme",
                "http://h                       | acme | T | http://h/T/acme",
                "http://h/                      | acme | T | http://h/T/acme/",
                // It ends in them already.
                "http://h/provisioning/acme     | acme | - | http://h/provisioning/acme",
                "http://h/provisioning/acme/    | acme | - | http://h/provisioning/acme/",
                "http://h/provisioning/T        | -    | T | http://h/provisioning/T",
                "http://h/provisioning/T/acme   | acme | T | http://h/provisioning/T/acme",
                "http://h/provisioning/T/acme/  | acme | T | http://h/provisioning/T/acme/",
                // It ends in one of them.
                "http://h/provisioning/acme     | acme | T | http://h/provisioning/T/acme",
                "http://h/provisioning/T        | acme | T | http://h/provisioning/T/acme",
                // Case and percent-encoding of a site do not matter, as in a request.
                "http://h/provisioning/ACME     | acme | - | http://h/provisioning/acme",
                "http://h/provisioning/b%C3%BCro| büro | - | http://h/provisioning/b%C3%BCro",
                "http://h/provisioning/büro     | büro | - | http://h/provisioning/b%C3%BCro",
                "http://h/provisioning          | büro | - | http://h/provisioning/b%C3%BCro",
                // The folder of a site with the name of the path.
                "http://h/provisioning          | provisioning | - | http://h/provisioning/provisioning",
                // User, port and brackets stay; a query stays behind.
                "https://u:p@[::1]:5443/provisioning | acme | - | https://u:p@[::1]:5443/provisioning/acme",
                "http://h/provisioning?a=b      | acme | - | http://h/provisioning/acme?a=b",
                // Other servers know no tokens.
                "tftp://h                       | acme | T | tftp://h/acme",
            })
    void siteAndTokenAreAppendedOnce(String url, String site, String token, String whole) {
        assertThat(whole(
                        url.replace("/T", '/' + TOKEN),
                        site == null ? "" : site,
                        token == null ? "" : TOKEN,
                        ServingPath.ASSUMED))
                .isEqualTo(whole.replace("/T", '/' + TOKEN));
    }

    @Test
    void aPathThatEndsLikeTheSiteIsTheBaseIfTheAgentServesThere() {
        ServingPath acme = ServingPath.of("phones/acme");
        assertThat(whole("http://h/phones/acme", "acme", "", acme)).isEqualTo("http://h/phones/acme/acme");
        assertThat(whole("http://h/phones/acme/acme", "acme", "", acme)).isEqualTo("http://h/phones/acme/acme");
        assertThat(whole("http://h//phones/acme/", "acme", "", acme)).isEqualTo("http://h//phones/acme/acme/");
    }
}
