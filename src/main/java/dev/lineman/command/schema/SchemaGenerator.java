package dev.lineman.command.schema;

import dev.lineman.inventory.extension.ExtensionField.FieldScope;
import dev.lineman.operator.view.JsonObject;
import dev.lineman.template.Catalog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the JSON Schemas of input files. The dialect is draft 7, since most editors support it. For one thread. */
public final class SchemaGenerator {
    private static final String DIALECT = "http://json-schema.org/draft-07/schema#";

    private final Catalog catalog;
    private final boolean anyModel;
    /** Null until the first schema that needs it: it compiles all templates. */
    private @Nullable OfferSchemas offers;

    /**
     * Creates a generator.
     *
     * @param catalog the templates that the schemas offer
     * @param anyModel whether a {@code template} in the defaults gives phones any model
     */
    public SchemaGenerator(Catalog catalog, boolean anyModel) {
        this.catalog = catalog;
        this.anyModel = anyModel;
    }

    /** Returns the schema of a kind of files. */
    public JsonObject schema(SchemaKind kind) {
        JsonObject schema = new JsonObject().with("$schema", DIALECT);
        if (kind == SchemaKind.secrets) {
            return schema.with("type", "object")
                    .with("propertyNames", new JsonObject().with("pattern", ValueSchemas.TEXT))
                    .with("additionalProperties", ValueSchemas.text());
        }
        FieldSchemas fields = new FieldSchemas(offers());
        if (kind == SchemaKind.defaults) {
            schema.putAll(fields.mapping(FieldScope.DEFAULTS));
        } else {
            schema.putAll(fields.mapping(FieldScope.EXTENSION));
            schema.put("type", List.of("object", "array"));
            schema.put("items", fields.scoped(FieldScope.EXTENSION));
        }
        return schema.with("definitions", fields.definitions());
    }

    private OfferSchemas offers() {
        OfferSchemas made = offers;
        if (made == null) {
            made = new OfferSchemas(new TemplateVocabulary(catalog), anyModel);
            offers = made;
        }
        return made;
    }
}
