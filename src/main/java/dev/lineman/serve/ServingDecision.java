package dev.lineman.serve;

import dev.lineman.access.AccessRule;
import dev.lineman.access.UserCredentials;
import dev.lineman.access.auth.AuthenticationResult;
import dev.lineman.publish.store.PublishedFile;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets for one request: the output of {@link ServingPolicy}. Immutable.
 *
 * @param kind what to send
 * @param client the client that asked
 * @param at the time of the decision, in milliseconds since 1970
 * @param located the file that the path names; null when the path is not below the prefix
 * @param authenticationResult the result of the check of the credentials
 * @param rule the rule that permits the fetch; null when the file has none, or when the client gets no file
 */
public record ServingDecision(
        DecisionKind kind,
        PhoneClient client,
        long at,
        PathLocator.@Nullable LocatedFile located,
        AuthenticationResult authenticationResult,
        @Nullable AccessRule rule) {

    /** What to send. */
    public enum DecisionKind {
        /**
         * Send {@link ServingDecision#entry}. If {@link ServingDecision#isLimited}, call
         * {@link ServingPolicy#beginCountedFetch} first.
         */
        SEND,
        /** Send {@link ServingDecision#entry}. It counts as one of the fetches that its rule allows. */
        SEND_COUNTED,
        /** The content of the file is not verified yet. The client may try again later. */
        UNAVAILABLE,
        /** Take the file that the client sends. */
        ACCEPT,
        /** The client may not send this file, or no phone sends such a file. */
        FORBIDDEN,
        /** The file does not exist, or the client has no access to it. */
        NOT_FOUND,
        /** The client sent no valid credentials, and at least one published file requires them. */
        UNAUTHORIZED,
        /** The client guesses names or passwords: refuse everything for {@link ServingPolicy#REFUSAL_TIME}. */
        GUESSING,
        /** The client continues to guess after the refusal: send nothing. */
        IGNORED
    }

    ServingDecision withKind(DecisionKind other) {
        return new ServingDecision(other, client, at, located, authenticationResult, rule);
    }

    /** Returns the file to send, or that would be sent with access; null when the path names none. */
    public @Nullable PublishedFile entry() {
        return located == null ? null : located.entry();
    }

    /** Returns whether the rule limits how often the file may be fetched. */
    public boolean isLimited() {
        return rule != null && rule.fetches() > 0;
    }

    /**
     * Returns what identifies the count of a limited file: when it changes, the count starts at 0. See
     * {@link AccessRule#fetchWindow}.
     */
    String window() {
        return rule == null ? "" : rule.fetchWindow();
    }

    /** Returns whether the client gets no file for a reason other than guessing. */
    boolean isRefusal() {
        return kind == DecisionKind.NOT_FOUND || kind == DecisionKind.UNAUTHORIZED;
    }

    /** Returns the authenticated user name; empty when there is none. */
    public String user() {
        UserCredentials credentials = authenticationResult.credentials();
        return credentials == null ? "" : credentials.user();
    }
}
