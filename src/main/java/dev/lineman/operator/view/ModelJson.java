package dev.lineman.operator.view;

import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import dev.lineman.template.model.ModelModules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model with its data as JSON. Stateless. */
public final class ModelJson {
    private ModelJson() {}

    /** One object. A number that is not known is null, and so is the family of a model without a model file. */
    public static JsonObject of(ModelEntry model) {
        String family = model.text(ModelField.FAMILY);
        ModelModules modules = model.modules();
        List<String> features = model.texts(ModelField.FEATURES);
        return new JsonObject()
                .with("model", model.name())
                .with("family", family.isEmpty() ? null : family)
                .with("template", model.text(ModelField.TEMPLATE))
                .with("accounts", model.number(ModelField.LINES))
                .with("keys", keys(model))
                .with("modules", modules == null ? 0 : modules.count())
                .with(
                        "module_types",
                        modules == null
                                ? List.of()
                                : List.copyOf(modules.types().keySet()))
                .with("module_keys", modules == null ? 0 : modules.keys())
                .with("handsets", model.number(ModelField.HANDSETS))
                .with("bases", model.number(ModelField.BASES))
                .with("screen", model.value(ModelField.SCREEN) == null ? null : model.text(ModelField.SCREEN))
                .with("srtp", features.contains("srtp"))
                .with("tls", features.contains("tls"))
                .with("firmware", features.contains("firmware"))
                .with("tftp", features.contains("tftp"))
                .with("aliases", model.texts(ModelField.ALIASES));
    }

    /** The keys of the phone itself: those that lines and BLF keys share, and those for BLF keys alone. */
    public static @Nullable Integer keys(ModelEntry model) {
        Integer shared = model.number(ModelField.KEYS);
        Integer own = model.number(ModelField.BLFKEYS);
        return shared == null ? own : own == null ? shared : Integer.valueOf(shared + own);
    }
}
