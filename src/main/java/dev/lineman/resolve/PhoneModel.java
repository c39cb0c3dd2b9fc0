package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.resolve.value.PersonField;
import dev.lineman.resolve.value.ProvisioningLink;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a Velocity template sees of a phone (CONTRACT §3.8): the values of {@link PhoneValues} as maps and lists. Names
 * with no value are empty where every phone has them, and absent where they are optional.
 */
final class PhoneModel {
    private final Phone phone;
    private final PhoneValues values;

    PhoneModel(Phone phone, PhoneValues names) {
        this.phone = phone;
        this.values = names;
    }

    Map<String, Object> model() {
        List<Map<String, Object>> accounts = new ArrayList<>();
        for (Account account : phone.accounts()) {
            accounts.add(accountMap(account));
        }
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("phone", phoneMap());
        model.put("accounts", Collections.unmodifiableList(accounts));
        model.put("account", accounts.get(0));
        model.put("blf", values.blfKeys());
        model.put("pbxIp", text("pbx_ip"));
        model.put("vars", varsMap());
        return Collections.unmodifiableMap(model);
    }

    /** A model as one text, which no other model has: each text in it with its length before it. */
    static String serialize(Object model) {
        StringBuilder text = new StringBuilder();
        write(model, text);
        return text.toString();
    }

    private static void write(Object value, StringBuilder to) {
        if (value instanceof Map<?, ?> map) {
            to.append('{');
            map.forEach((key, inner) -> {
                write(key, to);
                write(inner, to);
            });
            to.append('}');
        } else if (value instanceof List<?> list) {
            to.append('[');
            list.forEach(inner -> write(inner, to));
            to.append(']');
        } else {
            String text = value.toString();
            to.append(text.length()).append(':').append(text);
        }
    }

    private Map<String, Object> phoneMap() {
        Map<String, Object> device = new LinkedHashMap<>(macForms(phone.mac()));
        device.put("model", text("phone_model"));
        device.put("ua", text("ua"));
        device.put("network", text("network"));
        return Collections.unmodifiableMap(device);
    }

    /** A MAC in the ways in which vendors write it. */
    static Map<String, Object> macForms(String mac) {
        Map<String, Object> forms = new LinkedHashMap<>();
        forms.put("mac", mac);
        forms.put("macUpper", mac.toUpperCase(Locale.ROOT));
        forms.put("macColons", mac.replaceAll("(..)(?=.)", "$1:"));
        return forms;
    }

    private Map<String, Object> accountMap(Account account) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("line", account.line());
        for (PersonField field : PersonField.ALL) {
            map.put(field.key(), values.text(field, account));
        }
        Map<String, Object> vars = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        account.layers()
                .keys("vars")
                .forEach(key -> put(vars, key, account.layers().get("vars", key)));
        map.put("vars", Collections.unmodifiableMap(vars));
        return Collections.unmodifiableMap(map);
    }

    private Map<String, Object> varsMap() {
        Map<String, Object> vars = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Set<String> all = new TreeSet<>(phone.layers().keys("vars"));
        all.addAll(ProvisioningLink.NAMES);
        all.addAll(values.headerNames());
        for (String name : all) {
            ResolvedValue value = values.value(name);
            if (value != null) {
                vars.put(name, value.text());
            }
        }
        return Collections.unmodifiableMap(vars);
    }

    private void put(Map<String, Object> map, String key, LayerStack.@Nullable LayerValue found) {
        if (found != null) {
            map.put(
                    key,
                    values.follow(found, ReferenceResolver.isSecretName(key)).text());
        }
    }

    private String text(String name) {
        ResolvedValue value = values.value(name);
        return value == null ? "" : value.text();
    }
}
