package dev.lineman.admin;

import dev.lineman.report.Explanation;
import dev.lineman.report.Explanation.Condition;
import dev.lineman.report.Explanation.Made;
import dev.lineman.report.Explanation.Named;
import dev.lineman.report.Explanation.Source;
import java.util.List;
import java.util.stream.Collectors;

/** Why a phone's files are as they are. */
final class Why {
    private Why() {}

    static void of(Html html, Explanation.OfPhone phone) {
        html.in("section", "class", "panel wide");
        html.leaf("h2", "Why it is so");
        Explanation.Choice choice = phone.template();
        if (choice != null) {
            html.in("p").leaf("code", choice.path()).text(" was chosen by ").leaf("code", choice.asked());
            html.text(" at ")
                    .leaf("code", choice.asking().toString())
                    .text(", " + choice.why() + ".")
                    .out();
        }
        if (!phone.values().isEmpty()) {
            values(html, phone.values());
        }
        for (Made file : phone.files()) {
            if (!file.conditions().isEmpty()) {
                conditions(html, file);
            }
        }
        html.out();
    }

    private static void values(Html html, List<Named> values) {
        html.in("table", "class", "list why").in("thead").in("tr");
        for (String title : List.of("Name", "Value", "From")) {
            html.leaf("th", title, "scope", "col");
        }
        html.out().out().in("tbody");
        for (Named value : values) {
            html.in("tr");
            html.in("td", "class", "lead").leaf("code", value.name()).out();
            html.in("td");
            String text = value.text();
            if (text == null) {
                html.leaf("span", "no value", "class", "quiet");
            } else {
                Masked.text(html, text);
            }
            html.out();
            html.in("td", "class", "from");
            String between = value.how();
            html.text(between);
            for (Source source : value.from()) {
                html.text(between.isEmpty() ? "" : " ").leaf("code", source.at().toString());
                html.text(' ' + source.layer());
                between = ",";
            }
            for (Source source : value.overridden()) {
                html.in("div").text("instead of ");
                Masked.text(html, source.text());
                html.text(" at ").leaf("code", source.at().toString()).text(' ' + source.layer());
                html.out();
            }
            html.out().out();
        }
        html.out().out();
    }

    private static void conditions(Html html, Made file) {
        String lines = file.lines().stream()
                .map(part -> part.file() + ':' + part.first() + '–' + part.last())
                .collect(Collectors.joining(", "));
        html.leaf("h3", "Conditions of " + file.path() + (lines.isEmpty() ? "" : ", made of " + lines));
        html.in("ul", "class", "asked");
        for (Condition condition : file.conditions()) {
            html.in("li").leaf("code", condition.asked()).text(" ");
            html.leaf("span", condition.held() ? "held" : "did not hold", "class", condition.held() ? "held" : "quiet");
            html.text(", since ");
            Masked.text(html, condition.because());
            html.text(" ")
                    .leaf("code", condition.at().toString(), "class", "quiet")
                    .out();
        }
        html.out();
    }
}
