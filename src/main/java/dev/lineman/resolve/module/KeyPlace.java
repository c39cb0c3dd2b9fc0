package dev.lineman.resolve.module;

/**
 * Where a BLF key is. Immutable.
 *
 * @param module the number of its expansion module; 0 for a key on the phone itself, or if this is not known
 * @param key its number on the module, from 1; 0 without a module
 */
public record KeyPlace(int module, int key) {
    /** The place of all keys on the phone itself. */
    static final KeyPlace ON_PHONE = new KeyPlace(0, 0);
}
