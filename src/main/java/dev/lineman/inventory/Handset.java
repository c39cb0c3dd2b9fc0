package dev.lineman.inventory;

import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The handset of a DECT base that has an account. Immutable.
 *
 * @param number of the handset at the base, counted from 1; the line of the account unless it has another one
 * @param ipui the identity of the handset: 10 upper-case hex digits; empty if it is not given
 * @param name what the handset shows; empty if it is not given
 * @param at where the handset is given, or the phone entry
 */
public record Handset(int number, String ipui, String name, Position at) {
    private static final String KEY = ExtensionField.HANDSET.key();

    /** The handset of an account, which may not say anything about it. */
    public static Handset of(Account account) {
        FieldValues given = account.phone().fields(KEY);
        String number = given.text(ExtensionField.NUMBER.key());
        return new Handset(
                number == null ? account.line() : Integer.parseInt(number),
                text(given, ExtensionField.IPUI),
                text(given, ExtensionField.NAME),
                isGiven(account) ? account.phone().positionOf(account.file(), KEY) : account.phonePosition());
    }

    /** Whether the phone entry of an account has the key {@code handset}. */
    public static boolean isGiven(Account account) {
        return account.phone().indexOf(KEY) >= 0;
    }

    private static String text(FieldValues given, ExtensionField field) {
        String text = given.text(field.key());
        return text == null ? "" : text;
    }

    /**
     * The handsets that two accounts of one system have: each is a problem at the second account. Phones without any handset
     * have none.
     *
     * @param mac of the first base
     * @param accounts ordered by line
     */
    static List<Problem> conflicts(String mac, List<Account> accounts) {
        List<Problem> conflicts = new ArrayList<>();
        if (accounts.stream().noneMatch(Handset::isGiven)) {
            return conflicts;
        }
        Map<String, Handset> taken = new HashMap<>();
        int line = 0;
        for (Account account : accounts) {
            Handset handset = of(account);
            // Two accounts on one line have a conflict already.
            if (account.line() != line) {
                add(taken, handset, "handset " + handset.number(), mac, conflicts);
            }
            if (!handset.ipui().isEmpty()) {
                add(taken, handset, "the handset with 'ipui' " + handset.ipui(), mac, conflicts);
            }
            line = account.line();
        }
        return conflicts;
    }

    private static void add(
            Map<String, Handset> taken, Handset handset, String what, String mac, List<Problem> conflicts) {
        Handset other = taken.putIfAbsent(what, handset);
        if (other != null) {
            conflicts.add(Problem.blocking(
                    handset.at(),
                    what + " of phone " + mac + " already has an extension at " + other.at()
                            + "; give one of them another 'handset'"));
        }
    }
}
