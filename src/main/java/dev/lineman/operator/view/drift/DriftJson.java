package dev.lineman.operator.view.drift;

import dev.lineman.operator.view.JsonObject;

/** Prints {@link PhoneDrift} as JSON, for {@code drift --json} and the API. Stateless. */
public final class DriftJson {
    private DriftJson() {}

    /** The object of one phone. */
    public static JsonObject of(PhoneDrift drift) {
        return new JsonObject()
                .with("mac", drift.mac())
                .with("label", drift.label())
                .with("overridden", drift.overridden())
                .with("uploads", JsonObject.all(drift.uploads(), DriftJson::upload));
    }

    private static JsonObject upload(PhoneDrift.DriftUpload upload) {
        return new JsonObject()
                .with("file", upload.file())
                .with("received", upload.received().toString())
                .with("unreadable", upload.unreadable())
                .with("values", JsonObject.all(upload.values(), DriftJson::value))
                .with(
                        "added",
                        JsonObject.all(
                                upload.added(),
                                added -> new JsonObject()
                                        .with("name", added.name())
                                        .with("used", added.used())))
                .with("added_count", upload.addedCount());
    }

    private static JsonObject value(PhoneDrift.OverriddenValue value) {
        return new JsonObject()
                .with("name", value.name())
                .with("used", value.used())
                .with("given", value.given())
                .with("template", value.template().toString())
                .with("origins", JsonObject.all(value.origins(), DriftJson::origin));
    }

    private static JsonObject origin(PhoneDrift.ValueOrigin origin) {
        return new JsonObject()
                .with("name", origin.name())
                .with(
                        "places",
                        JsonObject.all(
                                origin.places(),
                                place -> new JsonObject()
                                        .with("layer", place.layer())
                                        .with("at", place.at().toString())
                                        .with("text", place.text())));
    }
}
