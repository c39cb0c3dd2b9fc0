package dev.lineman.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.w3c.dom.Element;

/** All names of a phone with a template, including those that exist only in the block of a BLF key. */
final class Names {
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, String> wrong = new LinkedHashMap<>();
    private final OraclePhone phone;
    private final Optional<Element> types;
    /** The phone's keys of types that the template has. */
    private final SortedMap<Integer, OraclePhone.Key> keys;

    private Names(OraclePhone phone, Optional<Element> types) {
        this.phone = phone;
        this.types = types;
        this.keys = new TreeMap<>(phone.keys());
        types.ifPresent(known -> keys.values()
                .removeIf(key -> OracleSheet.children(known, key.type()).isEmpty()));
    }

    /**
     * Computes all names.
     *
     * @param fileName the template's file name, without its folder
     */
    static Names of(OracleSheet sheet, String fileName, OraclePhone phone) {
        Names names = new Names(phone, sheet.blfTypes());
        Element header = sheet.header().orElseThrow(() -> new TemplateError("no header"));
        HeaderNames made = HeaderNames.of(sheet, header, phone);
        names.put(made.names());
        names.putKeys();
        names.put(phone.vars());
        names.put(made.declared());
        names.wrong.putAll(folded(made.wrong()));
        names.fixed(header, fileName);
        return names;
    }

    private void putKeys() {
        keys.forEach((n, key) -> {
            put("blf" + n, key.number());
            put("blffirstname" + n, key.firstName());
            put("blflastname" + n, key.lastName());
        });
    }

    private void fixed(Element header, String fileName) {
        OraclePhone.Account first = phone.accounts().get(phone.accounts().firstKey());
        put("extension_number", first.number());
        put("extension_first_name", first.firstName());
        put("extension_last_name", first.lastName());
        put("extension_auth_id", first.authId());
        put("extension_auth_pw", first.authPassword());
        put("pbx_ip", first.pbxIp());
        put("mac_address", phone.mac());
        put("mac_address_upper", phone.mac().toUpperCase(Locale.ROOT));
        Optional<Element> model = model(header, fileName);
        put("phone_model", model.map(OracleSheet::text).orElse(phone.model()));
        put("ua", model.map(Names::userAgent).orElse(phone.model()));
        put("network", network(header));
        Optional<Element> words = OracleSheet.first(header, "enable_extension");
        String yes = words.map(element -> element.getAttribute("enable"))
                .filter(word -> !word.isEmpty())
                .orElse("1");
        String no = words.map(element -> element.getAttribute("disable"))
                .filter(word -> !word.isEmpty())
                .orElse("0");
        for (int line = 1; line <= 99; line++) {
            OraclePhone.Account account = phone.accounts().get(line);
            String nn = String.format("%02d", line);
            put("ext_" + nn + "_enabled", account == null ? no : yes);
            put("ext_int_num_" + nn, account == null ? "" : account.number());
            put("ext_first_name_" + nn, account == null ? "" : account.firstName());
            put("ext_last_name_" + nn, account == null ? "" : account.lastName());
            put("ext_auth_id_" + nn, account == null ? "" : account.authId());
            put("ext_auth_pw_" + nn, account == null ? "" : account.authPassword());
            put("ext_pbx_ip_" + nn, account == null ? "" : account.pbxIp());
            put(
                    "ext_label_" + nn,
                    account == null ? "" : account.label().isEmpty() ? account.number() : account.label());
        }
    }

    /** The {@code <model>} that a phone's model finds; empty if the template lists none. */
    private Optional<Element> model(Element header, String fileName) {
        List<Element> models = OracleSheet.first(header, "models")
                .map(element -> OracleSheet.children(element, "model"))
                .orElse(List.of());
        String wanted = plain(phone.model());
        for (Element model : models) {
            if (plain(OracleSheet.text(model)).equals(wanted)) {
                return Optional.of(model);
            }
        }
        for (Element model : models) {
            if (plain(model.getAttribute("ua")).equals(wanted)) {
                return Optional.of(model);
            }
        }
        List<String> whole = List.of(
                OracleSheet.first(header, "name").map(OracleSheet::text).orElse(""),
                OracleSheet.first(header, "description").map(OracleSheet::text).orElse(""),
                fileName.replaceAll("(\\.ph|\\.fxs)?\\.xml$", ""));
        if (whole.stream().noneMatch(name -> plain(name).equals(wanted))) {
            throw new TemplateError("no template for " + phone.model());
        }
        if (models.size() > 1) {
            throw new TemplateError("which model is meant?");
        }
        return models.stream().findFirst();
    }

    private static String userAgent(Element model) {
        return !model.getAttribute("ua").isEmpty() ? model.getAttribute("ua") : OracleSheet.text(model);
    }

    private String network(Element header) {
        Optional<Element> element = OracleSheet.first(header, "AllowedNetworkConfig");
        List<String> allowed = element.map(config -> OracleSheet.children(config, "option").stream()
                        .filter(option -> !OracleSheet.text(option).equals("0"))
                        .map(option -> option.getAttribute("value"))
                        .toList())
                .orElse(List.of());
        boolean known = element.isEmpty() || allowed.contains(phone.network());
        if (phone.network().isEmpty() || !known) {
            return allowed.isEmpty() ? "LOCALLAN" : allowed.get(0);
        }
        return phone.network();
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\p{P}\\p{Z}\\s]", "");
    }

    /**
     * Returns the value of a name.
     *
     * @param near the numbers of the keys in the surrounding {@code {IF blfN}}, the innermost first
     */
    Optional<String> value(String name, List<Integer> near) {
        return value(name, near, 0);
    }

    private Optional<String> value(String name, List<Integer> near, int depth) {
        if (depth > 20) {
            throw new TemplateError(name + " stands for itself");
        }
        for (int n : near) {
            OraclePhone.Key key = keys.get(n);
            if (key == null || types.isEmpty()) {
                continue;
            }
            for (Element child : OracleSheet.children(
                    OracleSheet.children(types.get(), key.type()).get(0))) {
                if (fold(child.getTagName()).equals(fold(name))) {
                    return Optional.of(Placeholders.filled(
                            OracleSheet.text(child), inner -> value(inner, near, depth + 1), value -> value));
                }
            }
            Map<String, String> own =
                    Map.of("blfno", key.number(), "blffirstname", key.firstName(), "blflastname", key.lastName());
            if (own.containsKey(fold(name))) {
                return Optional.of(own.get(fold(name)));
            }
        }
        if (wrong.containsKey(fold(name))) {
            throw new TemplateError(wrong.get(fold(name)));
        }
        return Optional.ofNullable(names.get(fold(name)));
    }

    /** Whether any type of BLF key has a value for a name. */
    boolean isOfKeys(String name) {
        return List.of("blfno", "blffirstname", "blflastname").contains(fold(name))
                || types.stream()
                        .flatMap(all -> OracleSheet.children(all).stream())
                        .flatMap(type -> OracleSheet.children(type).stream())
                        .anyMatch(child -> fold(child.getTagName()).equals(fold(name)));
    }

    boolean hasKey(int n) {
        return keys.containsKey(n);
    }

    private void put(Map<String, String> more) {
        more.forEach(this::put);
    }

    private void put(String name, String value) {
        names.put(fold(name), value);
    }

    static Map<String, String> folded(Map<String, String> some) {
        Map<String, String> folded = new LinkedHashMap<>();
        some.forEach((name, value) -> folded.put(fold(name), value));
        return folded;
    }

    static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
