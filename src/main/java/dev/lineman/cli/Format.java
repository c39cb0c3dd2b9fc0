package dev.lineman.cli;

import dev.lineman.problem.Problem;

/** How problems are told; the names are what is typed on the command line. */
enum Format {
    text {
        @Override
        String line(Problem problem) {
            return problem.toString();
        }
    },
    json {
        @Override
        String line(Problem problem) {
            return "{\"severity\":\"" + problem.severity() + "\",\"file\":"
                    + quoted(problem.at().file()) + ",\"line\":" + problem.at().line() + ",\"column\":"
                    + problem.at().column() + ",\"message\":" + quoted(problem.message()) + "}";
        }
    };

    /** One line that tells a problem. */
    abstract String line(Problem problem);

    /** A JSON string (RFC 8259). */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
