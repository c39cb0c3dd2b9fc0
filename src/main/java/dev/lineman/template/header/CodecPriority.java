package dev.lineman.template.header;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One place in the order of a phone's codecs, and which of them may have it.
 *
 * @param variable gets the value of the codec that has it; null when none does
 * @param payloadVariable gets its payload type
 * @param options one at least
 */
public record CodecPriority(
        @Nullable String variable, @Nullable String payloadVariable, List<ChoiceOption> options) {
    public CodecPriority {
        options = List.copyOf(options);
    }

    static CodecPriority of(HeaderElement element, List<ChoiceOption> options) {
        return new CodecPriority(element.attribute("variablename"), element.attribute("payloadtypename"), options);
    }

    /** The codec that somebody means here, by text, value, payload type or another common name; null when none is that. */
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

    /** Whether two options, perhaps of two priorities, are the same codec. */
    public static boolean sameCodec(ChoiceOption one, ChoiceOption other) {
        return one.phoneValue().equals(other.phoneValue())
                || (!one.text().isEmpty() && one.text().equals(other.text()));
    }

    /** What a codec sets here, by name in lower case. */
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
