package dev.lineman.template.model;

import java.util.List;

/**
 * The expansion modules of a model whose keys its template sets. Immutable.
 *
 * @param count how many modules the phone takes
 * @param keys how many keys one module has; accounts and BLF keys share them
 * @param types the names of the modules; may be empty
 */
public record ModelModules(int count, int keys, List<String> types) {
    public ModelModules {
        types = List.copyOf(types);
    }

    /** The keys of all modules. */
    int allKeys() {
        return count * keys;
    }
}
