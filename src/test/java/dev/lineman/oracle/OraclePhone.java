package dev.lineman.oracle;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A phone with the values of its extension and its folders, already merged.
 *
 * @param mac 12 hex digits, lower case
 * @param model as an administrator writes it
 * @param network as an administrator writes it; empty if it is not set
 * @param accounts by line
 * @param options picks by the element's name
 * @param codecs the most wanted first; empty if they are not set
 * @param keys the BLF keys by number
 * @param vars further values
 */
public record OraclePhone(
        String mac,
        String model,
        String network,
        SortedMap<Integer, Account> accounts,
        Map<String, Pick> options,
        List<String> codecs,
        SortedMap<Integer, Key> keys,
        Map<String, String> vars) {

    /** One extension on one line; {@code label} is empty if it has none. */
    public record Account(
            String number,
            String firstName,
            String lastName,
            String authId,
            String authPassword,
            String pbxIp,
            String label) {}

    /** A picked option, and whether only {@code _defaults.yaml} picks it. */
    public record Pick(String value, boolean byDefault) {}

    /** A BLF key; its names are empty if it has none. */
    public record Key(String type, String number, String firstName, String lastName) {}
}
