package dev.lineman.admin;

import dev.lineman.report.Insight;
import dev.lineman.report.PhoneStatus;
import dev.lineman.visits.Stranger;
import java.util.List;

/** Phones that nobody knows. */
record UnknownPage(Insight insight) {
    private static final int MOST = 100;

    String html(Query query) throws Query.Unreadable {
        int from = query.number("from", 0, 0, Integer.MAX_VALUE);
        List<Stranger> all = insight.strangers();
        List<Stranger> told = all.stream().skip(from).limit(MOST).toList();
        return Frame.page(Frame.Place.UNKNOWN, "Unknown phones", insight.overview(), "", html -> {
            html.in("section", "class", "panel wide");
            html.leaf("h1", "Unknown phones");
            html.leaf("p", "MACs that no extension names, and that somebody asked a file for.", "class", "quiet");
            list(html, told);
            Turning.under(html, "/unknown?from=", from, told.size(), all.size());
            html.out();
        });
    }

    static void list(Html html, List<Stranger> strangers) {
        html.in("table", "class", "list").in("thead").in("tr");
        for (String title : List.of("MAC", "Model", "Firmware", "Address", "Asked", "Last")) {
            html.leaf("th", title, "scope", "col");
        }
        html.out().out().in("tbody");
        for (Stranger stranger : strangers) {
            html.in("tr");
            html.in("td", "class", "lead")
                    .leaf("code", PhoneStatus.label(stranger.mac()))
                    .out();
            html.leaf("td", stranger.model(), "title", stranger.agent());
            html.leaf("td", stranger.firmware());
            html.in("td").leaf("code", stranger.from().toString()).out();
            html.leaf("td", stranger.count() == 1 ? "once" : Frame.number(stranger.count()) + " times");
            html.in("td").time(stranger.lastSeen()).out();
            html.out();
        }
        html.out().out();
    }
}
