package dev.lineman.command.schema;

import dev.lineman.inventory.extension.ExtensionField.FieldScope;
import dev.lineman.operator.view.JsonObject;
import dev.lineman.template.Catalog;
import java.util.List;

/**
 * Makes the JSON Schema of a kind of input files. The dialect is draft 7, since most editors support it. Stateless.
 */
public final class SchemaGenerator {
    private static final String DIALECT = "http://json-schema.org/draft-07/schema#";

    private SchemaGenerator() {}

    /**
     * Returns the schema of a kind of files.
     *
     * @param catalog the templates that the schema offers
     * @param anyModel whether a {@code template} in the defaults gives phones any model
     */
    public static JsonObject schema(SchemaKind kind, Catalog catalog, boolean anyModel) {
        JsonObject schema = new JsonObject().with("$schema", DIALECT);
        if (kind == SchemaKind.secrets) {
            return schema.with("type", "object")
                    .with("propertyNames", new JsonObject().with("pattern", ValueSchemas.TEXT))
                    .with("additionalProperties", ValueSchemas.text());
        }
        FieldSchemas fields = new FieldSchemas(new OfferSchemas(new TemplateVocabulary(catalog), anyModel));
        if (kind == SchemaKind.defaults) {
            schema.putAll(fields.mapping(FieldScope.DEFAULTS));
        } else {
            schema.putAll(fields.mapping(FieldScope.EXTENSION));
            schema.put("type", List.of("object", "array"));
            schema.put("items", fields.scoped(FieldScope.EXTENSION));
        }
        return schema.with("definitions", fields.definitions());
    }
}
