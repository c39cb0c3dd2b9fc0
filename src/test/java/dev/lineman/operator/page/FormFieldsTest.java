package dev.lineman.operator.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class FormFieldsTest {
    private static FormFields form(String body) throws Exception {
        return FormFields.of(body.getBytes(UTF_8));
    }

    @Test
    void fieldsAreDecodedAndTheFirstOfOneNameCounts() throws Exception {
        FormFields form = form("mac=00%3A15&name=B%C3%BCro+2&mac=x&&=y&flag&empty=");
        assertThat(form.text("mac")).isEqualTo("00:15");
        assertThat(form.text("name")).isEqualTo("B\u00fcro 2");
        assertThat(form.text("flag")).isEmpty();
        assertThat(form.text("empty")).isEmpty();
        assertThat(form("").text("mac")).isEmpty();
    }

    @Test
    void aBrokenEscapeIsAnErrorOfTheForm() {
        assertThatThrownBy(() -> form("a=%zz"))
                .isInstanceOf(QueryParameters.MalformedQueryException.class)
                .hasMessage("a percent sign in the form is not followed by two hex digits");
    }
}
