package dev.lineman.oracle;

import java.util.function.UnaryOperator;

/** How values are written in XML, in JSON and in all else. */
final class Escape {
    private Escape() {}

    /**
     * @param attribute {@code escape} of the {@code deviceconfig}; empty when there is none
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
