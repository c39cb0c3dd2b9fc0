package dev.lineman.build.usage;

import dev.lineman.inventory.ValueLayer;
import dev.lineman.inventory.extension.FieldValues;

/**
 * A mapping {@code vars} in a {@code _defaults.yaml}: the one for all models, or the one of a pattern. Immutable.
 *
 * @param file the path of the file
 * @param packedPosition of its first value, as {@link FieldValues} packs it
 */
record VariablePlace(String file, long packedPosition) {
    /** The key of the variables in a layer. */
    static final String VARS = "vars";

    /** The variables of a layer, which must not be empty. */
    static VariablePlace of(ValueLayer layer) {
        return of(layer.file(), layer.fields().fields(VARS));
    }

    /** A mapping that is not empty. */
    static VariablePlace of(String file, FieldValues vars) {
        return new VariablePlace(file, vars.packedPosition(0));
    }
}
