package dev.lineman.command.schema;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.command.InputSchemas;
import dev.lineman.fs.FileMode;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Validates YAML with the schemas of a root, in the way of an editor: numbers and booleans are no text. */
public final class SchemaCheck {
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setSchema(new CoreSchema()).build();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Schema schema;

    private SchemaCheck(Schema schema) {
        this.schema = schema;
    }

    /** Returns the check with the schema that {@code lineman schema KIND --root ROOT} prints. */
    public static SchemaCheck of(SchemaKind kind, Path root) throws CannotStartException {
        String text = InputSchemas.of(
                kind,
                new Settings(root, root.resolve("secrets.yaml"), FileMode.DEFAULT, Duration.ZERO, RemovalLimit.DEFAULT),
                new RuntimeContext(InstantSource.system(), System::nanoTime, Map.of()));
        return new SchemaCheck(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text));
    }

    /** Returns what is wrong with the documents of a file; empty if each is valid. */
    public List<String> errors(String yaml) {
        List<String> errors = new ArrayList<>();
        for (Node document : new Compose(SETTINGS).composeAllFromString(yaml)) {
            schema.validate(json(document))
                    .forEach(error -> errors.add(error.getInstanceLocation() + ": " + error.getMessage()));
        }
        return errors;
    }

    /** Returns a node as JSON. What is behind a tag such as {@code !secret} is text. */
    private static JsonNode json(Node node) {
        if (node instanceof MappingNode mapping) {
            ObjectNode object = JSON.objectNode();
            mapping.getValue()
                    .forEach(entry -> object.set(
                            entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "",
                            json(entry.getValueNode())));
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JSON.arrayNode();
            sequence.getValue().forEach(item -> array.add(json(item)));
            return array;
        }
        String text = ((ScalarNode) node).getValue();
        Tag tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(text.equalsIgnoreCase("true"));
        }
        return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? number(text) : JSON.stringNode(text);
    }

    /** JSON has no infinity, and hex digits are a number like any other. */
    private static JsonNode number(String text) {
        try {
            return JSON.numberNode(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return JSON.numberNode(Long.MAX_VALUE);
        }
    }
}
