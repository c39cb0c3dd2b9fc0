package dev.lineman.template.header;

import dev.lineman.problem.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An {@code <option>} element. A phone picks one option of each choice. Immutable.
 *
 * @param at position of the element
 * @param displayText text for people, or null
 * @param value value for the phone, or null
 * @param id the {@code id} attribute, or null
 * @param payload RTP payload type of a codec (RFC 3551), or null
 * @param text the element's text, stripped; may be empty
 * @param items values of the {@code <item>} children, by variable name in lower case
 */
public record ChoiceOption(
        Position at,
        @Nullable String displayText,
        @Nullable String value,
        @Nullable String id,
        @Nullable String payload,
        String text,
        Map<String, String> items) {
    /** The texts that identify an option, the strongest first. */
    private static final List<Function<ChoiceOption, @Nullable String>> IDENTIFIERS =
            List.of(ChoiceOption::displayText, ChoiceOption::value, ChoiceOption::id, ChoiceOption::ownText);

    public ChoiceOption {
        items = Map.copyOf(items);
    }

    /** Reads an {@code <option>}. An {@code <item>} without text takes its {@code value} attribute. */
    static ChoiceOption of(HeaderElement element) {
        Map<String, String> items = new LinkedHashMap<>();
        for (HeaderElement item : element.children("item")) {
            String name = item.attribute("name");
            String value = item.attribute("value");
            if (name != null) {
                String text = item.text();
                items.put(name.toLowerCase(Locale.ROOT), text.isEmpty() && value != null ? value : text);
            }
        }
        return new ChoiceOption(
                element.at(),
                element.attribute("displaytext"),
                element.attribute("value"),
                element.attribute("id"),
                element.attribute("payload"),
                element.text(),
                items);
    }

    /** The {@code <option>} children of an element, in document order. */
    static List<ChoiceOption> optionsOf(HeaderElement element) {
        return element.children("option").stream().map(ChoiceOption::of).toList();
    }

    /**
     * The options that a text names. An exact match wins over a match in another case. Then the strongest kind
     * of identifier wins.
     *
     * @return all options with that identifier; empty if there is none
     */
    static List<ChoiceOption> matching(String wanted, List<ChoiceOption> options) {
        List<ChoiceOption> exact = matching(options, IDENTIFIERS, wanted::equals);
        return exact.isEmpty() ? matching(options, IDENTIFIERS, wanted::equalsIgnoreCase) : exact;
    }

    /** Compares one identifier, which may be missing, with the wanted text. */
    private interface OptionTest {
        boolean holds(@Nullable String name);
    }

    private static List<ChoiceOption> matching(
            List<ChoiceOption> options, List<Function<ChoiceOption, @Nullable String>> names, OptionTest test) {
        for (Function<ChoiceOption, @Nullable String> name : names) {
            List<ChoiceOption> found = options.stream()
                    .filter(option -> test.holds(name.apply(option)))
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** The texts that identify this option. */
    List<String> identifiers() {
        return IDENTIFIERS.stream()
                .map(identifier -> identifier.apply(this))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The element's text, as an identifier. An element without text is not named by it, unless it has no other name. */
    private @Nullable String ownText() {
        return text.isEmpty() && !displayName().isEmpty() ? null : text;
    }

    /** The value to write into the provisioning file: the {@code value} attribute, else the text. */
    String phoneValue() {
        return value == null ? text : value;
    }

    /** The name to show to people, for example in a problem that lists the options; empty if it has none. */
    public String displayName() {
        for (String name : new String[] {displayText, text, value, id}) {
            if (name != null && !name.isEmpty()) {
                return name;
            }
        }
        return "";
    }
}
