package dev.lineman.operator.unknown;

/**
 * The site that an unknown phone probably belongs to. Immutable.
 *
 * @param site the name of a site with extensions; never empty
 * @param reason why, as a part of a sentence
 */
public record SiteSuggestion(String site, String reason) {}
