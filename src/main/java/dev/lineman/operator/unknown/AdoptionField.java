package dev.lineman.operator.unknown;

import java.util.List;

/**
 * A field in the form of an adoption. Immutable.
 *
 * @param key one of {@link AdoptionInput#KEYS}
 * @param label its name for people
 * @param value the text that the user gave, else the proposed one; empty for none
 * @param hint a phrase below the field; empty for none
 * @param offers texts to choose from, a bounded number
 * @param need which texts it takes
 */
public record AdoptionField(String key, String label, String value, String hint, List<String> offers, FieldEntry need) {
    public AdoptionField {
        offers = List.copyOf(offers);
    }

    /** Which texts a field takes. */
    public enum FieldEntry {
        /** Any text but none. */
        REQUIRED,
        /** Any text. */
        OPTIONAL,
        /** One of the offers, or none. */
        CHOICE
    }

    /** Whether the form needs a text. */
    public boolean isRequired() {
        return need == FieldEntry.REQUIRED;
    }

    /** Whether only the offers are possible. */
    public boolean isChoice() {
        return need == FieldEntry.CHOICE;
    }
}
