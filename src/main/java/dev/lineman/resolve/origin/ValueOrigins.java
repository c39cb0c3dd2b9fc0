package dev.lineman.resolve.origin;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.Handset;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.secret.UrlSecrets;
import dev.lineman.problem.Position;
import dev.lineman.resolve.LinePlaceholder;
import dev.lineman.resolve.PhoneValues;
import dev.lineman.resolve.key.KeyDetail;
import dev.lineman.resolve.key.KeyName;
import dev.lineman.resolve.option.UnusedSetting;
import dev.lineman.resolve.parameter.VendorParameter;
import dev.lineman.resolve.url.ProvisioningLink;
import dev.lineman.resolve.url.ProvisioningUrl;
import dev.lineman.resolve.value.AccountField;
import dev.lineman.resolve.value.ProblemWording;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.key.KeyKind;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import dev.lineman.template.model.ModelValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the origins of one phone's values for people who ask why a file is as it is. Rendering does not need
 * it.
 *
 * <p>No result contains a secret. Not thread-safe.
 */
public final class ValueOrigins {
    private static final String TEMPLATE = "the template";
    private static final String MODEL = "the model";
    private final Phone phone;
    private final PhoneValues values;
    /** The files that the phone and its accounts are made of. */
    private final Set<String> ownFiles = new LinkedHashSet<>();

    /** For a phone and its values for its template. */
    public ValueOrigins(Phone phone, PhoneValues values) {
        this.phone = phone;
        this.values = values;
        ownFiles.addAll(phone.layers().files());
        phone.accounts().forEach(account -> ownFiles.addAll(account.layers().files()));
    }

    /**
     * The origin of a name's value.
     *
     * @param name in lower case
     */
    public Provenance of(String name) {
        ResolvedValue value = values.value(name);
        List<Provenance.OriginPlace> from = new ArrayList<>();
        List<Provenance.OriginPlace> overridden = new ArrayList<>();
        String how = "";
        LayerStack.LayerValue origin = value == null ? null : value.origin();
        Position offered = value == null ? null : value.offered();
        if (value != null && origin != null) {
            from.add(place(name, origin, value.secret()));
            beneath(name, origin).forEach(found -> overridden.add(place(name, found, value.secret())));
            how = ProvisioningLink.isName(name) ? appended(name, origin, value) : "";
        }
        if (value != null && offered != null) {
            boolean ofModel = ModelField.ofPlaceholder(name) != null;
            from.add(new Provenance.OriginPlace(ofModel ? MODEL : TEMPLATE, offered, value.toString()));
            how = ofModel ? "" : origin == null ? "its default" : "which stands for";
        }
        if (from.isEmpty()) {
            how = value == null ? "no layer and no template gives it" : deriveOrigin(name, value, from);
        }
        return new Provenance(
                KeyName.parse(name) != null ? name.replace("/", ": ") : name, value, from, how, overridden);
    }

    /**
     * The origins of the vendor parameters of a file.
     *
     * @param replaced the parameters that the template writes itself
     */
    public List<Provenance> parameters(Set<String> replaced) {
        List<Provenance> all = new ArrayList<>();
        for (VendorParameter parameter : values.parameters().all()) {
            String name = parameter.name();
            boolean secret = parameter.values().stream().anyMatch(VendorParameter.ParameterValue::secret);
            List<LayerStack.LayerValue> given = values.parameters().given(name);
            List<Provenance.OriginPlace> places =
                    given.stream().map(found -> place(name, found, secret)).toList();
            String text = parameter.values().stream()
                    .map(VendorParameter.ParameterValue::text)
                    .collect(Collectors.joining(", "));
            all.add(new Provenance(
                    "settings." + name,
                    new ResolvedValue(text, secret, given.get(0), null),
                    places.subList(0, 1),
                    replaced.contains(name) ? "replaces the value of the template" : "added to the file",
                    places.subList(1, places.size())));
        }
        return all;
    }

    /** The place of a setting that the template does not have. */
    public Provenance.OriginPlace of(UnusedSetting setting) {
        return place(setting.name(), setting.found(), false);
    }

