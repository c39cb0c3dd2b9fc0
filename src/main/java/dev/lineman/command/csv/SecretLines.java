package dev.lineman.command.csv;

import java.util.Map;

/** Adds lines to the text of a file of secrets. {@link dev.lineman.command.SecretsFile} checks the result. Stateless. */
public final class SecretLines {
    private SecretLines() {}

    /**
     * Returns a text with one more line for each secret.
     *
     * @param text YAML, one name and value in each line; may be empty
     * @param added values by name
     */
    public static String append(String text, Map<String, String> added) {
        StringBuilder lines = new StringBuilder(text);
        if (!text.isEmpty() && !text.endsWith("\n")) {
            lines.append('\n');
        }
        added.forEach((name, value) -> lines.append(YamlWriter.scalar(name))
                .append(": ")
                .append(YamlWriter.scalar(value))
                .append('\n'));
        return lines.toString();
    }
}
