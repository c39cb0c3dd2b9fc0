package dev.lineman.resolve.value;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.ExtensionField;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A field of an extension as Velocity templates see it: the number, each detail of {@link ExtensionField}, and
 * both names joined. Immutable.
 *
 * @param key the name in templates
 * @param sources one field, or several to join with a blank
 */
public record AccountField(String key, List<ExtensionField> sources) {
    /** The extension's number. */
    public static final AccountField NUMBER = new AccountField("number", List.of(ExtensionField.EXTENSION));

    /**
     * In the order in which templates see them. The order must not change, since {@code #foreach} over an
     * account follows it.
     */
    public static final List<AccountField> ALL = List.of(
            NUMBER,
            new AccountField("firstName", List.of(ExtensionField.FIRST_NAME)),
            new AccountField("lastName", List.of(ExtensionField.LAST_NAME)),
            new AccountField("displayName", List.of(ExtensionField.FIRST_NAME, ExtensionField.LAST_NAME)),
            new AccountField("label", List.of(ExtensionField.LABEL)),
            new AccountField("authId", List.of(ExtensionField.AUTH_ID)),
            new AccountField("authPassword", List.of(ExtensionField.AUTH_PASSWORD)),
            new AccountField("pbxIp", List.of(ExtensionField.PBX_IP)));

    /** The field with this name in templates; null if there is none. */
    public static @Nullable AccountField of(String key) {
        return ALL.stream().filter(field -> field.key.equals(key)).findFirst().orElse(null);
    }

    /** Whether phones only show the field, such as a name. A phone works without it. */
    boolean isShownOnly() {
        return sources.stream().allMatch(ExtensionField::isShownOnly);
    }

    /** Whether one of the sources is a secret. */
    boolean isSecret() {
        return sources.stream().anyMatch(ExtensionField::isSecret);
    }

    /**
     * The field's text for an extension; empty if the extension does not have it.
     *
     * @param follow finds the text of a value, which may be a reference; null if it has none
     */
    String of(Account account, Function<LayerStack.LayerValue, @Nullable String> follow) {
        if (sources.size() == 1) {
            return text(sources.get(0), account, follow);
        }
        return sources.stream()
                .map(source -> text(source, account, follow))
                .collect(Collectors.joining(" "))
                .strip();
    }

    private static String text(
            ExtensionField source, Account account, Function<LayerStack.LayerValue, @Nullable String> follow) {
        LayerStack.LayerValue found = account.layers().get(source.key());
        String text = found == null ? null : follow.apply(found);
        if (text == null) {
            // Without a label, phones show the number.
            return source == ExtensionField.LABEL ? account.number() : "";
        }
        return text;
    }
}
