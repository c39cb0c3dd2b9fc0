package dev.lineman.command.adopt;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The phone to adopt, and the values of its extension. Immutable.
 *
 * @param mac 12 lower-case hex digits
 * @param number the number of the extension
 * @param model the model; null to take it from the User-Agent of the phone
 * @param folder the folder of the new file, below the root; null for the folder of the site
 * @param details known values of the extension, by key, also its site
 */
public record AdoptionRequest(
        String mac,
        String number,
        @Nullable String model,
        @Nullable String folder,
        Map<String, String> details) {
    public AdoptionRequest {
        details = Map.copyOf(details);
    }
}
