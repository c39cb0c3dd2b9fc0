package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.DectBase;
import dev.lineman.inventory.Handset;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.resolve.url.ProvisioningLink;
import dev.lineman.resolve.value.AccountField;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.key.KeyKind;
import dev.lineman.template.model.ModelField;
import dev.lineman.template.model.ModelModules;
import dev.lineman.template.model.ModelValue;
import dev.lineman.template.zone.ZoneVariables;
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
 * The model of a phone for Velocity templates: the values of {@link PhoneValues} as maps and lists.
 *
 * <p>A name without a value is an empty text if each phone has that name. Optional names are missing instead.
 * Made once for each phone and template. Not thread-safe.
 */
final class PhoneModel {
    private final Phone phone;
    private final PhoneValues values;

    PhoneModel(Phone phone, PhoneValues values) {
        this.phone = phone;
        this.values = values;
    }

    /** The variables of the template by name; unmodifiable. */
    Map<String, Object> model() {
        Map<String, Object> vars = varsMap();
        Set<String> lineNames = values.lineValues().names();
        List<Map<String, Object>> accounts = new ArrayList<>();
        for (int i = 0; i < phone.accounts().size(); i++) {
            accounts.add(accountMap(i, vars, lineNames));
        }
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("phone", phoneMap());
        model.put("accounts", Collections.unmodifiableList(accounts));
        model.put("account", accounts.get(0));
        for (KeyKind kind : KeyKind.values()) {
            model.put(kind.key(), values.keys(kind));
        }
        model.put("modules", values.modules());
        model.put("pbxIp", text("pbx_ip"));
        model.put("vars", vars);
        model.put("provisioning", loginMap());
        Map<String, Object> timezone = ZoneVariables.tree(this::given);
        if (!timezone.isEmpty()) {
            model.put("timezone", timezone);
        }
        return Collections.unmodifiableMap(model);
    }

    /**
     * Writes a model as one text for comparison. Each text carries its length, so that different models give
     * different texts.
     */
    static String serialize(Object model) {
        StringBuilder text = new StringBuilder();
        write(model, text);
        return text.toString();
    }

    /** Writes maps and lists in brackets, and each text with its length before it. */
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

    /** The variable {@code $phone}. */
    private Map<String, Object> phoneMap() {
        Map<String, Object> device = new LinkedHashMap<>(macForms(phone.mac()));
        device.put("base", base());
        device.put("bases", furtherBases());
        device.put("model", text("phone_model"));
        device.put("ua", text("ua"));
        device.put("network", text("network"));
        values.modelEntry().values().forEach((field, value) -> {
            // $phone.bases is the list of the bases.
            if (field.isReadable() && field != ModelField.BASES) {
                device.put(field.property(), shown(value));
            }
        });
        device.put("siteFiles", List.copyOf(values.variableValues().siteFiles()));
        return Collections.unmodifiableMap(device);
    }

    /** The DECT base that the phone is: the first one, unless other bases list it. */
    private Map<String, Object> base() {
        DectBase own = phone.bases().stream()
                .filter(base -> base.mac().equals(phone.mac()))
                .findFirst()
                .orElse(new DectBase(1, phone.mac(), "", "", phone.first().phonePosition()));
        Map<String, Object> map = new LinkedHashMap<>(baseMap(own));
        map.put(
                "first",
                phone.bases().isEmpty() ? phone.mac() : phone.bases().get(0).mac());
        return Collections.unmodifiableMap(map);
    }

    /** The bases of the DECT system after the first one. */
    private List<Map<String, Object>> furtherBases() {
        return phone.bases().stream().skip(1).map(PhoneModel::baseMap).toList();
    }

    private static Map<String, Object> baseMap(DectBase base) {
        Map<String, Object> map = macForms(base.mac());
        map.put("number", base.number());
        map.put("name", base.name());
        map.put("group", base.group());
        return map;
    }

    private static Map<String, Object> handsetMap(Handset handset) {
        return Map.of("number", handset.number(), "ipui", handset.ipui(), "name", handset.name());
    }

    /** The variable {@code $provisioning}: the login that the access rule of the phone wants, and for which files. */
    private Map<String, Object> loginMap() {
        Map<String, Object> login = new LinkedHashMap<>();
        login.put("user", text("provisioning_user"));
        login.put("password", text("provisioning_password"));
        login.put("login", text("provisioning_login"));
        login.put("folder", text("provisioning_folder"));
        return Collections.unmodifiableMap(login);
    }

    /** A value of the model's data as templates see it: a number, a text, or a map of the expansion modules. */
    private static Object shown(ModelValue value) {
        if (value.value() instanceof Integer number) {
            return number;
        }
        if (!(value.value() instanceof ModelModules modules)) {
            return value.text();
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("count", modules.count());
        map.put("keys", modules.keys());
        map.put("types", modules.types());
        return Collections.unmodifiableMap(map);
    }

    /** The forms of a MAC that vendors use in file names: lower case, upper case, with colons. */
    static Map<String, Object> macForms(String mac) {
        Map<String, Object> forms = new LinkedHashMap<>();
        forms.put("mac", mac);
        forms.put("macUpper", mac.toUpperCase(Locale.ROOT));
        forms.put("macColons", mac.replaceAll("(..)(?=.)", "$1:"));
        return forms;
    }

    /**
     * An account with its line, its fields in the order of {@link AccountField#ALL}, and its variables.
     *
     * @param index among the accounts of the phone
     * @param phoneVars the variables of the phone, which are those of the first account
     * @param lineNames the names that each line has for itself
     */
    private Map<String, Object> accountMap(int index, Map<String, Object> phoneVars, Set<String> lineNames) {
        Account account = phone.accounts().get(index);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("line", account.line());
        map.put("handset", handsetMap(Handset.of(account)));
        for (AccountField field : AccountField.ALL) {
            map.put(field.key(), values.text(field, account));
        }
        Map<String, Object> vars = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String key : account.layers().keys("vars")) {
            if (!lineNames.contains(key.toLowerCase(Locale.ROOT))) {
                put(vars, key, account.layers().get("vars", key));
            }
        }
        for (String name : lineNames) {
            Object shared = index == 0 ? phoneVars.get(name) : null;
            ResolvedValue value = index == 0 ? null : values.lineValues().value(index, name);
            if (shared != null) {
                vars.put(name, shared);
            } else if (value != null) {
                vars.put(name, value.text());
            }
        }
        map.put("vars", Collections.unmodifiableMap(vars));
        return Collections.unmodifiableMap(map);
    }

    /**
     * Variables that have a value: those of the phone, of its provisioning URL, and of the template. Names
     * ignore case.
     */
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

    /**
     * Adds a variable of an account, if a layer sets it to an allowed value. If another layer of the phone overrides the
     * value, it is not for the phone, so a wrong one is no problem.
     */
    private void put(Map<String, Object> map, String key, LayerStack.@Nullable LayerValue found) {
        if (found == null) {
            return;
        }
        String name = key.toLowerCase(Locale.ROOT);
        boolean overridden = !found.equals(phone.layers().get("vars", key))
                && phone.layers().all().contains(found.layer());
        ResolvedValue value = overridden && !values.variableValues().allows(name, found)
                ? null
                : values.variableValues().given(name, found);
        if (value != null) {
            map.put(key, value.text());
        }
    }

    /** The text of a name's value; null if it has none. */
    private @Nullable String given(String name) {
        ResolvedValue value = values.value(name);
        return value == null ? null : value.text();
    }

    /** The text of a name's value; empty if it has none. */
    private String text(String name) {
        String given = given(name);
        return given == null ? "" : given;
    }
}
