package dev.lineman.serve;

import dev.lineman.access.Credentials;
import dev.lineman.access.Rule;
import dev.lineman.login.Proof;
import dev.lineman.publish.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets. Immutable.
 *
 * @param at when it was decided, in milliseconds since 1970
 * @param place the path that the client asked for; null when it is not below the prefix
 * @param proof what the client's credentials prove
 * @param rule that admits the client; null when the file has none, and when the client gets no file
 */
public record Decision(
        Kind kind,
        PhoneClient client,
        long at,
        Locator.@Nullable Place place,
        Proof proof,
        @Nullable Rule rule) {

    /** The kinds of decisions. */
    public enum Kind {
        /** Send {@link Decision#entry}; call {@link ServingPolicy#count} first if {@link Decision#isLimited}. */
        SEND,
        /** Send {@link Decision#entry}, and count it as one of the fetches that its rule allows. */
        SEND_COUNTED,
        /** The file is not verified yet; try again later. */
        UNAVAILABLE,
        NOT_FOUND,
        /** The client presented no valid credentials, and some file needs them. */
        UNAUTHORIZED,
        /** The client guesses names or passwords: refuse everything for {@link ServingPolicy#REFUSING}. */
        GUESSING,
        /** The client goes on although it was refused: send nothing. */
        IGNORED
    }

    Decision as(Kind other) {
        return new Decision(other, client, at, place, proof, rule);
    }

    /** The file to send, or that would be sent; null when the path has none. */
    public @Nullable Entry entry() {
        return place == null ? null : place.entry();
    }

    /** Whether the file may be fetched a limited number of times. */
    public boolean isLimited() {
        return rule != null && rule.fetches() > 0;
    }

    /** What the fetches of a limited file are counted for, see {@link Rule#window}. */
    String window() {
        return rule == null ? "" : rule.window();
    }

    boolean isRefusal() {
        return kind == Kind.NOT_FOUND || kind == Kind.UNAUTHORIZED;
    }

    /** The user name that the client proved; empty when it proved none. */
    public String user() {
        Credentials credentials = proof.credentials();
        return credentials == null ? "" : credentials.user();
    }
}
