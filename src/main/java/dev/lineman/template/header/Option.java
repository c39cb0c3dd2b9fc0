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
public record Option(
        Position at,
        @Nullable String displayText,
        @Nullable String value,
        @Nullable String id,
        @Nullable String payload,
        String text,
        Map<String, String> items) {
    /** What an option is known by, the first that decides first. */
    private static final List<Function<Option, @Nullable String>> NAMES =
            List.of(Option::displayText, Option::value, Option::id, Option::text);

    public Option {
        items = Map.copyOf(items);
    }

    static Option of(Element element) {
        Map<String, String> items = new LinkedHashMap<>();
        for (Element item : element.children("item")) {
            String name = item.attribute("name");
            String value = item.attribute("value");
            if (name != null) {
                String text = item.text();
                items.put(name.toLowerCase(Locale.ROOT), text.isEmpty() && value != null ? value : text);
            }
        }
        return new Option(
                element.at(),
                element.attribute("displaytext"),
                element.attribute("value"),
                element.attribute("id"),
                element.attribute("payload"),
                element.text(),
                items);
    }

    /** The options of an element. */
    static List<Option> all(Element element) {
        return element.children("option").stream().map(Option::of).toList();
    }

    /** The options that somebody means: the first kind of name that any option has decides, and exactly rather than in another case. */
    static List<Option> named(String wanted, List<Option> options) {
        List<Option> exact = named(options, NAMES, wanted::equals);
        return exact.isEmpty() ? named(options, NAMES, wanted::equalsIgnoreCase) : exact;
    }

    private interface Test {
        boolean holds(@Nullable String name);
    }

    private static List<Option> named(List<Option> options, List<Function<Option, @Nullable String>> names, Test test) {
        for (Function<Option, @Nullable String> name : names) {
            List<Option> found = options.stream()
                    .filter(option -> test.holds(name.apply(option)))
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** What the phone is told when this is picked. */
    String told() {
        return value == null ? text : value;
    }

    /** What people know it by. */
    public String shown() {
        for (String name : new String[] {displayText, text, value, id}) {
            if (name != null && !name.isEmpty()) {
                return name;
            }
        }
        return "";
    }
}
