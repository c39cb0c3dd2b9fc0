package dev.lineman.build.usage;

import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.ProfileReference;
import dev.lineman.inventory.ValueLayer;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what an extension gives and none of its phones uses. The resolution of a phone reports what its template lacks;
 * this reports what reaches no phone. For one cycle, by one thread.
 */
final class ExtensionUsage {
    private static final String NETWORK = LayerSetting.SettingKind.NETWORK.key();

    private static final String SETTINGS = LayerSetting.SettingKind.PARAMETERS.key();

    private final UsageScopes scopes;
    private final CatalogOffers offers;
    private final Inventory inventory;

    ExtensionUsage(UsageScopes scopes, CatalogOffers offers, Inventory inventory) {
        this.scopes = scopes;
        this.offers = offers;
        this.inventory = inventory;
    }

    /**
     * One phone of an extension.
     *
     * @param fields what the extension says of it
     * @param phone null if it is not known
     * @param template null if the phone has none, or several
     */
    private record ExtensionPhone(
            FieldValues fields,
            @Nullable Phone phone,
            @Nullable Template template) {
        /** Whether the phone is known, and an extension is on its first line. */
        boolean hasFirst(FieldValues extension) {
            return phone != null && phone.first().entry().equals(extension);
        }
    }

    /** Checks one extension of a file. */
    void check(FieldValues extension, UsageProblems problems) {
        List<FieldValues> written = ExtensionFile.phones(extension);
        if (written.isEmpty()) {
            checkProfiles(extension, problems);
        }
        // Most extensions give nothing to check, and a phone is expensive to assemble.
        boolean hasSettings = UsageProblems.hasPhoneSettings(extension);
        if (!hasSettings
                && !has(VariableScope.VARS, extension)
                && written.stream().noneMatch(ExtensionUsage::isChecked)) {
            return;
        }
        List<ExtensionPhone> phones = written.stream().map(this::phone).toList();
        if (hasSettings) {
            checkSettings(extension, phones, problems);
        }
        if (has(NETWORK, extension) || written.stream().anyMatch(phone -> has(NETWORK, phone))) {
            checkNetwork(extension, phones, problems);
        }
        checkParameters(extension, phones, problems);
        checkVariables(extension, phones, problems);
    }

    /** Whether an extension gives a phone values that are checked here. */
    private static boolean isChecked(FieldValues phone) {
        return has(NETWORK, phone) || has(SETTINGS, phone) || has(VariableScope.VARS, phone);
    }

    private static boolean has(String key, FieldValues fields) {
        return fields.indexOf(key) >= 0;
    }

    /** Checks the variables of an extension and of its phones. */
    private void checkVariables(FieldValues extension, List<ExtensionPhone> phones, UsageProblems problems) {
        FieldValues vars = extension.fields(VariableScope.VARS);
        if (vars.size() == 0
                && phones.stream()
                        .allMatch(phone ->
                                phone.fields().fields(VariableScope.VARS).size() == 0)) {
            return;
        }
        VariableScope ofExtension = scopes.scopeWithSites();
        if (phones.isEmpty() && scopes.isUnknownIn(TemplateKind.PHONE.folder())) {
            ofExtension.addUnreadableTemplates();
        } else if (phones.isEmpty()) {
            ofExtension.addNoPhone();
        }
        for (ExtensionPhone one : phones) {
            VariableScope ofPhone = scopes.scope();
            Phone phone = one.phone();
            Template template = one.template();
            if (phone == null || template == null) {
                scopes.addUnknownPhones(ofPhone);
                scopes.addUnknownPhones(ofExtension);
            } else {
                ofPhone.addPhones(template, true, false);
                if (one.hasFirst(extension)) {
                    ofExtension.addPhones(template, true, true);
                } else {
                    ofExtension.addLaterLine(template, phone);
                }
            }
            ofPhone.check(one.fields().fields(VariableScope.VARS), problems);
        }
        ofExtension.check(vars, problems);
    }

    /** Reports the profiles of an extension without a phone that do not exist, or have values for phones only. */
    private void checkProfiles(FieldValues extension, UsageProblems problems) {
        for (ProfileReference profile : inventory.profiles(problems.file(), extension)) {
            problems.add(profile.missing(inventory));
            ValueLayer layer = profile.layer();
            if (layer != null
                    && layer.fields().size() > 0
                    && layer.fields().fields(VariableScope.VARS).size() == 0) {
                problems.add(Problem.warning(
                        profile.at(), UsageProblems.phoneless("profile '" + profile.name() + "'", profile.name())));
            }
        }
    }

