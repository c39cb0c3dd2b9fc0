package dev.lineman.resolve;

/**
 * The model that a phone was found to be.
 *
 * @param name the model's text in the template, or as it was written where the template has none
 * @param userAgent what the template says that such a phone calls itself
 */
public record ChosenModel(String name, String userAgent) {}
