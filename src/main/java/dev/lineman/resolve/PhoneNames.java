package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Layers;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.Secrets;
import dev.lineman.problem.Problem;
import dev.lineman.template.Template;
import dev.lineman.template.header.Header;
import dev.lineman.template.header.Setting;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The named values of one phone (CONTRACT §3.3), found when they are asked for. Not thread-safe.
 */
public final class PhoneNames implements Subject {
    private static final Pattern LINE_NAME = Pattern.compile(
            "ext_(int_num|first_name|last_name|auth_id|auth_pw|pbx_ip|label)_(\\d\\d)|ext_(\\d\\d)_(enabled)");
    private static final List<String> BUILT_IN = List.of(
            "extension_number",
            "extension_first_name",
            "extension_last_name",
            "extension_auth_id",
            "extension_auth_pw",
            "pbx_ip",
            "mac_address",
            "mac_address_upper",
            "phone_model",
            "ua",
            "network");

    /** The name of {@link #model()} as a whole, which no placeholder can have. */
    public static final String MODEL = "$model";

    private final Phone phone;
    private final ChosenModel model;
    private final Set<Fact> facts = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final References references;
    private final Template template;
    private final Map<String, Value> selection;
    private final BlfKeys blf;
    private @Nullable Map<String, Object> whole;

    PhoneNames(
            Phone phone,
            Template template,
            ChosenModel model,
            Inventory inventory,
            Secrets secrets,
            Map<String, String> environment) {
        this.phone = phone;
        this.template = template;
        this.model = model;
        this.references = new References(secrets, environment, facts, problems);
        this.selection = Selection.of(phone, template, references);
        this.blf = BlfKeys.of(phone, template.header(), inventory, references, facts);
    }

    private PhoneNames(PhoneNames names) {
        this.phone = names.phone;
        this.template = names.template;
        this.model = names.model;
        this.selection = names.selection;
        this.blf = names.blf;
        this.references = names.references.unnoted();
    }

    @Override
    public Names unnoted() {
        return new PhoneNames(this);
    }

    @Override
    public Map<String, Object> model() {
        if (whole == null) {
            whole = new PhoneModel(phone, this).model();
        }
        return whole;
    }

    @Override
    public @Nullable String valueOf(String name) {
        if (name.equals(MODEL)) {
            return PhoneModel.written(model());
        }
        Value value = value(name);
        return value == null ? null : value.text();
    }

    @Override
    public Iterable<String> known() {
        Set<String> known = new TreeSet<>(phone.layers().keys("vars"));
        known.addAll(BUILT_IN);
        known.addAll(offered());
        if (phone.layers().get("provisioning_url") != null) {
            known.addAll(ProvisioningLink.NAMES);
        }
        return known;
    }

    /** The value of a name (lower case) with its origin; null when it has none. */
    public @Nullable Value value(String name) {
        Account first = phone.first();
        return switch (name) {
            case "extension_number" -> Value.derived(first.number());
            case "extension_first_name" -> detail(first, "first_name");
            case "extension_last_name" -> detail(first, "last_name");
            case "extension_auth_id" -> detail(first, "auth_id");
            case "extension_auth_pw" -> detail(first, "auth_password");
            case "pbx_ip" -> detail(first, "pbx_ip");
            case "mac_address" -> Value.derived(phone.mac());
            case "mac_address_upper" -> Value.derived(phone.mac().toUpperCase(Locale.ROOT));
            case "phone_model" -> Value.derived(model.name());
            case "ua" -> Value.derived(model.userAgent());
            case "network" -> selection.get(name);
            default -> further(name);
        };
    }

    /** The BLF keys as Velocity templates see them, by number. */
    List<Map<String, Object>> blfKeys() {
        return blf.model();
    }

    /** The value that was found, or that it stands for. */
    Value follow(Layers.Found found, boolean secret) {
        return references.follow(found, secret);
    }

    @Override
    public boolean isSecret(String value) {
        return references.told(value);
    }

    @Override
    public Set<Fact> facts() {
        return facts;
    }

    @Override
    public List<Problem> problems() {
        return problems;
    }

    private @Nullable Value further(String name) {
        if (name.startsWith("ext_")) {
            Matcher line = LINE_NAME.matcher(name);
            if (line.matches()) {
                return line.group(1) == null
                        ? onLine(line.group(4), Integer.parseInt(line.group(3)))
                        : onLine(line.group(1), Integer.parseInt(line.group(2)));
            }
        }
        if (name.startsWith("blf")) {
            Value value = blf.value(name, references, this::value);
            if (value != null) {
                return value;
            }
        }
        if (ProvisioningLink.isName(name)) {
            Layers.Found url = phone.layers().get("provisioning_url");
            if (url != null) {
                return link(name, url);
            }
        }
        Layers.Found found = phone.layers().get("vars", name);
        Value given = found == null ? null : references.follow(found, References.isSecret(name));
        Setting setting = template.header().settings().get(name);
        if (setting != null) {
            return setting(setting, given);
        }
        return given == null ? selection.get(name) : given;
    }

    private @Nullable Value setting(Setting setting, @Nullable Value given) {
        String preset = setting.preset();
        if (given == null) {
            return preset == null ? null : Value.offered(setting.told(preset), setting.at());
        }
        Layers.Found found = given.origin();
        if (found != null && !setting.allows(given.text())) {
            references.note(Problem.error(
                    found.position(), "'" + setting.name() + "' is " + setting.range() + " in " + template.path()));
        }
        String told = setting.told(given.text());
        return given.secret() ? references.secret(told, found) : new Value(told, false, found, setting.at());
    }

    /** The names that the template's header sets. */
    Set<String> offered() {
        Set<String> offered = new TreeSet<>(selection.keySet());
        offered.addAll(template.header().settings().keySet());
        return offered;
    }

    private @Nullable Value link(String name, Layers.Found url) {
        Value whole = references.follow(url, false);
        String part = ProvisioningLink.part(name, whole.text());
        if (part == null) {
            references.note(Problem.error(
                    url.position(), "'provisioning_url' is a URL such as http://10.172.0.2:5481/provisioning"));
            return null;
        }
        return whole.secret() ? references.secret(part, url) : Value.given(part, false, url);
    }

    private @Nullable Value onLine(String what, int line) {
        Account account = null;
        for (Account candidate : phone.accounts()) {
            if (candidate.line() == line) {
                account = candidate;
            }
        }
        if (what.equals("enabled")) {
            Header.Words words = template.header().enabled();
            return Value.derived(account == null ? words.no() : words.yes());
        }
        if (account == null) {
            return Value.derived("");
        }
        return switch (what) {
            case "int_num" -> Value.derived(account.number());
            case "auth_pw" -> detail(account, "auth_password");
            case "label" -> label(account);
            default -> detail(account, what);
        };
    }

    private Value label(Account account) {
        Value label = detail(account, "label");
        return label == null ? Value.derived(account.number()) : label;
    }

    private @Nullable Value detail(Account account, String key) {
        Layers.Found found = account.layers().get(key);
        return found == null ? null : references.follow(found, key.equals("auth_password"));
    }
}
