package dev.lineman.template.header;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One position in the order of a phone's codecs, and the codecs that the template allows there. Immutable.
 *
 * @param variable name of the variable that gets the codec's value; null if the template names none
 * @param payloadVariable name of the variable that gets the codec's RTP payload type, or null
 * @param isOfLine whether each line of a phone has its own codecs
 * @param options the allowed codecs, at least one
 */
public record CodecPriority(
        @Nullable String variable, @Nullable String payloadVariable, boolean isOfLine, List<ChoiceOption> options) {
    public CodecPriority {
        options = List.copyOf(options);
    }

    /**
     * Reads a {@code <Codecspriority>} element with these options.
     *
     * @param isOfLine whether the element around all priorities says that each line has its own codecs
     */
    static CodecPriority of(HeaderElement element, boolean isOfLine, List<ChoiceOption> options) {
        return new CodecPriority(
                element.attribute("variablename"), element.attribute("payloadtypename"), isOfLine, options);
    }

    /**
     * Finds the codec that a text names. Text, value, payload type and other common names are tried in this
     * order.
     *
     * @return null if the codec is not allowed here
     */
    public @Nullable ChoiceOption find(String wanted) {
        for (ChoiceOption option : options) {
            if (option.text().equalsIgnoreCase(wanted)) {
                return option;
            }
        }
        for (ChoiceOption option : options) {
            if (wanted.equalsIgnoreCase(option.value())) {
                return option;
            }
        }
        for (ChoiceOption option : options) {
            if (wanted.equals(option.payload())) {
                return option;
            }
        }
        String codec = Codec.canonicalName(wanted);
        for (ChoiceOption option : options) {
            if (Codec.canonicalName(option.text()).equals(codec)
                    || Codec.canonicalName(option.phoneValue()).equals(codec)) {
                return option;
            }
        }
        return null;
    }

    /** Whether two options are the same codec. They may belong to different priorities. */
    public static boolean sameCodec(ChoiceOption one, ChoiceOption other) {
        return one.phoneValue().equals(other.phoneValue())
                || (!one.text().isEmpty() && one.text().equals(other.text()));
    }

    /** The variables that a codec sets at this position, by name in lower case. */
    public Map<String, String> variables(ChoiceOption picked) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (variable != null) {
            variables.put(variable.toLowerCase(Locale.ROOT), picked.phoneValue());
        }
        if (payloadVariable != null) {
            String payload = picked.payload();
            variables.put(payloadVariable.toLowerCase(Locale.ROOT), payload == null ? "" : payload);
        }
        return variables;
    }
}
