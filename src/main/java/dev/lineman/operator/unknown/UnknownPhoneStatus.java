package dev.lineman.operator.unknown;

import dev.lineman.serve.visits.UnknownPhone;
import org.jspecify.annotations.Nullable;

/**
 * An unknown phone in a list. Immutable.
 *
 * @param phone its requests
 * @param vendor by the beginning of its MAC; empty if it is not known
 * @param suggestion the site that it probably belongs to; null if nothing suggests one
 */
public record UnknownPhoneStatus(
        UnknownPhone phone, String vendor, @Nullable SiteSuggestion suggestion) {}
