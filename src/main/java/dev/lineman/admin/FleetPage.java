package dev.lineman.admin;

import dev.lineman.problem.Problem;
import dev.lineman.report.Commit;
import dev.lineman.report.CycleEntry;
import dev.lineman.report.Insight;
import dev.lineman.report.Overview;
import dev.lineman.report.PhoneState;
import dev.lineman.report.Waiting;
import dev.lineman.visits.Stranger;
import java.util.List;

/** The fleet at a glance. */
record FleetPage(Insight insight) {
    private static final int PROBLEMS = 12;
    private static final int STRANGERS = 6;
    private static final int CYCLES = 12;
    private static final int CAUSES = 2;
    private static final int WIDTH = 1000;

    String html() {
        Overview overview = insight.overview();
        return Frame.page(Frame.Place.FLEET, "Fleet", overview, "", html -> {
            notices(html, overview);
            fleet(html, overview);
            html.in("div", "class", "columns");
            html.in("div");
            problems(html, overview);
            unknown(html, overview);
            html.out();
            cycles(html, overview.cycles());
            html.out();
        });
    }

    private static void notices(Html html, Overview overview) {
        if (!overview.ready()) {
            html.leaf(
                    "p",
                    "The inputs are being read for the first time since the start. Phones are served what was published"
                            + " before.",
                    "class",
                    "notice");
        }
        for (Waiting waiting : overview.waiting()) {
            if (waiting.reason() != Waiting.Reason.REMOVAL_GUARD) {
                html.in("p", "class", "notice").text(waiting.reason().title() + ' ');
                html.leaf("code", waiting.what())
                        .text(" since ")
                        .time(waiting.since())
                        .out();
            }
        }
        String held = overview.files().heldAs();
        if (held != null) {
            html.in("p", "class", "notice bad");
            html.text(Frame.counted(overview.files().held(), "file")
                    + " would be removed, and are held until somebody confirms it: ");
            html.leaf("code", "lineman confirm " + held).out();
        }
    }

    private static void fleet(Html html, Overview overview) {
        int total = overview.total();
        int current = overview.phones(PhoneState.UP_TO_DATE);
        html.in("section", "class", "fleet", "aria-label", "Fleet");
        html.in("h1");
        if (total == 0) {
            html.text("No phones yet");
        } else {
            html.leaf("b", Frame.number(current)).text(" of " + Frame.number(total));
            html.text(total == 1 ? " phone is up to date" : " phones are up to date");
        }
        html.out();
        html.in("p", "class", "quiet");
        html.text(Frame.counted(overview.extensions(), "extension") + ", "
                + Frame.counted(overview.files().published(), "file") + " published");
        if (overview.files().lastGood() > 0) {
            html.text(", " + Frame.number(overview.files().lastGood()) + " of them the last good ones");
        }
        html.out();
        bar(html, overview);
        html.in("ul", "class", "legend");
        for (PhoneState state : PhoneState.values()) {
            int count = overview.phones(state);
            if (count > 0 || state != PhoneState.NO_FILE) {
                html.in("li").in("a", "href", "/phones?state=" + state.word());
                Frame.mark(html, state);
                html.leaf("b", Frame.number(count)).text(" ").leaf("span", Frame.label(state));
                html.out().out();
            }
        }
        html.out().out().line();
    }

    private static void bar(Html html, Overview overview) {
        int total = overview.total();
        html.in(
                "svg",
                "class",
                "share",
                "viewBox",
                "0 0 " + WIDTH + " 10",
                "preserveAspectRatio",
                "none",
                "aria-hidden",
                "true");
        html.in("rect", "class", "ground", "width", String.valueOf(WIDTH), "height", "10")
                .out();
        double at = 0;
        for (PhoneState state : PhoneState.values()) {
            int count = overview.phones(state);
            double width = total == 0 ? 0 : (double) count * WIDTH / total;
            if (count > 0) {
                html.in(
                        "rect",
                        "class",
                        state.word(),
                        "x",
                        decimal(at),
                        "width",
                        decimal(Math.max(width, 2)),
                        "height",
                        "10");
                html.out();
            }
            at += width;
        }
        html.out();
    }

