package dev.lineman.resolve.value;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.ValueLayer;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.VariableNames;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.inventory.secret.UrlSecrets;
import dev.lineman.resolve.url.ProvisioningUrl;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Collects the secrets in the input files of phones and sites, even if no template reads them. Views of the
 * operator mask these texts wherever they occur.
 *
 * <p>Not thread-safe.
 */
public final class HeldSecrets {
    /** Keys of an extension file with secret texts. Secrets in {@code vars} are recognised by their names. */
    private static final Set<String> KEYS = Set.copyOf(ExtensionField.keys(ExtensionField::isSecret));

    private final Inventory inventory;
    private final SecretStore secrets;
    private final Map<String, String> environment;
    private final Set<String> texts = new HashSet<>();

    /** The site to collect from. Its name in a provisioning URL is no secret. */
    private String site = "";

    /** Fields that were already collected, by identity. Many phones share the layers of their folders. */
    private final Set<FieldValues> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * Starts with an empty collection.
     *
     * @param environment the agent's environment, as of its start
     */
    public HeldSecrets(Inventory inventory, SecretStore secrets, Map<String, String> environment) {
        this.inventory = inventory;
        this.secrets = secrets;
        this.environment = environment;
    }

    /** The secrets that were collected so far. */
    public Set<String> texts() {
        return texts;
    }

    /** Adds the secrets of a phone. An unknown MAC adds nothing. */
    public void addPhone(String mac) {
        Phone phone = inventory.phone(mac);
        if (phone != null) {
            add(phone);
        }
    }

    /** Adds the secrets of a phone and of its accounts. */
    public void add(Phone phone) {
        site = phone.site();
        phone.lineLayers().forEach(this::add);
        phone.accounts().forEach(account -> add(account.layers()));
    }

    /** Adds the secrets of all extensions of a site. */
    public void addSite(String name) {
        site = name;
        for (String number : inventory.numbers(name)) {
            for (Account extension : inventory.extensions(new ExtensionKey(name, number))) {
                addAccount(extension);
            }
        }
        inventory.contacts(name).forEach(this::addAccount);
    }

    /** Adds the secrets of an extension. */
    public void addAccount(Account extension) {
        add(extension.layers());
        add(extension.entry(), KEYS::contains);
    }

    private void add(LayerStack layers) {
        for (ValueLayer layer : layers.all()) {
            add(layer.fields(), KEYS::contains);
        }
    }

    /**
     * Adds the secrets of a mapping.
     *
     * @param secretKeys which of its keys have secret texts
     */
    private void add(FieldValues fields, Predicate<String> secretKeys) {
        if (!seen.add(fields)) {
            return;
        }
        for (int i = 0; i < fields.size(); i++) {
            String key = fields.key(i);
            if (key.equals(ExtensionField.SETTINGS.key()) && fields.value(i) instanceof FieldValues parameters) {
                addParameters(parameters);
            } else {
                add(fields.value(i), key, secretKeys.test(key));
            }
        }
    }

    /** Adds the secrets of vendor parameters, and of those of families. */
    private void addParameters(FieldValues parameters) {
        if (!seen.add(parameters)) {
            return;
        }
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.value(i) instanceof FieldValues family) {
                addParameters(family);
            } else {
                addParameter(parameters.key(i), parameters.value(i));
            }
        }
    }

    private void addParameter(String name, Object value) {
        if (value instanceof FieldValues.Items items) {
            items.values().forEach(item -> addParameter(name, item));
        } else {
            add(value, name, VariableNames.isSecretParameter(name, String.valueOf(value)));
        }
    }

    /** Adds the secrets of a value: the value itself, what a reference stands for, or the secret parts of a URL. */
    private void add(Object value, String key, boolean secret) {
        if (value instanceof FieldValues inner) {
            Object exact = key.equals(ProvisioningUrl.KEY) ? inner.get(ProvisioningUrl.EXACT) : null;
            if (exact == null) {
                add(inner, key.equals("vars") ? VariableNames::isSecret : KEYS::contains);
            } else {
                add(exact, key, secret);
            }
        } else if (value instanceof FieldValues.Items items) {
            items.values().forEach(item -> add(item, key, secret));
        } else if (value instanceof FieldValues.ValueReference reference) {
            String text = reference.secret() ? secrets.value(reference.name()) : environment.get(reference.name());
            if (text != null) {
                texts.add(text);
            }
        } else if (value instanceof String text) {
            if (secret) {
                texts.add(text);
            } else {
                texts.addAll(
                        key.equals(ProvisioningUrl.KEY)
                                ? UrlSecrets.findInProvisioningUrl(text, site)
                                : UrlSecrets.find(text, part -> true));
            }
        }
    }
}
