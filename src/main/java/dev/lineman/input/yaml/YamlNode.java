package dev.lineman.input.yaml;

import java.util.List;

/** A node of a YAML file. Immutable, and never null inside another node. */
public sealed interface YamlNode {
    /** The line where the node begins, from 1. */
    int line();

    /** The column where the node begins, in code points from 1. */
    int column();

    /**
     * A text, exactly as it was typed, without quotes and escapes.
     *
     * @param text the text; behind a {@link Tag}, the name of the secret or variable
     * @param tag what the text stands for
     * @param given false for {@code ~}, {@code null} and an empty value without quotes
     * @param cut whether YAML may have cut the text: without quotes, one blank and a {@code #} follow it in its line,
     *     and no blank follows the {@code #}
     */
    record Scalar(String text, Tag tag, boolean given, boolean cut, int line, int column) implements YamlNode {

        /** Only the position, since the text may be a password. */
        @Override
        public String toString() {
            return "scalar at " + line + ':' + column;
        }
    }

    /** A mapping. Its keys have the order of the file, and each key occurs once. */
    record Mapping(List<MappingEntry> mappingEntries, int line, int column) implements YamlNode {}

    /** One key of a mapping and its value. */
    record MappingEntry(Scalar key, YamlNode value) {}

    /** A list, in the order of the file. */
    record Sequence(List<YamlNode> items, int line, int column) implements YamlNode {}

    /** The meaning of a scalar. */
    enum Tag {
        /** The text itself. */
        TEXT,
        /** The secret with that name, {@code !secret}. */
        SECRET,
        /** The environment variable with that name, {@code !env}. */
        ENVIRONMENT
    }
}
