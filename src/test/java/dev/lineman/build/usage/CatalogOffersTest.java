package dev.lineman.build.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.template.Template;
import dev.lineman.template.builtin.BuiltInTemplates;
import dev.lineman.template.header.OptionOffer;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CatalogOffersTest {
    @Test
    void theOptionsOfSecurityOfBuiltInTemplatesAreListed() {
        Set<String> security = new TreeSet<>();
        for (Template template : BuiltInTemplates.ofProgram().catalog().phoneTemplates()) {
            for (OptionOffer option : template.header().options()) {
                if (option.isSecurity()) {
                    security.add(option.name().toLowerCase(Locale.ROOT));
                }
            }
        }
        assertThat(security).isEqualTo(new TreeSet<>(CatalogOffers.BUILT_IN_SECURITY));
    }
}
