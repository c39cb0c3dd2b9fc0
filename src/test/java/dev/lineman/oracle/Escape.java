package dev.lineman.oracle;

import java.util.function.UnaryOperator;

/** Escapes values for XML, for JSON and for other files. */
final class Escape {
    private Escape() {}

    /**
     * The escape function of a device configuration.
     *
     * @param attribute {@code escape} of the {@code deviceconfig}; empty if it is missing
     */
    static UnaryOperator<String> of(String attribute, String content, String fileName) {
        String beginning = Directives.beginning(content);
        switch (attribute) {
            case "xml" -> {
                return Escape::xml;
            }
            case "json" -> {
                return Escape::json;
            }
            case "none" -> {
                return value -> value;
            }
            case "" -> {}
            default -> throw new TemplateError("escape is xml, json or none");
        }
        if (beginning.startsWith("<?xml") || beginning.startsWith("<!") || beginning.matches("(?s)<\\p{L}.*")) {
            return Escape::xml;
        }
        if (beginning.startsWith("{") || fileName.endsWith(".json")) {
            return Escape::json;
        }
        return value -> value;
    }

    private static String xml(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;");
    }

    private static String json(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
