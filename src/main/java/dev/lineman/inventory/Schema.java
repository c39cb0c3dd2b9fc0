package dev.lineman.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Which keys may stand where, and what kind of value each has (CONTRACT §2). */
final class Schema {

    /** The kind of value that a key has. */
    enum Kind {
        /** Text, or a reference to a secret or variable. */
        TEXT,
        /** Text that others find this by, and so never a reference. */
        PLAIN,
        MAC,
        LINE,
        SITE,
        MAP,
        VARS,
        LIST,
        BLF,
        PHONE,
        PHONES,
        MODELS,
        PROVISIONING,
        USER,
        TOKEN,
        NETWORKS,
        FLAG,
        MOMENT,
        COUNT
    }

    static final Map<String, Kind> EXTENSION = new LinkedHashMap<>();
    static final Map<String, Kind> PHONE = new LinkedHashMap<>();
    static final Map<String, Kind> DEFAULTS = new LinkedHashMap<>();
    static final Map<String, Kind> MODEL = new LinkedHashMap<>();
    static final Map<String, Kind> BLF_KEY = new LinkedHashMap<>();
    static final Map<String, Kind> PROVISIONING = new LinkedHashMap<>();

    /** Keys of an extension or phone that {@code _defaults.yaml} cannot have, since they name one thing. */
    static final List<String> NEVER_DEFAULTS = List.of("extension", "mac", "phone", "phones", "line");

    private static final Pattern RESERVED = Pattern.compile("extension_(number|first_name|last_name|auth_id|auth_pw)"
            + "|pbx_ip|mac_address(_upper)?|phone_model|ua|network"
            + "|ext_\\d\\d_enabled|ext_(int_num|first_name|last_name|auth_id|auth_pw|pbx_ip|label)_\\d\\d");

    static {
        Map<String, Kind> shared = new LinkedHashMap<>();
        shared.put("model", Kind.PLAIN);
        shared.put("template", Kind.PLAIN);
        shared.put("network", Kind.PLAIN);
        shared.put("options", Kind.MAP);
        shared.put("codecs", Kind.LIST);
        shared.put("blf", Kind.BLF);
        shared.put("vars", Kind.VARS);
        shared.put("provisioning", Kind.PROVISIONING);

        EXTENSION.put("extension", Kind.PLAIN);
        for (String key : List.of("first_name", "last_name", "auth_id", "auth_password", "pbx_ip", "label")) {
            EXTENSION.put(key, Kind.TEXT);
        }
        EXTENSION.put("provisioning_url", Kind.TEXT);
        EXTENSION.put("site", Kind.SITE);
        EXTENSION.put("phone", Kind.PHONE);
        EXTENSION.put("phones", Kind.PHONES);
        EXTENSION.putAll(shared);

        PHONE.put("mac", Kind.MAC);
        PHONE.put("line", Kind.LINE);
        PHONE.putAll(shared);

        DEFAULTS.putAll(EXTENSION);
        NEVER_DEFAULTS.forEach(DEFAULTS::remove);
        DEFAULTS.put("models", Kind.MODELS);

        MODEL.putAll(shared);
        MODEL.remove("model");
        MODEL.remove("template");

        BLF_KEY.put("type", Kind.PLAIN);
        BLF_KEY.put("number", Kind.PLAIN);
        BLF_KEY.put("first_name", Kind.TEXT);
        BLF_KEY.put("last_name", Kind.TEXT);

        PROVISIONING.put("user", Kind.USER);
        PROVISIONING.put("password", Kind.TEXT);
        PROVISIONING.put("allow", Kind.NETWORKS);
        PROVISIONING.put("user_agent", Kind.FLAG);
        PROVISIONING.put("certificate", Kind.FLAG);
        PROVISIONING.put("token", Kind.TOKEN);
        PROVISIONING.put("until", Kind.MOMENT);
        PROVISIONING.put("fetches", Kind.COUNT);
    }

    private Schema() {}

    /** Whether a placeholder's name (lower case) is the agent's own, so that {@code vars} may not set it. */
    static boolean reserved(String name) {
        return RESERVED.matcher(name).matches();
    }

    static List<String> keys(Map<String, Kind> schema) {
        return new ArrayList<>(schema.keySet());
    }
}
