package dev.lineman.input.yaml;

import java.util.List;

/** A node of a YAML file, with the place where it begins: line and column, both counted from 1. */
public sealed interface YamlNode {
    int line();

    int column();

    /**
     * Text, as it was typed.
     *
     * @param text the text; the name of the secret or variable behind a {@link Tag}
     * @param tag what the text stands for
     * @param given false for {@code ~}, {@code null} and a bare empty value
     */
    record Scalar(String text, Tag tag, boolean given, int line, int column) implements YamlNode {

        /** Its place only: the text may be a password. */
        @Override
        public String toString() {
            return "scalar at " + line + ':' + column;
        }
    }

    /** Keys in the order of the file, none twice. */
    record Mapping(List<MappingEntry> mappingEntries, int line, int column) implements YamlNode {}

    /** One key of a mapping and its value. */
    record MappingEntry(Scalar key, YamlNode value) {}

    /** A list. */
    record Sequence(List<YamlNode> items, int line, int column) implements YamlNode {}

    /** What a scalar stands for. */
    enum Tag {
        /** Itself. */
        TEXT,
        /** The secret of that name. */
        SECRET,
        /** The environment variable of that name. */
        ENVIRONMENT
    }
}