    /**
     * The origin of a value in a stack of layers, without a template.
     *
     * @param ownFiles the files of the phone and of its accounts
     */
    public static Provenance of(
            String name, LayerStack layers, LayerStack.LayerValue found, boolean secret, Set<String> ownFiles) {
        boolean hidden = secret || found.value() instanceof FieldValues.ValueReference;
        ResolvedValue value = new ResolvedValue(text(found, secret), hidden, found, null);
        return new Provenance(
                name,
                value,
                List.of(new Provenance.OriginPlace(
                        ProblemWording.layer(found, ownFiles), found.position(), text(found, secret))),
                "",
                layers.overridden(found).stream()
                        .map(other -> new Provenance.OriginPlace(
                                ProblemWording.layer(other, ownFiles), other.position(), text(other, hidden)))
                        .toList());
    }

    /**
     * The names of the values that a Velocity expression reads.
     *
     * @param path such as {@code accounts[].authId}
     * @return names as {@link #of(String)} takes them; empty for an expression that reads no named value
     */
    public List<String> namesOf(String path) {
        String[] parts = path.replace("[]", "").split("\\.", 2);
        String part = parts.length < 2 ? "" : parts[1];
        return switch (parts[0]) {
            case "phone" -> part.isEmpty() ? List.of() : List.of(phoneName(part));
            case "pbxIp" -> List.of("pbx_ip");
            case "provisioning" -> part.isEmpty() ? List.of() : List.of("provisioning_" + part);
            case "vars" -> part.isEmpty() ? List.of() : List.of(part.toLowerCase(Locale.ROOT));
            case "account" -> lineNames(phone.first(), part);
            case "accounts" ->
                phone.accounts().stream()
                        .flatMap(account -> lineNames(account, part).stream())
                        .toList();
            default ->
                Arrays.stream(KeyKind.values())
                        .filter(kind -> kind.key().equals(parts[0]))
                        .flatMap(kind -> keyNames(kind, part).stream())
                        .toList();
        };
    }

    /** The name of a property of {@code $phone}. */
    private static String phoneName(String part) {
        return switch (part) {
            case "model" -> "phone_model";
            case "ua", "network" -> part;
            case "macUpper" -> "mac_address_upper";
            default -> {
                ModelField field = ModelField.ofProperty(part.replaceFirst("\\..*", ""));
                yield field == null ? "mac_address" : field.placeholder();
            }
        };
    }

    /** The names of a property of an account: placeholders of its line. */
    private List<String> lineNames(Account account, String part) {
        if (part.startsWith("vars.")) {
            String name = part.substring("vars.".length()).toLowerCase(Locale.ROOT);
            String ofLine = values.placeholder(account, name);
            return List.of(ofLine == null ? name : ofLine);
        }
        if (part.startsWith("handset.")) {
            return List.of(LinePlaceholder.text(part.replace('.', '_'), account.line()));
        }
        AccountField field = AccountField.of(part);
        List<ExtensionField> details = field == null ? List.of() : field.sources();
        return details.stream()
                .map(detail -> LinePlaceholder.text(detail.placeholder(), account.line()))
                .toList();
    }

    /** The names of a property of all keys of a kind. */
    private List<String> keyNames(KeyKind kind, String part) {
        KeyDetail detail = KeyDetail.ofProperty(part);
        return detail == null
                ? List.of()
                : values.keys(kind).stream()
                        .map(key -> kind.prefix() + detail.infix() + key.get("key"))
                        .toList();
    }

