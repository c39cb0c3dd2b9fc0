package dev.lineman.build.usage;

import dev.lineman.inventory.ValueLayer;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.KeyList;
import dev.lineman.template.Template;
import dev.lineman.template.header.OptionOffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A value in a layer that may have no effect: an option, the codecs, the network, the template, the expansion modules, the
 * type of a BLF key or a soft key, or a vendor parameter. Immutable.
 *
 * @param kind what it is
 * @param name the option, the number of the key, or the family of parameters; else empty
 * @param value the value, as {@link FieldValues} has it; null for a key without a type
 * @param packedPosition of the value, as {@link FieldValues} packs it
 */
record LayerSetting(SettingKind kind, String name, @Nullable Object value, long packedPosition) {
    private static final String TYPE = ExtensionField.TYPE.key();

    /** What a setting is, with its key in the layer. */
    enum SettingKind {
        OPTION(ExtensionField.OPTIONS),
        /** An option that wins over {@code options} of every layer. */
        REQUIRED_OPTION(ExtensionField.REQUIRE),
        CODECS(ExtensionField.CODECS),
        NETWORK(ExtensionField.NETWORK),
        TEMPLATE(ExtensionField.TEMPLATE),
        MODULES(ExtensionField.MODULES),
        BLF_TYPE(ExtensionField.BLF),
        SOFT_KEY_TYPE(ExtensionField.SOFTKEYS),
        /** The vendor parameters of a family, or those without one. */
        PARAMETERS(ExtensionField.SETTINGS);

        private final String key;

        SettingKind(ExtensionField field) {
            this.key = field.key();
        }

        /** The key of the layer that contains settings of this kind. */
        String key() {
            return key;
        }
    }

    /** Whether a layer has one of these keys. */
    static boolean anyIn(FieldValues layer) {
        for (SettingKind kind : SettingKind.values()) {
            if (layer.indexOf(kind.key) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The settings of a layer, in the order of the kinds. */
    static List<LayerSetting> of(FieldValues layer) {
        List<LayerSetting> settings = new ArrayList<>();
        for (SettingKind kind : List.of(SettingKind.OPTION, SettingKind.REQUIRED_OPTION)) {
            FieldValues options = layer.fields(kind.key);
            for (int i = 0; i < options.size(); i++) {
                settings.add(new LayerSetting(kind, options.key(i), options.value(i), options.packedPosition(i)));
            }
        }
        for (SettingKind kind :
                List.of(SettingKind.CODECS, SettingKind.NETWORK, SettingKind.TEMPLATE, SettingKind.MODULES)) {
            int index = layer.indexOf(kind.key);
            if (index >= 0) {
                settings.add(new LayerSetting(kind, "", layer.value(index), layer.packedPosition(index)));
            }
        }
        addKeys(SettingKind.BLF_TYPE, layer, settings);
        addKeys(SettingKind.SOFT_KEY_TYPE, layer, settings);
        addParameters(layer, settings);
        return settings;
    }

    /** Adds each family, and the first parameter without one. */
    private static void addParameters(FieldValues layer, List<LayerSetting> settings) {
        FieldValues parameters = layer.fields(SettingKind.PARAMETERS.key);
        boolean flat = false;
        for (int i = 0; i < parameters.size(); i++) {
            boolean family = parameters.value(i) instanceof FieldValues;
            if (family || !flat) {
                settings.add(new LayerSetting(
                        SettingKind.PARAMETERS,
                        family ? parameters.key(i) : "",
                        parameters.value(i),
                        parameters.packedPosition(i)));
            }
            flat |= !family;
        }
    }

    private static void addKeys(SettingKind kind, FieldValues layer, List<LayerSetting> settings) {
        KeyList keys = KeyList.of(layer.get(kind.key));
        for (int i = 0; i < keys.size(); i++) {
            FieldValues key = keys.key(i);
            int type = key.indexOf(TYPE);
            if (key.size() > 0) {
                settings.add(new LayerSetting(
                        kind,
                        String.valueOf(keys.number(i)),
                        type < 0 ? null : key.value(type),
                        key.packedPosition(Math.max(type, 0))));
            }
        }
    }

    /** The keys of a layer, if this setting is the type of one. */
    private KeyList keys(FieldValues layer) {
        return KeyList.of(layer.get(kind.key));
    }

    /** The values of the key of this setting. */
    private FieldValues key(KeyList keys) {
        return keys.find(Integer.parseInt(name));
    }

    /** Whether each line of a phone with this template has its own value. */
    boolean isOfLine(Template template) {
        return switch (kind) {
            case OPTION, REQUIRED_OPTION -> {
                OptionOffer option = template.header().option(name);
                yield option != null && option.isOfLine();
            }
            case CODECS -> template.header().hasCodecsOfLine();
            case NETWORK, TEMPLATE, MODULES, BLF_TYPE, SOFT_KEY_TYPE, PARAMETERS -> false;
        };
    }

    /** A name for this setting that is unique in its layer. Case does not matter for options. */
    String id() {
        return kind + " " + name.toLowerCase(Locale.ROOT);
    }

    /** The value as text; null for a reference, a list and a key without a type. */
    @Nullable
    String text() {
        return value instanceof String text ? text : null;
    }

    /**
     * Whether another layer decides in the place of this setting.
     *
     * @param layers all layers of a phone, the nearest first
     * @param own the index of the layer of this setting
     */
    boolean isOverridden(List<ValueLayer> layers, int own) {
        for (int i = 0; i < layers.size(); i++) {
            FieldValues layer = layers.get(i).fields();
            boolean required = kind == SettingKind.OPTION
                    && layer.fields(SettingKind.REQUIRED_OPTION.key).indexOfIgnoringCase(name) >= 0;
            if (required || (i < own && isOverriddenBy(layer))) {
                return true;
            }
        }
        // A further layer can give the type of a key that has none here.
        for (int i = own + 1; value == null && i < layers.size(); i++) {
            if (key(keys(layers.get(i).fields())).indexOf(TYPE) >= 0) {
                return true;
            }
        }
        return false;
    }

    private boolean isOverriddenBy(FieldValues nearer) {
        return switch (kind) {
            case OPTION -> nearer.fields(kind.key).indexOfIgnoringCase(name) >= 0;
            case REQUIRED_OPTION, PARAMETERS -> false;
            case CODECS, NETWORK, TEMPLATE, MODULES -> nearer.indexOf(kind.key) >= 0;
            case BLF_TYPE, SOFT_KEY_TYPE -> {
                KeyList keys = keys(nearer);
                FieldValues key = key(keys);
                yield keys.isList() || key.indexOf(TYPE) >= 0 || (value == null && key.size() > 0);
            }
        };
    }
}
