package dev.lineman.build.usage;

import dev.lineman.inventory.ValueLayer;
import dev.lineman.inventory.extension.FieldValues;

/**
 * A layer in a {@code _defaults.yaml}: the values for all models, or those of a pattern. Immutable.
 *
 * @param file the path of the file
 * @param packedPosition of its first value, as {@link FieldValues} packs it
 */
record DefaultsPlace(String file, long packedPosition) {

    /** The place of a layer, which must not be empty. */
    static DefaultsPlace of(ValueLayer layer) {
        return of(layer.file(), layer.fields());
    }

    /** The place of values, which must not be empty. */
    static DefaultsPlace of(String file, FieldValues values) {
        return new DefaultsPlace(file, values.packedPosition(0));
    }

    /** The folder that the file gives defaults to, with a {@code /} at its end. */
    String folder() {
        return file.substring(0, file.lastIndexOf('/') + 1);
    }
}
