package dev.lineman.admin;

import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.report.Insight;
import dev.lineman.report.Overview;
import java.util.List;

/** All problems, some at a time. */
record ProblemsPage(Insight insight) {
    private static final int MOST = 100;

    String html(Query query) throws Query.Unreadable {
        int from = query.number("from", 0, 0, Integer.MAX_VALUE);
        Overview overview = insight.overview();
        List<Problem> all = insight.problems();
        List<Problem> told = all.stream().skip(from).limit(MOST).toList();
        return Frame.page(Frame.Place.PROBLEMS, "Problems", overview, "", html -> {
            html.in("section", "class", "panel wide");
            html.in("h1").text("Problems");
            html.leaf("small", totals(overview)).out();
            if (told.isEmpty()) {
                html.leaf("p", "None. Every input can be read and rendered.", "class", "quiet");
            }
            list(html, told, insight);
            Turning.under(html, "/problems?from=", from, told.size(), all.size());
            html.out();
        });
    }

    /** {@code 2 errors, 1 warning}. */
    static String totals(Overview overview) {
        String errors = overview.errors() == 0 ? "" : Frame.counted(overview.errors(), "error");
        String warnings = overview.warnings() == 0 ? "" : Frame.counted(overview.warnings(), "warning");
        return errors + (errors.isEmpty() || warnings.isEmpty() ? "" : ", ") + warnings;
    }

    static void list(Html html, List<Problem> problems, Insight insight) {
        html.in("ul", "class", "problems");
        for (Problem problem : problems) {
            boolean error = problem.severity() == Severity.ERROR;
            html.in("li", "class", error ? "error" : "warning");
            html.in("div", "class", "where");
            html.leaf("span", problem.severity().toString(), "class", "severity");
            html.leaf("code", problem.at().toString()).out();
            html.leaf("p", problem.message());
            String excerpt = insight.excerpt(problem.at());
            if (excerpt != null && !excerpt.isBlank()) {
                html.in("pre", "class", "excerpt");
                html.leaf("span", String.valueOf(problem.at().line()), "class", "line");
                Masked.text(html, excerpt);
                html.out();
            }
            html.out();
        }
        html.out();
    }
}
