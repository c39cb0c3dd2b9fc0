package dev.lineman.inventory;

import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.Position;

/**
 * One extension registered on one phone.
 *
 * @param line from 1
 * @param file where it stands
 * @param entry the extension's own values
 * @param phone what it says of the phone
 * @param layers the extension's values and those of its folders
 */
public record Account(int line, String file, FieldValues entry, FieldValues phone, LayerStack layers) {

    /** The extension's number. */
    public String number() {
        String number = entry.text("extension");
        if (number == null) {
            throw new IllegalStateException("an extension without a number was let in");
        }
        return number;
    }

    /** Where the extension begins. */
    public Position position() {
        return entry.positionOf(file, "extension");
    }

    /** Where the phone's MAC stands. */
    public Position phonePosition() {
        return phone.positionOf(file, "mac");
    }
}
