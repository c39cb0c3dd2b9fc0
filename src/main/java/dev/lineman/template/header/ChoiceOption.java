package dev.lineman.template.header;

import dev.lineman.problem.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One of those from which a phone takes one.
 *
 * @param at where it stands
 * @param displayText what people are shown, or null
 * @param value what the phone is told, or null
 * @param id or null
 * @param payload the RTP payload type of a codec (RFC 3551), or null
 * @param text its text, perhaps empty
 * @param items the variables that it sets, by name in lower case
 */
public record ChoiceOption(
        Position at,
        @Nullable String displayText,
        @Nullable String value,
        @Nullable String id,
        @Nullable String payload,
        String text,
        Map<String, String> items) {
    /** What an option is known by, the first that decides first. */
    private static final List<Function<ChoiceOption, @Nullable String>> IDENTIFIERS =
            List.of(ChoiceOption::displayText, ChoiceOption::value, ChoiceOption::id, ChoiceOption::text);

    public ChoiceOption {
        items = Map.copyOf(items);
    }

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

    /** The options of an element. */
    static List<ChoiceOption> optionsOf(HeaderElement element) {
        return element.children("option").stream().map(ChoiceOption::of).toList();
    }

    /** The options that somebody means: the first kind of name that any option has decides, and exactly rather than in another case. */
    static List<ChoiceOption> matching(String wanted, List<ChoiceOption> options) {
        List<ChoiceOption> exact = matching(options, IDENTIFIERS, wanted::equals);
        return exact.isEmpty() ? matching(options, IDENTIFIERS, wanted::equalsIgnoreCase) : exact;
    }

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

    /** What the phone is told when this is picked. */
    String phoneValue() {
        return value == null ? text : value;
    }

    /** What people know it by. */
    public String displayName() {
        for (String name : new String[] {displayText, text, value, id}) {
            if (name != null && !name.isEmpty()) {
                return name;
            }
        }
        return "";
    }
}
