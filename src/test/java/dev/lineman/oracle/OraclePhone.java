package dev.lineman.oracle;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A phone as an administrator describes it, with everything that its extension and its folders say already merged.
 *
 * @param mac 12 hex digits, lower case
 * @param model as it is written
 * @param network as it is written; empty when nobody says
 * @param accounts by line
 * @param options what is picked, by the element's name
 * @param codecs most wanted first; empty when nobody says
 * @param keys the BLF keys by number
 * @param vars further placeholders
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

    /** One extension on one line; {@code label} is empty when there is none. */
    public record Account(
            String number,
            String firstName,
            String lastName,
            String authId,
            String authPassword,
            String pbxIp,
            String label) {}

    /** A choice, and whether only {@code _defaults.yaml} made it. */
    public record Pick(String value, boolean byDefault) {}

    /** A BLF key; names are empty when there are none. */
    public record Key(String type, String number, String firstName, String lastName) {}
}
