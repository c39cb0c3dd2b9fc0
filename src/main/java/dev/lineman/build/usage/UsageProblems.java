package dev.lineman.build.usage;

import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.template.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects what has no effect in one file. Equal messages become one problem. For one thread. */
final class UsageProblems {
    /** The keys of an extension that are for a whole phone, which takes them from the extension on its first line. */
    private static final List<String> OF_PHONE = Stream.of(
                    ExtensionField.NETWORK,
                    ExtensionField.OPTIONS,
                    ExtensionField.REQUIRE,
                    ExtensionField.CODECS,
                    ExtensionField.MODULES,
                    ExtensionField.BLF,
                    ExtensionField.SOFTKEYS,
                    ExtensionField.SETTINGS,
                    ExtensionField.PROVISIONING,
                    ExtensionField.PROVISIONING_URL,
                    ExtensionField.MODEL,
                    ExtensionField.TEMPLATE)
            .map(ExtensionField::key)
            .toList();

    /** Why a value of a {@code _defaults.yaml} that reaches only later lines has no effect, and what to do. */
    static final String OF_FIRST_LINES =
            "the phones of these extensions take this from the extension on their first line; set it there, or below 'phone'";

    private final String file;
    private final Map<Finding, Places> found = new LinkedHashMap<>();
    private int added;

    UsageProblems(String file) {
        this.file = file;
    }

    private record Finding(Severity severity, String message) {}

    private record Places(Position first, int more) {}

    /** The path of the file. */
    String file() {
        return file;
    }

    /** Adds a problem of the file; null adds nothing. */
    void add(@Nullable Problem problem) {
        if (problem != null) {
            add(problem.severity(), problem.at(), problem.message());
        }
    }

    /** Adds a problem at a value of the file. */
    void add(Severity severity, long packedPosition, String message) {
        add(severity, FieldValues.position(file, packedPosition), message);
    }

    /** How many problems were added, equal ones too. */
    int added() {
        return added;
    }

    private void add(Severity severity, Position at, String message) {
        added++;
        found.merge(
                new Finding(severity, message),
                new Places(at, 0),
                (known, same) -> new Places(known.first(), known.more() + 1));
    }

    /** Whether an extension gives one of the keys that count for a whole phone. */
    static boolean hasPhoneSettings(FieldValues extension) {
        return OF_PHONE.stream().anyMatch(key -> extension.indexOf(key) >= 0);
    }

    /** Warns of each key that counts for a whole phone, in an extension without a phone. */
    void addPhoneless(FieldValues extension) {
        for (String key : OF_PHONE) {
            int index = extension.indexOf(key);
            if (index >= 0) {
                add(Severity.WARNING, extension.packedPosition(index), phoneless("'" + key + "'", key));
            }
        }
    }

    /** The message for a value that only phones use, in an extension without a phone. */
    static String phoneless(String what, String name) {
        return what + " has no effect, because this extension has no phone; add its 'phone', or remove '" + name + "'";
    }

    /**
     * Warns of what counts for whole phones in a layer that is only for accounts on later lines. An option that no template
     * has is another problem.
     *
     * @param templates those of the phones; what one of them has for each line is used
     * @param offers what all templates have
     * @param reason why it has no effect, and what to do
     */
    void addLaterLine(FieldValues layer, Collection<Template> templates, CatalogOffers offers, String reason) {
        List<LayerSetting> settings = LayerSetting.of(layer);
        List<LayerSetting> ofPhone = settings.stream()
                .filter(setting -> templates.stream().noneMatch(setting::isOfLine))
                .toList();
        List<LayerSetting> options = ofKind(LayerSetting.SettingKind.OPTION, settings);
        List<LayerSetting> unused = ofKind(LayerSetting.SettingKind.OPTION, ofPhone).stream()
                .filter(option -> offers.hasOption(option.name()) || !offers.isComplete())
                .toList();
        Set<String> used = new HashSet<>();
        // An option that counts for the whole phone is required by each of its extensions.
        used.add(LayerSetting.SettingKind.REQUIRED_OPTION.key());
        if (unused.size() < options.size()) {
            used.add(LayerSetting.SettingKind.OPTION.key());
            unused.forEach(option -> add(
                    Severity.WARNING,
                    option.packedPosition(),
                    "'" + option.name() + "' in 'options' has no effect: " + reason));
        }
        if (ofKind(LayerSetting.SettingKind.CODECS, ofPhone).isEmpty()) {
            used.add(LayerSetting.SettingKind.CODECS.key());
        }
        for (String key : OF_PHONE) {
            int index = layer.indexOf(key);
            if (index >= 0 && !used.contains(key)) {
                add(Severity.WARNING, layer.packedPosition(index), "'" + key + "' has no effect: " + reason);
            }
        }
    }

    private static List<LayerSetting> ofKind(LayerSetting.SettingKind kind, List<LayerSetting> settings) {
        return settings.stream().filter(setting -> setting.kind() == kind).toList();
    }

    /** One problem for each message, at its first place. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        found.forEach((finding, places) -> problems.add(new Problem(
                finding.severity(),
                places.first(),
                finding.message()
                        + (places.more() == 0 ? "" : " (here, and at " + places.more() + " more in this file)"))));
        return problems;
    }
}
