package dev.lineman.serve;

import dev.lineman.access.AccessRule;
import dev.lineman.access.UserCredentials;
import dev.lineman.access.auth.AuthenticationResult;
import dev.lineman.publish.store.PublishedFile;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets. Immutable.
 *
 * @param at when it was decided, in milliseconds since 1970
 * @param place the path that the client asked for; null when it is not below the prefix
 * @param authenticationResult what the client's credentials prove
 * @param rule that admits the client; null when the file has none, and when the client gets no file
 */
public record ServingDecision(
        DecisionKind kind,
        PhoneClient client,
        long at,
        PathLocator.@Nullable LocatedFile place,
        AuthenticationResult authenticationResult,
        @Nullable AccessRule rule) {

    /** The kinds of decisions. */
    public enum DecisionKind {
        /** Send {@link ServingDecision#entry}; call {@link ServingPolicy#beginCountedFetch} first if {@link ServingDecision#isLimited}. */
        SEND,
        /** Send {@link ServingDecision#entry}, and count it as one of the fetches that its rule allows. */
        SEND_COUNTED,
        /** The file is not verified yet; try again later. */
        UNAVAILABLE,
        NOT_FOUND,
        /** The client presented no valid credentials, and some file needs them. */
        UNAUTHORIZED,
        /** The client guesses names or passwords: refuse everything for {@link ServingPolicy#REFUSAL_TIME}. */
        GUESSING,
        /** The client goes on although it was refused: send nothing. */
        IGNORED
    }

    ServingDecision withKind(DecisionKind other) {
        return new ServingDecision(other, client, at, place, authenticationResult, rule);
    }

    /** The file to send, or that would be sent; null when the path has none. */
    public @Nullable PublishedFile entry() {
        return place == null ? null : place.entry();
    }

    /** Whether the file may be fetched a limited number of times. */
    public boolean isLimited() {
        return rule != null && rule.fetches() > 0;
    }

    /** What the fetches of a limited file are counted for, see {@link AccessRule#fetchWindow}. */
    String window() {
        return rule == null ? "" : rule.fetchWindow();
    }

    boolean isRefusal() {
        return kind == DecisionKind.NOT_FOUND || kind == DecisionKind.UNAUTHORIZED;
    }

    /** The user name that the client proved; empty when it proved none. */
    public String user() {
        UserCredentials credentials = authenticationResult.credentials();
        return credentials == null ? "" : credentials.user();
    }
}
