package dev.lineman.cli.console;

import dev.lineman.operator.view.ExplanationJson;
import dev.lineman.problem.Problem;

/** How problems are told; the names are what is typed on the command line. */
public enum ProblemFormat {
    text {
        @Override
        String line(Problem problem) {
            return problem.toString();
        }
    },
    json {
        @Override
        String line(Problem problem) {
            return ExplanationJson.problem(problem).toString();
        }
    },
    /** Annotations of GitHub's workflows: docs.github.com, "Workflow commands for GitHub Actions". */
    github {
        @Override
        String line(Problem problem) {
            return "::" + problem.severity() + " file=" + property(problem.at().file()) + ",line="
                    + problem.at().line() + ",col=" + problem.at().column() + "::" + data(problem.message());
        }
    };

    /** One line that tells a problem. */
    abstract String line(Problem problem);

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
