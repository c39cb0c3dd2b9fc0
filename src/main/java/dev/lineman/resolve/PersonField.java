package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.Layers;
import java.util.function.Function;

/** What Velocity templates see of an extension, each by its name there; empty where it is not given. */
enum PersonField {
    NUMBER("number", "") {
        @Override
        String of(Account account, Function<Layers.Found, String> follow) {
            return account.number();
        }
    },
    FIRST_NAME("firstName", "first_name"),
    LAST_NAME("lastName", "last_name"),
    DISPLAY_NAME("displayName", "") {
        @Override
        String of(Account account, Function<Layers.Found, String> follow) {
            return (FIRST_NAME.of(account, follow) + ' ' + LAST_NAME.of(account, follow)).strip();
        }
    },
    LABEL("label", "label") {
        @Override
        String of(Account account, Function<Layers.Found, String> follow) {
            return account.layers().get("label") == null ? account.number() : super.of(account, follow);
        }
    },
    AUTH_ID("authId", "auth_id"),
    AUTH_PASSWORD("authPassword", "auth_password"),
    PBX_IP("pbxIp", "pbx_ip");

    private final String key;
    private final String source;

    PersonField(String key, String source) {
        this.key = key;
        this.source = source;
    }

    /** Whether it must never be shown. */
    boolean secret() {
        return this == AUTH_PASSWORD;
    }

    /** The name in templates. */
    String key() {
        return key;
    }

    /**
     * The text for an extension.
     *
     * @param follow finds the text that a value stands for
     */
    String of(Account account, Function<Layers.Found, String> follow) {
        Layers.Found found = account.layers().get(source);
        return found == null ? "" : follow.apply(found);
    }
}
