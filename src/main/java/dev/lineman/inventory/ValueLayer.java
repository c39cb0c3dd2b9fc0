package dev.lineman.inventory;

import dev.lineman.inventory.extension.FieldValues;

/**
 * One layer of values: all have the same distance from the phone. A {@link LayerStack} orders them. Immutable.
 *
 * @param kind which part of the input files the values come from
 * @param fields the values
 * @param file the file with the values, below the root
 * @param profile the name of the profile; empty for other kinds
 */
public record ValueLayer(LayerKind kind, FieldValues fields, String file, String profile) {

    /** A layer that is no profile. */
    public ValueLayer(LayerKind kind, FieldValues fields, String file) {
        this(kind, fields, file, "");
    }

    /** A part of this layer, such as the values of one key. */
    public ValueLayer part(FieldValues values) {
        return new ValueLayer(kind, values, file, profile);
    }

    /** The source of values. */
    public enum LayerKind {
        /** Below {@code phone:} or {@code phones:} of an extension. */
        PHONE,
        /** Beside {@code extension:}. */
        EXTENSION,
        /** Below a name of {@code profiles:} in a {@code _defaults.yaml}. */
        PROFILE,
        /** Below a matching pattern of {@code models:} in a {@code _defaults.yaml}. */
        MODEL,
        /** At the top of a {@code _defaults.yaml}. */
        FOLDER;

        /** Whether the values come from a {@code _defaults.yaml}, so that many phones share them. */
        public boolean isDefault() {
            return this == PROFILE || this == MODEL || this == FOLDER;
        }
    }
}
