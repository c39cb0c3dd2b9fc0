package dev.lineman.admin;

import dev.lineman.report.Insight;
import dev.lineman.report.Overview;
import dev.lineman.report.PhoneQuery;
import dev.lineman.report.PhoneState;
import dev.lineman.report.PhoneStatus;
import dev.lineman.visits.Visit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The phones, some at a time, and those that are looked for. */
record PhonesPage(Insight insight) {
    private static final int MOST = 100;

    String html(Query query) throws Query.Unreadable {
        PhoneState state = Api.state(query);
        String text = query.text("q");
        int from = query.number("from", 0, 0, Integer.MAX_VALUE);
        Overview overview = insight.overview();
        PhoneQuery.Result found = insight.phones(new PhoneQuery(state, text, from, MOST));
        return Frame.page(Frame.Place.PHONES, "Phones", overview, text, html -> {
            html.in("section", "class", "panel wide");
            html.leaf("h1", "Phones");
            filters(html, overview, state, text);
            if (found.phones().isEmpty()) {
                html.leaf("p", nothing(overview, text), "class", "quiet");
            } else {
                table(html, found.phones());
            }
            Turning.under(
                    html, address(state, text) + "from=", from, found.phones().size(), found.matching());
            html.out();
        });
    }

    private static String nothing(Overview overview, String text) {
        if (overview.total() == 0) {
            return "No extension names a phone yet.";
        }
        return text.isEmpty()
                ? "There is none."
                : "No phone's MAC, number, name, model or site has “" + text + "” in it.";
    }

    private static String address(@Nullable PhoneState state, String text) {
        return "/phones?" + (state == null ? "" : "state=" + state.word() + '&')
                + (text.isEmpty() ? "" : "q=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + '&');
    }

    private static void filters(Html html, Overview overview, @Nullable PhoneState state, String text) {
        html.in("nav", "class", "filters", "aria-label", "By state");
        filter(html, null, state, text, overview.total());
        for (PhoneState each : PhoneState.values()) {
            if (overview.phones(each) > 0 || each == state) {
                filter(html, each, state, text, overview.phones(each));
            }
        }
        html.out();
    }

    private static void filter(
            Html html, @Nullable PhoneState filter, @Nullable PhoneState chosen, String text, int count) {
        String address = address(filter, text);
        String href = address.substring(0, address.length() - 1);
        html.in(
                "a",
                filter == chosen ? new String[] {"href", href, "aria-current", "true"} : new String[] {"href", href});
        if (filter != null) {
            Frame.mark(html, filter);
        }
        html.text((filter == null ? "all" : Frame.label(filter)) + " ")
                .leaf("span", Frame.number(count), "class", "count")
                .out();
    }

    private static void table(Html html, List<PhoneStatus> phones) {
        boolean sites = phones.stream().anyMatch(phone -> !phone.site().isEmpty());
        html.in("table", "class", "list phones").in("thead").in("tr");
        for (String title : List.of("Extension", "MAC", "Model", "State", "Last asked", "From", "Firmware")) {
            html.leaf("th", title, "scope", "col");
        }
        html.out().out().in("tbody");
        for (PhoneStatus phone : phones) {
            row(html, phone, sites);
        }
        html.out().out();
    }

    private static void row(Html html, PhoneStatus phone, boolean sites) {
        Visit last = phone.last();
        html.in("tr");
        html.in("td", "class", "lead").in("a", "href", "/phones/" + phone.mac());
        html.leaf(
                "b",
                phone.lines().isEmpty()
                        ? "–"
                        : phone.lines().stream().map(PhoneStatus.Line::number).collect(Collectors.joining(", ")));
        String name = phone.lines().isEmpty() ? "" : phone.lines().get(0).name();
        html.text(' ' + name).out();
        if (sites && !phone.site().isEmpty()) {
            html.text(" ").leaf("span", phone.site(), "class", "quiet");
        }
        html.out();
        html.in("td").leaf("code", phone.label()).out();
        String model = phone.model();
        html.leaf("td", model == null ? "" : model);
        html.in("td", "class", "is");
        Frame.state(html, phone.state());
        if (!phone.problems().isEmpty()) {
            html.text(" ").leaf("span", Frame.counted(phone.problems().size(), "problem"), "class", "bad");
        }
        html.out();
        html.in("td");
        if (last != null) {
            html.time(last.at());
        }
        html.out().in("td");
        if (last != null) {
            html.leaf("code", last.from().toString());
        }
        html.out();
        html.leaf("td", last == null ? "" : last.firmware());
        html.out();
    }
}
