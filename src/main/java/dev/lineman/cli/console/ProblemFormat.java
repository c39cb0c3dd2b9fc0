package dev.lineman.cli.console;

import dev.lineman.operator.view.ExplanationJson;
import dev.lineman.problem.Problem;

/** The format of problems. The constants are the values of {@code --format}. */
public enum ProblemFormat {
    /** One line: {@code file:line:column: severity: message}. */
    text {
        @Override
        String line(Problem problem) {
            return problem.toString();
        }
    },
    /** One JSON object per line, as in the API. */
    json {
        @Override
        String line(Problem problem) {
            return ExplanationJson.problem(problem).toString();
        }
    },
    /** Workflow commands of GitHub Actions, which become annotations (docs.github.com, "Workflow commands"). */
    github {
        @Override
        String line(Problem problem) {
            return "::" + problem.severity() + " file=" + property(problem.at().file()) + ",line="
                    + problem.at().line() + ",col=" + problem.at().column() + "::" + data(problem.text());
        }
    };

    /** Returns the line for a problem, without a line end. */
    abstract String line(Problem problem);

    /** Escapes the message of a workflow command. */
    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    /** Escapes a property of a workflow command. */
    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