    /**
     * Checks the settings beside {@code extension}. If they reach a phone, its resolution reports what its template
     * lacks.
     */
    private void checkSettings(FieldValues extension, List<ExtensionPhone> phones, UsageProblems problems) {
        if (phones.isEmpty()) {
            problems.addPhoneless(extension);
            return;
        }
        Phone later = null;
        List<Template> templates = new ArrayList<>();
        for (ExtensionPhone phone : phones) {
            if (phone.phone() == null || phone.hasFirst(extension)) {
                return;
            }
            later = phone.phone();
            Template template = phone.template();
            templates.addAll(template == null ? offers.catalog().phoneTemplates() : List.of(template));
        }
        if (later != null) {
            reportUnknownOptions(extension, problems);
            problems.addLaterLine(
                    extension,
                    templates,
                    offers,
                    "phone " + later.mac() + " takes this from extension "
                            + later.first().number() + " on its first line; set it there, or below 'phone'");
        }
    }

    /** Reports the options that no template has. */
    private void reportUnknownOptions(FieldValues extension, UsageProblems problems) {
        FieldValues options = extension.fields(LayerSetting.SettingKind.OPTION.key());
        for (int i = 0; i < options.size() && offers.isComplete(); i++) {
            if (!offers.hasOption(options.key(i))) {
                problems.add(
                        Severity.ERROR,
                        options.packedPosition(i),
                        CatalogOffers.unknownOption(options.key(i)) + offers.nearestOption(options.key(i)));
            }
        }
    }

    /** Checks the vendor parameters of an extension and of its phones. */
    private void checkParameters(FieldValues extension, List<ExtensionPhone> phones, UsageProblems problems) {
        FieldValues own = extension.fields(SETTINGS);
        List<Template> templates = new ArrayList<>();
        boolean unknown = false;
        for (ExtensionPhone phone : phones) {
            Template template = phone.template();
            unknown |= template == null;
            if (template != null) {
                templates.add(template);
                reportUntaken(phone.fields().fields(SETTINGS), List.of(template), problems);
            }
        }
        if (!unknown && own.size() > 0) {
            reportUntaken(own, templates, problems);
        }
        for (int i = 0; i < own.size(); i++) {
            if (!(own.value(i) instanceof FieldValues) && offers.isComplete()) {
                problems.add(
                        Severity.ERROR, own.packedPosition(i), CatalogOffers.WITHOUT_FAMILY + offers.knownFamilies());
            }
        }
    }

    /** Reports families that no template has, or none of these; and parameters for a template that takes none. */
    private void reportUntaken(FieldValues settings, List<Template> templates, UsageProblems problems) {
        boolean taken =
                templates.isEmpty() || templates.stream().anyMatch(template -> template.parameterFormat() != null);
        for (int i = 0; i < settings.size(); i++) {
            String name = settings.key(i);
            boolean family = settings.value(i) instanceof FieldValues;
            if (family && !offers.hasFamily(name) && offers.isComplete()) {
                problems.add(
                        Severity.ERROR,
                        settings.packedPosition(i),
                        CatalogOffers.unknownFamily(name) + offers.nearestFamily(name));
            } else if (!taken) {
                problems.add(
                        Severity.ERROR,
                        settings.packedPosition(i),
                        templates.get(0).path()
                                + " takes no 'settings', so this is left out; remove it, or declare the format in a template"
                                + " of your own");
            } else if (family
                    && !templates.isEmpty()
                    && templates.stream().noneMatch(template -> CatalogOffers.takes(template, name))) {
                problems.add(
                        Severity.WARNING,
                        settings.packedPosition(i),
                        "'" + name + "' in 'settings' has no effect: "
                                + templates.get(0).path() + " is not of this family; remove it");
            }
        }
    }

    /** Warns of a {@code network} of an extension, or of one of its phones, that no template uses. */
    private void checkNetwork(FieldValues extension, List<ExtensionPhone> phones, UsageProblems problems) {
        Template lacking = null;
        boolean used = false;
        for (ExtensionPhone phone : phones) {
            Template template = phone.template();
            boolean uses = template == null || offers.usesNetwork(template);
            if (has(NETWORK, phone.fields())) {
                if (template != null && !uses) {
                    addUnusedNetwork(phone.fields(), template, problems);
                }
            } else if (phone.phone() == null || phone.hasFirst(extension)) {
                used |= uses;
                lacking = template == null ? lacking : template;
            }
        }
        if (lacking != null && !used && has(NETWORK, extension)) {
            addUnusedNetwork(extension, lacking, problems);
        }
    }

    private static void addUnusedNetwork(FieldValues fields, Template template, UsageProblems problems) {
        problems.add(
                Severity.WARNING,
                fields.packedPosition(fields.indexOf(NETWORK)),
                "'network' has no effect: " + template.path() + " does not have it; remove it");
    }

    private ExtensionPhone phone(FieldValues fields) {
        Phone phone = inventory.phone(ExtensionFile.mac(fields));
        Template template = phone == null ? null : scopes.template(PhoneCounts.PhoneGroup.of(phone, true));
        return new ExtensionPhone(fields, phone, template);
    }
}