    /**
     * Explains a value that no file contains, and adds the places that it is computed from.
     *
     * @return the explanation in words; may be empty
     */
    private String deriveOrigin(String name, ResolvedValue value, List<Provenance.OriginPlace> from) {
        Account line = accountOf(name);
        switch (name) {
            case "mac_address", "mac_address_upper" ->
                from.add(new Provenance.OriginPlace("the phone", phone.first().phonePosition(), phone.mac()));
            case "phone_model", "ua" -> {
                ModelEntry model = values.modelEntry();
                ModelValue ua = name.equals("ua") ? model.value(ModelField.UA) : null;
                if (model.isListed()) {
                    from.add(new Provenance.OriginPlace(MODEL, ua == null ? model.at() : ua.at(), value.text()));
                }
                return "of the chosen model";
            }
            case "network" -> {
                return "the default, because no file sets it";
            }
            case "provisioning_user", "provisioning_password", "provisioning_login" -> {
                return "empty, because the files of the phone need no login";
            }
            case "provisioning_folder" -> {
                return "empty, because the phone has no 'provisioning_url'";
            }
            default -> {
                if (line == null) {
                    return LinePlaceholder.line(name) >= 0 ? "no account is on that line" : withoutFile(name);
                }
                if (name.startsWith("ext_handset_")) {
                    Handset handset = Handset.of(line);
                    from.add(new Provenance.OriginPlace("the phone", handset.at(), value.text()));
                    return Handset.isGiven(line) ? "" : "no handset is given for that line";
                }
                from.add(new Provenance.OriginPlace("the extension", line.position(), line.number()));
                return name.endsWith("_enabled")
                        ? "an account is on that line"
                        : name.contains("label") ? "the number, since no label is given" : "";
            }
        }
        return "";
    }

    /** Explains a value of a key or of the header that no file sets. */
    private static String withoutFile(String name) {
        KeyName key = KeyName.parse(name);
        if (key == null) {
            return "set by the template's header";
        }
        return key.detail() == KeyDetail.LINE
                ? "the line of the first account, because no file sets it"
                : "no file sets it";
    }

    /** The account on the line of a name; null if there is none. */
    private @Nullable Account accountOf(String name) {
        if (name.equals("extension_number")) {
            return phone.first();
        }
        int line = LinePlaceholder.line(name);
        return phone.accounts().stream()
                .filter(account -> account.line() == line)
                .findFirst()
                .orElse(null);
    }

    /** What Lineman has appended to the URL of the phone; empty if nothing. */
    private String appended(String name, LayerStack.LayerValue origin, ResolvedValue value) {
        if (!(origin.value() instanceof String url) || value.text().equals(ProvisioningLink.part(name, url))) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        LayerStack.LayerValue token = ProvisioningUrl.token(phone.layers());
        if (token != null && value.secret()) {
            parts.add("the token at " + token.position());
        }
        if (!phone.site().isEmpty()) {
            parts.add("the folder of site '" + phone.site() + '\'');
        }
        return parts.isEmpty() ? "" : "with " + String.join(" and ", parts);
    }

    /** The overridden values below a value, in the phone's layers or in those of an account. */
    private List<LayerStack.LayerValue> beneath(String name, LayerStack.LayerValue origin) {
        if (ProvisioningLink.isName(name)) {
            return phone.layers().all(ProvisioningUrl.KEY).stream()
                    .skip(1)
                    .map(ProvisioningUrl::written)
                    .toList();
        }
        LayerStack ofLine = values.lineLayers(name);
        if (ofLine != null) {
            return ofLine.overridden(origin);
        }
        List<LayerStack.LayerValue> beneath = phone.layers().overridden(origin);
        for (Account account : phone.accounts()) {
            beneath = beneath.isEmpty() ? account.layers().overridden(origin) : beneath;
        }
        return beneath;
    }

    /** A place in a layer, with secrets masked. */
    private Provenance.OriginPlace place(String name, LayerStack.LayerValue found, boolean secret) {
        String text = ProvisioningLink.isName(name) && found.value() instanceof String url
                ? UrlSecrets.mask(url, phone.site(), ResolvedValue.DOTS)
                : text(found, secret);
        return new Provenance.OriginPlace(ProblemWording.layer(found, ownFiles), found.position(), text);
    }

    /**
     * The value as it is written, without secrets. Text behind a tag that is no name may be a password by
     * mistake.
     */
    private static String text(LayerStack.LayerValue found, boolean secret) {
        if (found.value() instanceof String text) {
            return secret || UrlSecrets.containsSecret(text) ? ResolvedValue.DOTS : text;
        }
        if (found.value() instanceof FieldValues.ValueReference reference) {
            return reference.isShown() ? reference.toString() : reference.secret() ? "!secret" : "!env";
        }
        return found.value() instanceof FieldValues.Items items ? items.toString() : "a mapping";
    }
}
