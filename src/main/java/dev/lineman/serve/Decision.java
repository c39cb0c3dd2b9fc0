package dev.lineman.serve;

import dev.lineman.access.Address;
import dev.lineman.http.Answer;
import org.jspecify.annotations.Nullable;

/**
 * What was decided for one request.
 *
 * @param from where it comes from, behind our proxies
 * @param at when, in milliseconds since 1970
 * @param place that its path leads to; null when that is of no account
 * @param user who asks, where they have proved it; else empty
 * @param window of the fetches that this one counts for if it is sent whole; empty when it does not count
 */
record Decision(Answer answer, Address from, long at, Locator.@Nullable Place place, String user, String window) {

    static Decision refusal(Answer answer, Address from, long at, Locator.@Nullable Place place, String user) {
        return new Decision(answer, from, at, place, user, "");
    }
}
