package dev.lineman.admin;

import dev.lineman.report.Explanation;
import dev.lineman.report.FileText;
import dev.lineman.report.Insight;
import dev.lineman.report.PhoneFile;
import dev.lineman.report.PhoneState;
import dev.lineman.report.PhoneStatus;
import dev.lineman.visits.Visit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All that is known of one phone. */
record PhonePage(Insight insight) {

    /** Null when nobody has that MAC. */
    @Nullable
    String html(String name) {
        String mac = Api.mac(name);
        PhoneStatus phone = mac == null ? null : insight.phone(mac);
        if (phone == null) {
            return null;
        }
        String title = phone.lines().stream()
                .map(line -> (line.number() + ' ' + line.name()).strip())
                .collect(Collectors.joining(", "));
        String heading = title.isEmpty() ? phone.label() : title;
        return Frame.page(Frame.Place.PHONES, heading, insight.overview(), "", html -> {
            html.in("section", "class", "phone");
            html.in("p", "class", "quiet")
                    .leaf("a", "Phones", "href", "/phones")
                    .text(" / ");
            html.leaf("code", phone.label()).out();
            html.leaf("h1", heading);
            Frame.state(html, phone.state());
            facts(html, phone);
            html.out();
            problems(html, phone);
            for (PhoneFile file : phone.files()) {
                file(html, file);
            }
            Explanation.OfPhone explanation = insight.explanation(phone.mac());
            if (explanation != null) {
                Why.of(html, explanation);
            }
        });
    }

    private static void facts(Html html, PhoneStatus phone) {
        html.in("dl", "class", "facts");
        fact(html, "MAC", phone.label(), true);
        fact(html, "Model", phone.model() == null ? "not given" : String.valueOf(phone.model()), false);
        String template = phone.template();
        if (template != null) {
            fact(html, "Template", template, true);
        }
        if (!phone.site().isEmpty()) {
            fact(html, "Site", phone.site(), false);
        }
        if (phone.lines().size() > 1) {
            fact(
                    html,
                    "Lines",
                    phone.lines().stream()
                            .map(line -> line.line() + ": " + line.number())
                            .collect(Collectors.joining(", ")),
                    false);
        }
        Visit last = phone.last();
        if (last != null) {
            html.in("div").leaf("dt", "Last asked").in("dd").time(last.at());
            html.text(" from ").leaf("code", last.from().toString()).out().out();
            if (!last.firmware().isEmpty()) {
                fact(html, "Firmware", last.firmware(), false);
            }
            if (!last.agent().isEmpty()) {
                html.in("div", "class", "long").leaf("dt", "Says it is").in("dd");
                html.leaf("code", last.agent()).out().out();
            }
        }
        html.out();
    }

    private static void fact(Html html, String name, String value, boolean code) {
        html.in("div").leaf("dt", name).in("dd");
        if (code) {
            html.leaf("code", value);
        } else {
            html.text(value);
        }
        html.out().out();
    }

    private void problems(Html html, PhoneStatus phone) {
        if (phone.problems().isEmpty()) {
            return;
        }
        html.in("section", "class", "panel wide");
        html.leaf("h2", "Problems");
        if (!phone.files().isEmpty()) {
            html.leaf("p", "The phone keeps its last good files until they are solved.", "class", "quiet");
        }
        ProblemsPage.list(html, phone.problems(), insight);
        html.out();
    }

    private void file(Html html, PhoneFile file) {
        FileText text = insight.text(file);
        html.in("section", "class", "panel wide file");
        html.in("h2").leaf("code", file.path()).out();
        html.in("p", "class", "quiet");
        PhoneState state = file.state();
        if (state == null) {
            html.text("shared with other phones");
        } else {
            Frame.state(html, state);
        }
        html.text(" · ")
                .text(Frame.number(file.length()) + " bytes · published ")
                .time(file.published());
        visit(html, " · served ", file.served());
        visit(html, " · refused ", file.refused());
        html.out();
        String hidden = text.hidden();
        if (hidden != null) {
            html.leaf("p", "Not shown: " + hidden + ".", "class", "quiet").out();
            return;
        }
        html.in("pre", "class", "text", "tabindex", "0", "aria-label", "Content of " + file.path());
        for (String line : text.lines()) {
            html.in("span", "class", "l");
            Masked.text(html, line);
            html.text("\n").out();
        }
        html.out();
        if (text.more() > 0) {
            html.leaf("p", "and " + Frame.counted(text.more(), "more line"), "class", "quiet");
        }
        html.out();
    }

    private static void visit(Html html, String what, @Nullable Visit visit) {
        if (visit != null) {
            html.text(what).time(visit.at()).text(" (" + visit.status() + ") to ");
            html.leaf("code", visit.from().toString());
        }
    }
}
