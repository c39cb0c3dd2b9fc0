package dev.lineman.operator.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which phones are asked for.
 *
 * @param state null for any
 * @param text part of a MAC, a number, a name, a model or a site; empty for any
 * @param from how many of those that match to pass over
 * @param limit how many to tell
 */
public record PhoneQuery(@Nullable PhoneState state, String text, int from, int limit) {

    /**
     * The phones that match.
     *
     * @param total how many phones there are
     * @param matching how many of them match
     * @param phones those that were asked for
     */
    public record PhoneQueryResult(int total, int matching, List<PhoneStatus> phones) {
        public PhoneQueryResult {
            phones = List.copyOf(phones);
        }
    }
}
