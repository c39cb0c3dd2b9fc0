package dev.lineman.template.header;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a template offers under one name in {@code options}: a choice, or one of the built-in options {@code dst} and
 * {@code xfertype}. Messages and warnings use it. Implementations are immutable.
 */
public interface OptionOffer {
    /** The name in {@code options}. Case does not matter. */
    String name();

    /** Whether the option protects calls or credentials, so that a wrong value is never replaced by the default. */
    boolean isSecurity();

    /** Whether each line of a phone has its own value. */
    default boolean isOfLine() {
        return false;
    }

    /** Whether a value names one of the option's values, or several. */
    boolean accepts(String value);

    /** All texts that name a value. */
    List<String> identifiers();

    /** The values, as messages list them. */
    List<String> valueNames();

    /** The value of a phone that picks none, as messages name it. */
    String defaultValue();

    /** Why a value that exists is none of this option; null for one that is, and for an unknown one. */
    default @Nullable ValueRefusal refusal(String value) {
        return null;
    }

    /**
     * Why an option does not have a value.
     *
     * @param reason a clause about the value
     * @param nearest the value of the option that is most like it
     */
    record ValueRefusal(String reason, String nearest) {}
}
