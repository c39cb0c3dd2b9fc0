package dev.lineman.resolve.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.resolve.url.ProvisioningLink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvisioningLinkTest {

    @ParameterizedTest
    @CsvSource({
        "http://10.172.0.2:5481/provisioning,http,10.172.0.2,5481,/provisioning",
        "HTTPS://pbx.example.com/a/b?c=d#e,https,pbx.example.com,443,/a/b",
        "http://pbx_1:80,http,pbx_1,80,''",
        "http://[2001:db8::1]:5481/p/,http,[2001:db8::1],5481,/p/",
        "http://user:pw@host/,http,host,80,/",
        "tftp://h,tftp,h,69,''",
        "ftp://h:/x,ftp,h,21,/x"
    })
    void aUrlHasParts(String url, String protocol, String host, String port, String path) {
        for (String name : new String[] {"provlink", "provlinklocal"}) {
            assertThat(ProvisioningLink.part(name, url)).isEqualTo(url);
            assertThat(ProvisioningLink.part(name + ".protocol", url)).isEqualTo(protocol);
            assertThat(ProvisioningLink.part(name + ".host", url)).isEqualTo(host);
            assertThat(ProvisioningLink.part(name + ".port", url)).isEqualTo(port);
            assertThat(ProvisioningLink.part(name + ".path", url)).isEqualTo(path);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.1/x", "http:/x", "http:///x", "http://h:x/", "http://a b/ c:9:9", "//h/x"})
    void aTextThatIsNoUrlHasNoParts(String url) {
        assertThat(ProvisioningLink.part("provlink.host", url)).isNull();
    }

    @Test
    void otherNamesAreNoParts() {
        assertThat(ProvisioningLink.isName("provlinklocal.path")).isTrue();
        assertThat(ProvisioningLink.isName("provlink.user")).isFalse();
        assertThat(ProvisioningLink.isName("provlinks")).isFalse();
        assertThat(ProvisioningLink.part("provlinks", "http://h")).isNull();
    }
}
