package dev.lineman.inventory;

import dev.lineman.inventory.extension.FieldValues;

/**
 * Values that are as near to a phone as each other.
 *
 * @param kind where they come from
 * @param fields the values
 * @param file the file that they stand in
 */
public record ValueLayer(LayerKind kind, FieldValues fields, String file) {

    /** Where values come from, the nearest first. */
    public enum LayerKind {
        PHONE,
        EXTENSION,
        MODEL,
        FOLDER;

        /** Whether they come from a {@code _defaults.yaml}, and so are for many phones. */
        public boolean isDefault() {
            return this == MODEL || this == FOLDER;
        }
    }
}