    private static String decimal(double number) {
        return String.valueOf(Math.round(number * 100) / 100.0);
    }

    private void problems(Html html, Overview overview) {
        List<Problem> all = insight.problems();
        html.in("section", "class", "panel", "aria-labelledby", "problems");
        html.in("h2", "id", "problems").text("Problems");
        if (!all.isEmpty()) {
            html.leaf("small", ProblemsPage.totals(overview));
        }
        html.out();
        if (all.isEmpty()) {
            html.leaf("p", "None. Every input can be read and rendered.", "class", "quiet");
        } else {
            ProblemsPage.list(html, all.subList(0, Math.min(PROBLEMS, all.size())), insight);
            if (all.size() > PROBLEMS) {
                html.in("p", "class", "more")
                        .leaf("a", "All " + Frame.counted(all.size(), "problem"), "href", "/problems")
                        .out();
            }
        }
        html.out().line();
    }

    private void unknown(Html html, Overview overview) {
        List<Stranger> strangers = insight.strangers();
        if (strangers.isEmpty()) {
            return;
        }
        html.in("section", "class", "panel", "aria-labelledby", "unknown");
        html.in("h2", "id", "unknown").text("Unknown phones").out();
        UnknownPage.list(html, strangers.subList(0, Math.min(STRANGERS, strangers.size())));
        if (strangers.size() > STRANGERS) {
            html.in("p", "class", "more")
                    .leaf("a", "All " + Frame.number(overview.unknown()), "href", "/unknown")
                    .out();
        }
        html.out().line();
    }

    private static void cycles(Html html, List<CycleEntry> cycles) {
        html.in("section", "class", "panel", "aria-labelledby", "changes");
        html.in("h2", "id", "changes").text("Last changes").out();
        if (cycles.isEmpty()) {
            html.leaf("p", "Nothing has changed since the start.", "class", "quiet")
                    .out();
            return;
        }
        html.in("ol", "class", "cycles");
        for (CycleEntry cycle : cycles.subList(0, Math.min(CYCLES, cycles.size()))) {
            html.in("li");
            html.in("div", "class", "when").time(cycle.at());
            Commit commit = cycle.commit();
            if (commit != null) {
                html.leaf("code", commit.brief(), "title", commit.hash());
            }
            html.leaf("span", Frame.number(cycle.took().toMillis()) + " ms", "class", "quiet")
                    .out();
            html.in("div", "class", "what");
            names(html, cycle.changed(), "changed");
            names(html, cycle.removed(), "removed");
            if (cycle.appeared() > 0) {
                html.in("div")
                        .leaf("span", Frame.counted(cycle.appeared(), "new problem"), "class", "bad")
                        .out();
            }
            if (cycle.solved() > 0) {
                html.leaf("div", Frame.counted(cycle.solved(), "problem") + " solved");
            }
            if (cycle.inputs().count() > 0) {
                html.in("div", "class", "quiet").text("because of ");
                some(html, cycle.inputs(), CAUSES);
                html.out();
            }
            html.out().out();
        }
        html.out().out().line();
    }

    private static void names(Html html, CycleEntry.Names names, String what) {
        if (names.count() == 0) {
            return;
        }
        html.in("div");
        if (names.count() == 1) {
            html.leaf("code", names.some().get(0)).text(' ' + what);
        } else {
            html.in("details").leaf("summary", Frame.counted(names.count(), "file") + ' ' + what);
            some(html, names, names.some().size());
            html.out();
        }
        html.out();
    }

    private static void some(Html html, CycleEntry.Names names, int most) {
        int told = Math.min(most, names.some().size());
        String between = "";
        for (String name : names.some().subList(0, told)) {
            html.text(between).leaf("code", name);
            between = ", ";
        }
        if (names.count() > told) {
            html.text(" and " + Frame.number(names.count() - told) + " more");
        }
    }
}
