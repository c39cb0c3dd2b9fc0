package dev.lineman.command.schema;

import static dev.lineman.command.schema.ValueSchemas.described;
import static dev.lineman.command.schema.ValueSchemas.list;
import static dev.lineman.command.schema.ValueSchemas.number;
import static dev.lineman.command.schema.ValueSchemas.offering;
import static dev.lineman.command.schema.ValueSchemas.reference;
import static dev.lineman.command.schema.ValueSchemas.text;
import static dev.lineman.command.schema.ValueSchemas.types;

import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionField.FieldScope;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.operator.view.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * JSON Schemas of the mappings in extension files, made from the table of {@link ExtensionField}. Whatever {@code
 * FieldValuesReader} and the resolver accept is valid; a value that no phone can use is not, as far as a schema can tell.
 * Used for one schema, by one thread.
 */
final class FieldSchemas {
    private static final String NETWORK_PATTERN =
            "^(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)(?:/[0-9]{1,3})?$";

    private static final String MAC_PATTERN = "^(?:[:.-]*[0-9A-Fa-f]){12}[:.-]*$";
    private static final String IPUI_PATTERN =
            "^(?:[ :.-]*0(?:[ :.-]*[0-9A-Fa-f]){9}|(?:[ :.-]*[0-9]){12}(?:[ :.-]*[0-9*])?)[ :.-]*$";
    private static final String SITE_PATTERN = "^(?:[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*)?$";
    private static final String TELEPHONE_PATTERN =
            "^(?:[+0-9*#()./ \\u00A0\\u202F\\u2010-\\u2015-]*|[^\\s@<>\"]+@[^\\s@<>\"]+)$";
    private static final String PROFILE_PATTERN = "^[\\p{L}\\p{N}_][\\p{L}\\p{N}_ .-]*$";
    private static final String TOKEN_PATTERN = "^[\\p{L}\\p{N}_.~-]*$";

    private static final String MOMENT_PATTERN = "^(?:[+-]?[0-9]{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
            + "[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]*)?)?"
            + "(?:[Zz]|[+-][0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2})?)?))?$";

    /** The key without which a mapping is an error. */
    private static final Map<FieldScope, ExtensionField> REQUIRED = Map.of(
            FieldScope.EXTENSION, ExtensionField.EXTENSION,
            FieldScope.PHONE, ExtensionField.MAC,
            FieldScope.BASE, ExtensionField.MAC,
            FieldScope.CONTACT, ExtensionField.NUMBERS,
            FieldScope.URL, ExtensionField.EXACT);

    private final OfferSchemas offers;

    /** The definitions that the schema refers to, by name. */
    private final Map<String, JsonObject> definitions = new LinkedHashMap<>();

    FieldSchemas(OfferSchemas offers) {
        this.offers = offers;
    }

    /** A mapping with the keys of a scope. */
    JsonObject mapping(FieldScope scope) {
        JsonObject properties = new JsonObject();
        for (ExtensionField field : ExtensionField.all(each -> each.isIn(scope))) {
            JsonObject value = value(field);
            if (field == REQUIRED.get(scope) && field != ExtensionField.NUMBERS) {
                value.put("type", List.of("string", "number", "boolean"));
            }
            properties.put(field.key(), described(KeyDescriptions.of(field, scope), value));
        }
        ExtensionField required = REQUIRED.get(scope);
        JsonObject mapping = new JsonObject().with("type", "object").with("properties", properties);
        if (scope == FieldScope.EXTENSION) {
            properties.put(
                    ExtensionFile.CONTACT,
                    described(KeyDescriptions.OF_CONTACT, new JsonObject().with("allOf", List.of(contact()))));
            mapping.put(
                    "anyOf",
                    List.of(
                            requiring(ExtensionField.EXTENSION.key()),
                            requiring(ExtensionFile.CONTACT).with("maxProperties", 1)));
        } else if (required != null) {
            mapping.putAll(requiring(required.key()));
        }
        return mapping.with("additionalProperties", false);
    }

    private static JsonObject requiring(String key) {
        return new JsonObject().with("required", List.of(key));
    }

    /** A contact, which needs a name and numbers. */
    private JsonObject contact() {
        return defined("contact", () -> {
            List<JsonObject> names = Stream.of(
                            ExtensionField.FIRST_NAME, ExtensionField.LAST_NAME, ExtensionField.COMPANY)
                    .map(field -> requiring(field.key()))
                    .toList();
            return mapping(FieldScope.CONTACT).with("anyOf", names);
        });
    }

    /** The definitions that the mappings refer to. */
    Map<String, JsonObject> definitions() {
        return definitions;
    }

    /** A reference to a mapping with the keys of a scope. */
    JsonObject scoped(FieldScope scope) {
        return defined(scope.name().toLowerCase(Locale.ROOT), () -> mapping(scope));
    }

