package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.ExtensionField;
import dev.lineman.inventory.Layers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Velocity templates see of an extension: each detail of {@link ExtensionField} in the way Java writes names, the number,
 * and both names in one.
 *
 * @param key the name in templates
 * @param sources one or several, joined by blanks
 */
record PersonField(String key, List<ExtensionField> sources) {
    static final PersonField NUMBER = new PersonField("number", List.of(ExtensionField.EXTENSION));
    static final List<PersonField> ALL = all();

    private static List<PersonField> all() {
        List<PersonField> all = new ArrayList<>();
        all.add(NUMBER);
        all.add(new PersonField("displayName", List.of(ExtensionField.FIRST_NAME, ExtensionField.LAST_NAME)));
        for (ExtensionField field : ExtensionField.all(ExtensionField::isDetail)) {
            String name = Pattern.compile("_(.)")
                    .matcher(field.key())
                    .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
            all.add(new PersonField(name, List.of(field)));
        }
        return List.copyOf(all);
    }

    /** The field of a name in templates; null when there is none. */
    static @Nullable PersonField of(String key) {
        return ALL.stream().filter(field -> field.key.equals(key)).findFirst().orElse(null);
    }

    /** Whether it must never be shown. */
    boolean isSecret() {
        return sources.stream().anyMatch(ExtensionField::isSecret);
    }

    /**
     * The text for an extension; empty where it is not given.
     *
     * @param follow finds the text that a value stands for
     */
    String of(Account account, Function<Layers.Found, String> follow) {
        if (sources.size() == 1) {
            return text(sources.get(0), account, follow);
        }
        return sources.stream()
                .map(source -> text(source, account, follow))
                .collect(Collectors.joining(" "))
                .strip();
    }

    private static String text(ExtensionField source, Account account, Function<Layers.Found, String> follow) {
        Layers.Found found = account.layers().get(source.key());
        if (found == null) {
            return source == ExtensionField.LABEL ? account.number() : "";
        }
        return follow.apply(found);
    }
}
