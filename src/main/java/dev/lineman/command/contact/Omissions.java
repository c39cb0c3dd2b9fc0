package dev.lineman.command.contact;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an import leaves out, by reason. One warning for each reason has the first place and the count, since an address
 * book can have thousands of entries without a telephone number. Not thread-safe.
 */
public final class Omissions {
    private final Map<Reason, FirstPlace> found = new EnumMap<>(Reason.class);

    /** Why something is left out. */
    public enum Reason {
        /** An entry. */
        NO_NUMBER("this entry has no telephone number and is left out"),
        /** An entry. */
        NO_NAME("this entry has neither a name nor a company and is left out; add one of them"),
        /** A number. */
        NOT_A_NUMBER("this is not a telephone number and is left out; write one such as +49 30 123456"),
        /** A number. */
        SECOND_NUMBER("this number is left out: a contact has one number of each type, and 'other'"),
        /** A number. */
        FAX_OR_PAGER("this number of a fax machine or a pager is left out"),
        /** A speed dial. */
        NOT_A_SPEED_DIAL("this is not a speed dial and is left out; write digits, '*' and '#', such as 7"),
        /** A line of a file of vCards. */
        MALFORMED_LINE("this line is no line of a vCard and is left out"),
        /** The characters of a value; the value stays. */
        UNREADABLE_CHARACTERS(
                "the characters of this line are in no known encoding, so its text may be wrong; correct it"),
        /** The version of a vCard; the card stays. */
        UNKNOWN_VERSION("this is not a known version of vCards, so the contact may lack values; compare it"),
        /** Any value. */
        LONG_TEXT("this text is longer than 255 characters and is left out; shorten it");

        private final String message;

        Reason(String message) {
            this.message = message;
        }
    }

    private record FirstPlace(Position at, int count) {}

    /** Counts something that is left out. */
    public void add(Reason reason, Position at) {
        found.merge(reason, new FirstPlace(at, 1), (first, next) -> new FirstPlace(first.at(), first.count() + 1));
    }

    /** Returns a warning for each reason. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        found.forEach((reason, first) -> problems.add(Problem.warning(
                first.at(),
                reason.message + (first.count() == 1 ? "" : "; this happens " + first.count() + " times"))));
        return problems;
    }
}
