package dev.lineman.operator.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search for phones, in pages.
 *
 * @param state null for any state
 * @param text a part of a MAC, number, name, model or site; empty for any
 * @param from how many matches to skip
 * @param limit how many matches to return
 */
public record PhoneQuery(@Nullable PhoneState state, String text, int from, int limit) {

    /**
     * The result of a search.
     *
     * @param total the number of all phones
     * @param matching the number of matches
     * @param phones the matches of the page
     */
    public record PhoneQueryResult(int total, int matching, List<PhoneStatus> phones) {
        public PhoneQueryResult {
            phones = List.copyOf(phones);
        }
    }
}
