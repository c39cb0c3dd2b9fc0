package dev.lineman.build.usage;

import dev.lineman.inventory.ValueLayer;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.template.Template;
import dev.lineman.template.header.OptionOffer;
import dev.lineman.template.key.KeyKind;
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
    private static final String TYPE = "type";

    /** What a setting is, with its key in the layer. */
    enum SettingKind {
        OPTION("options"),
        /** An option that wins over {@code options} of every layer. */
        REQUIRED_OPTION("require"),
        CODECS("codecs"),
        NETWORK("network"),
        TEMPLATE("template"),
        MODULES("modules"),
        BLF_TYPE(KeyKind.BLF.key()),
        SOFT_KEY_TYPE(KeyKind.SOFT.key()),
        /** The vendor parameters of a family, or those without one. */
        PARAMETERS("settings");

        private final String key;

        SettingKind(String key) {
            this.key = key;
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
        Object keys = layer.get(kind.key);
        int size = keys instanceof FieldValues.Items list
                ? list.values().size()
                : keys instanceof FieldValues named ? named.size() : 0;
        for (int i = 0; i < size; i++) {
            String number = keys instanceof FieldValues named ? named.key(i) : String.valueOf(i + 1);
            FieldValues key = key(kind, layer, number);
            int type = key.indexOf(TYPE);
            if (key.size() > 0) {
                settings.add(new LayerSetting(
                        kind, number, type < 0 ? null : key.value(type), key.packedPosition(Math.max(type, 0))));
            }
        }
    }

    /** The values of a key in a layer; empty if the layer does not have the key. */
    private static FieldValues key(SettingKind kind, FieldValues layer, String number) {
        Object keys = layer.get(kind.key);
        if (keys instanceof FieldValues.Items list) {
            int index = Integer.parseInt(number) - 1;
            return index < list.values().size() ? (FieldValues) list.values().get(index) : FieldValues.EMPTY;
        }
        return keys instanceof FieldValues named ? named.fields(number) : FieldValues.EMPTY;
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
            boolean required = kind == SettingKind.OPTION && hasName(layer.fields(SettingKind.REQUIRED_OPTION.key));
            if (required || (i < own && isOverriddenBy(layer))) {
                return true;
            }
        }
        // A further layer can give the type of a key that has none here.
        for (int i = own + 1; value == null && i < layers.size(); i++) {
            if (key(kind, layers.get(i).fields(), name).indexOf(TYPE) >= 0) {
                return true;
            }
        }
        return false;
    }

    private boolean isOverriddenBy(FieldValues nearer) {
        return switch (kind) {
            case OPTION -> hasName(nearer.fields(kind.key));
            case REQUIRED_OPTION, PARAMETERS -> false;
            case CODECS, NETWORK, TEMPLATE, MODULES -> nearer.indexOf(kind.key) >= 0;
            case BLF_TYPE, SOFT_KEY_TYPE -> {
                FieldValues key = key(kind, nearer, name);
                yield nearer.get(kind.key) instanceof FieldValues.Items
                        || key.indexOf(TYPE) >= 0
                        || (value == null && key.size() > 0);
            }
        };
    }

    /** Whether options have the name of this setting, in any case of letters. */
    private boolean hasName(FieldValues options) {
        for (int i = 0; i < options.size(); i++) {
            if (options.key(i).equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
