package dev.lineman.command.adopt;

import dev.lineman.build.State;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.ModelIndex;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.operator.fleet.LiveFleetView;
import dev.lineman.operator.fleet.SiteSuggestions;
import dev.lineman.operator.unknown.AdoptionField;
import dev.lineman.operator.unknown.AdoptionForm;
import dev.lineman.operator.unknown.AdoptionInput;
import dev.lineman.operator.unknown.SiteSuggestion;
import dev.lineman.serve.visits.UnknownPhone;
import dev.lineman.serve.visits.VisitLog;
import dev.lineman.template.Catalog;
import dev.lineman.template.model.ModelEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the form of an adoption: its fields, what it proposes, and what it offers. Not thread-safe. */
final class AdoptionForms {
    private static final Map<String, String> LABEL_BY_KEY = Map.of(
            "extension", "Extension",
            "model", "Model",
            "site", "Site",
            "first_name", "First name",
            "last_name", "Last name",
            "auth_id", "User name at the PBX",
            "pbx_ip", "Address of the PBX",
            "into", "Folder");

    /** The labels of the fields, for messages. */
    static final ValueNames LABELS = key -> "'" + label(key) + "'";

    private static final String MODEL = "model";
    private static final String SITE = "site";

    /** Models to choose from. */
    private static final int MAX_MODELS = 500;

    /** Extensions without a phone to choose from. */
    private static final int MAX_NUMBERS = 50;

    /** Extensions to look at for those without a phone. */
    private static final int MAX_LOOKED_AT = 2000;

    /** Sites and folders to choose from. */
    private static final int MAX_PLACES = 200;

    private final Inventory inventory;
    private final Catalog catalog;
    private final String mac;
    private final @Nullable UnknownPhone phone;
    private final @Nullable SiteSuggestion suggestion;

    /** The values that the user gave; null for the proposed ones. */
    private final @Nullable AdoptionInput input;

    private final List<AdoptionField> fields = new ArrayList<>();

    AdoptionForms(State state, VisitLog visits, String mac, @Nullable AdoptionInput input) {
        this.inventory = state.inputs().inventory();
        this.catalog = state.inputs().catalog();
        this.mac = mac;
        this.phone = visits.unknownPhone(mac);
        this.suggestion = phone == null
                ? null
                : new SiteSuggestions(state, visits).of(List.of(phone)).get(mac);
        this.input = input;
    }

    /** Returns the form. */
    AdoptionForm form() {
        String site = input != null ? input.text(SITE) : suggestion == null ? "" : suggestion.site();
        String into = input == null ? "" : input.text(AdoptionInput.INTO);
        SiteChoice place =
                SiteChoice.of(inventory, site.isEmpty() ? null : site, into.isEmpty() ? null : into, phone, LABELS);
        LayerStack defaults = inventory.defaultsOf(place.folder());
        add(
                AdoptionInput.EXTENSION,
                "",
                "a new number, or one that exists: then the page shows the lines to add to its file",
                numbersWithoutPhone(place.site()),
                AdoptionField.FieldEntry.REQUIRED);
        String vendor = LiveFleetView.vendor(catalog, mac);
        addModel(vendor, defaults);
        addSite(place);
        for (String key : AdoptionPreview.DETAILS) {
            if (!key.equals(SITE)) {
                add(key, "", hint(defaults, key), List.of(), AdoptionField.FieldEntry.OPTIONAL);
            }
        }
        add(
                AdoptionInput.INTO,
                "",
                into.isEmpty() ? "if it is empty, " + place.folder() : "of the new file",
                folders(),
                AdoptionField.FieldEntry.OPTIONAL);
        return new AdoptionForm(mac, vendor, phone, suggestion, fields);
    }

    private void add(String key, String proposed, String hint, List<String> offers, AdoptionField.FieldEntry need) {
        String value = input == null ? proposed : input.text(key);
        fields.add(new AdoptionField(key, label(key), value, hint, offers, need));
    }

    private static String label(String key) {
        return LABEL_BY_KEY.getOrDefault(key, key);
    }

    private static String hint(LayerStack defaults, String key) {
        String text = defaults.text(key);
        if (text != null) {
            return "if it is empty, '" + text + "' of the folder's defaults";
        }
        return key.equals("auth_id") ? "if it is empty, the extension" : "";
    }

    /** Adds the field of the model, with the one that the phone reports. */
    private void addModel(String vendor, LayerStack defaults) {
        String reported = phone == null ? "" : phone.model();
        ModelIndex.KnownModel found = reported.isEmpty() ? null : catalog.search(reported);
        String proposed = found == null ? reported : found.fullName();
        String given = defaults.text(MODEL);
        String hint = !reported.isEmpty()
                ? "the phone says that it is '" + reported + "'"
                : given == null
                        ? "the phone does not name it"
                        : "if it is empty, '" + given + "' of the folder's defaults";
        add(
                MODEL,
                proposed,
                hint,
                models(proposed, vendor),
                given == null ? AdoptionField.FieldEntry.REQUIRED : AdoptionField.FieldEntry.OPTIONAL);
    }

    /** Adds the field of the site, if there are sites. */
    private void addSite(SiteChoice place) {
        List<String> sites = inventory.allSites().stream()
                .filter(site -> !site.isEmpty())
                .limit(MAX_PLACES + 1L)
                .toList();
        if (!sites.isEmpty()) {
            boolean few = sites.size() <= MAX_PLACES;
            add(
                    SITE,
                    place.site(),
                    suggestion == null ? "" : suggestion.site() + ": " + suggestion.reason(),
                    few ? sites : sites.subList(0, MAX_PLACES),
                    few ? AdoptionField.FieldEntry.CHOICE : AdoptionField.FieldEntry.OPTIONAL);
        }
    }

    /** Returns names of models: those of the vendor of the phone if it is known, else all, within a bound. */
    private List<String> models(String proposed, String vendor) {
        int end = proposed.indexOf(' ');
        String start = (end < 0 ? vendor : proposed.substring(0, end)).toLowerCase(Locale.ROOT);
        List<String> all =
                catalog.models().stream().map(ModelEntry::name).distinct().toList();
        List<String> ofVendor = all.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(start))
                .toList();
        List<String> offered = ofVendor.isEmpty() ? all : ofVendor;
        return offered.subList(0, Math.min(MAX_MODELS, offered.size()));
    }

    private List<String> numbersWithoutPhone(String site) {
        return inventory.numbers(site).stream()
                .limit(MAX_LOOKED_AT)
                .filter(number -> inventory.extensions(new ExtensionKey(site, number)).stream()
                        .noneMatch(AdoptionForms::hasPhone))
                .limit(MAX_NUMBERS)
                .toList();
    }

    private static boolean hasPhone(Account extension) {
        return extension.entry().get("phone") != null || extension.entry().get("phones") != null;
    }

    private List<String> folders() {
        return inventory.defaults().stream()
                .map(FolderDefaults::path)
                .map(path -> path.substring(0, path.lastIndexOf('/')))
                .sorted()
                .distinct()
                .limit(MAX_PLACES)
                .toList();
    }
}
