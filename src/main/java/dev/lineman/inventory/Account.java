package dev.lineman.inventory;

import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.Position;

/**
 * One extension on one line of a phone. Also used for an extension without a phone, and for a contact, which has no number
 * and no layers but its own; then {@code line} is 0 and {@code phone} is empty. Immutable.
 *
 * @param line counted from 1; 0 without a phone
 * @param file the extension file, below the root
 * @param entry the extension's own values
 * @param phone the extension's values for this phone
 * @param layers the extension's values and those of its folders
 */
public record Account(int line, String file, FieldValues entry, FieldValues phone, LayerStack layers) {

    /** Returns the extension's number. The reader rejects entries without one. */
    public String number() {
        String number = entry.text("extension");
        if (number == null) {
            throw new IllegalStateException("the reader accepted an extension without a number");
        }
        return number;
    }

    /** Returns the position of the extension's number. */
    public Position position() {
        return entry.positionOf(file, "extension");
    }

    /** Returns the position of the phone's MAC. */
    public Position phonePosition() {
        return phone.positionOf(file, "mac");
    }
}
