package dev.lineman.input.yaml;

import dev.lineman.problem.Problem;
import java.util.List;

/**
 * The content of a YAML file. Immutable.
 *
 * @param documents the documents that are not empty; none if there is a problem
 * @param problems why the file cannot be read: at most one
 */
public record YamlFile(List<YamlNode> documents, List<Problem> problems) {
    public YamlFile {
        documents = List.copyOf(documents);
        problems = List.copyOf(problems);
    }
}
