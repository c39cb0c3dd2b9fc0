package dev.lineman.template.header;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The codecs that a phone wants, in the priorities of a template. A codec that no priority allows is left out, and the
 * next codec takes its place. Immutable.
 */
public final class CodecOrder {
    private final List<CodecPriority> priorities;
    private final List<CodecPlace> places;

    private CodecOrder(List<CodecPriority> priorities, List<CodecPlace> places) {
        this.priorities = List.copyOf(priorities);
        this.places = List.copyOf(places);
    }

    /** What becomes of a wanted codec. */
    public enum CodecOutcome {
        /** The phone gets it. */
        USED,
        /** No priority allows it. */
        UNKNOWN,
        /** Other priorities allow it, but not the one that is its turn. */
        NOT_HERE,
        /** All priorities are taken. */
        NO_PRIORITY_LEFT
    }

    /**
     * What becomes of one wanted codec.
     *
     * @param priority the index of the priority that is its turn; that of the first one behind the last if none is left
     * @param option the codec as the priority writes it; null unless it is used
     */
    public record CodecPlace(
            CodecOutcome outcome, int priority, @Nullable ChoiceOption option) {}

    /** Gives each priority to the codec whose turn it is. */
    public static CodecOrder of(List<CodecPriority> priorities, List<String> wanted) {
        List<CodecPlace> places = new ArrayList<>();
        int next = 0;
        for (String codec : wanted) {
            CodecOutcome outcome = CodecOutcome.UNKNOWN;
            ChoiceOption option = null;
            int priority = next;
            if (priorities.stream().anyMatch(one -> one.find(codec) != null)) {
                option = next < priorities.size() ? priorities.get(next).find(codec) : null;
                outcome = option != null
                        ? CodecOutcome.USED
                        : next < priorities.size() ? CodecOutcome.NOT_HERE : CodecOutcome.NO_PRIORITY_LEFT;
                next++;
            }
            places.add(new CodecPlace(outcome, priority, option));
        }
        return new CodecOrder(priorities, places);
    }

    /** What becomes of each wanted codec, in their order. */
    public List<CodecPlace> places() {
        return places;
    }

    /** The index of the wanted codec that a priority gets; -1 if it gets none. */
    public int wantedAt(int priority) {
        for (int i = 0; i < places.size(); i++) {
            CodecPlace place = places.get(i);
            if (place.option() != null && place.priority() == priority) {
                return i;
            }
        }
        return -1;
    }

    /** What the template has instead of a place for the codec, such as {@code only 3 priorities}; empty if it is used. */
    public String reason(int wanted) {
        CodecPlace place = places.get(wanted);
        return switch (place.outcome()) {
            case USED -> "";
            case UNKNOWN -> "no such codec";
            case NOT_HERE -> "no such codec in priority " + (place.priority() + 1);
            case NO_PRIORITY_LEFT ->
                "only " + priorities.size() + (priorities.size() == 1 ? " priority" : " priorities");
        };
    }
}