    private JsonObject defined(String name, Supplier<JsonObject> schema) {
        if (!definitions.containsKey(name)) {
            definitions.put(name, schema.get());
        }
        return reference(name);
    }

    /** A reference behind which a description can stand: draft 7 ignores everything beside {@code $ref}. */
    private JsonObject shared(String name, Supplier<JsonObject> schema) {
        return new JsonObject().with("allOf", List.of(defined(name, schema)));
    }

    private JsonObject optional(FieldScope scope) {
        return ValueSchemas.anyOf(scoped(scope), types("null"));
    }

    private JsonObject value(ExtensionField field) {
        return switch (field.kind()) {
            case TEXT, PASSWORD -> text();
            case URL -> field == ExtensionField.EXACT ? text() : url();
            case PLAIN -> plain(field);
            case MAC -> types("string", "number").with("pattern", MAC_PATTERN);
            case LINE -> number("^0*[1-9][0-9]{0,2}$", 1L, 999L);
            case IPUI -> text(IPUI_PATTERN);
            case HANDSET -> optional(FieldScope.HANDSET);
            case BASES -> bases();
            case SITE -> text(SITE_PATTERN).with("minimum", 0);
            case TELEPHONE -> text(TELEPHONE_PATTERN);
            case TELEPHONES -> scoped(FieldScope.NUMBERS);
            case SPEED_DIAL -> text("^[0-9*#]{0,10}$");
            case NAME_ORDER ->
                ValueSchemas.anyOf(new JsonObject().with("enum", List.of("last_name", "first_name")), types("null"));
            case MAP -> shared("option_values", offers::options);
            case VARS -> shared("variables", offers::variables);
            case PARAMETERS -> shared("settings", offers::settings);
            case LIST -> shared("codec_list", () -> list(offering(offers.codecs(), ValueSchemas.TEXT)));
            case NAMES -> list(offers.siteTemplate());
            case BLF -> shared("keys", this::keys);
            case PHONE -> optional(FieldScope.PHONE);
            case PHONES -> list(scoped(FieldScope.PHONE));
            case NAME_LIST, MODULES -> names();
            case MODELS -> models();
            case PROFILES -> profiles();
            case PROVISIONING -> optional(FieldScope.PROVISIONING);
            case USER -> text(ValueSchemas.WITHOUT_COLON);
            case TOKEN -> text(TOKEN_PATTERN);
            case NETWORKS ->
                list(types("string").with("pattern", NETWORK_PATTERN)).with("minItems", 1);
            case FLAG -> types("boolean", "string", "null").with("pattern", "^(?:true|false)$");
            case MOMENT -> types("string", "null").with("pattern", MOMENT_PATTERN);
            case COUNT -> number("^(?:[1-9][0-9]{0,5})?$", 1L, 999_999L);
        };
    }

    private JsonObject plain(ExtensionField field) {
        return switch (field) {
            case EXTENSION -> text().with("minLength", 1);
            case MODEL -> shared("model_name", offers::model);
            case TEMPLATE -> shared("template_name", offers::template);
            case NETWORK -> shared("network_name", () -> offering(offers.networks(), ValueSchemas.TEXT));
            case TYPE -> offering(offers.keyTypes(), ValueSchemas.TEXT);
            default -> text();
        };
    }

    /** A URL, or a mapping with an exact one. */
    private JsonObject url() {
        JsonObject url = text();
        url.put("type", List.of("string", "number", "boolean", "object", "null"));
        JsonObject exact = mapping(FieldScope.URL);
        exact.remove("type");
        url.putAll(exact);
        return url;
    }

    /** A list of keys, or a mapping of key numbers. */
    private JsonObject keys() {
        return types("array", "object", "null")
                .with("items", optional(FieldScope.BLF_KEY))
                .with("patternProperties", new JsonObject().with("^[1-9][0-9]{0,3}$", optional(FieldScope.BLF_KEY)))
                .with("additionalProperties", false);
    }

    /** A name, or a list of names. */
    private static JsonObject names() {
        return ValueSchemas.anyOf(text(), list(text()));
    }

    /** A list of MACs, or of mappings with a MAC. */
    private JsonObject bases() {
        return list(ValueSchemas.anyOf(
                types("string", "number", "null").with("pattern", MAC_PATTERN), scoped(FieldScope.BASE)));
    }

    private JsonObject profiles() {
        return types("object", "null")
                .with("propertyNames", new JsonObject().with("pattern", PROFILE_PATTERN))
                .with("additionalProperties", optional(FieldScope.PROFILE));
    }

    private JsonObject models() {
        JsonObject values = defined("model_values", () -> optional(FieldScope.MODEL));
        JsonObject known = new JsonObject();
        offers.models().forEach(name -> known.put(name, values));
        return types("object", "null").with("properties", known).with("additionalProperties", values);
    }
}
