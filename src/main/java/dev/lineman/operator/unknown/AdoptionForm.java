package dev.lineman.operator.unknown;

import dev.lineman.serve.visits.UnknownPhone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form to adopt a phone. Immutable.
 *
 * @param mac 12 lower-case hex digits
 * @param vendor by the beginning of the MAC; empty if it is not known
 * @param phone its requests; null if it did not ask for a file
 * @param suggestion the site that it probably belongs to; null if nothing suggests one
 * @param fields in their order
 */
public record AdoptionForm(
        String mac,
        String vendor,
        @Nullable UnknownPhone phone,
        @Nullable SiteSuggestion suggestion,
        List<AdoptionField> fields) {
    public AdoptionForm {
        fields = List.copyOf(fields);
    }
}
