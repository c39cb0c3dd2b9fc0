package dev.lineman.admin;

import dev.lineman.report.Commit;
import dev.lineman.report.Overview;
import dev.lineman.report.PhoneState;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.function.Consumer;

/** What all pages have in common: head, navigation, foot, and how they write states and numbers. */
final class Frame {
    /** A part of a page with this attribute is replaced when it differs; its value is what tells it from others. */
    static final String LIVE = "data-live";

    private Frame() {}

    /** Where a page stands in the navigation. */
    enum Place {
        FLEET("/", "Fleet"),
        PHONES("/phones", "Phones"),
        PROBLEMS("/problems", "Problems"),
        UNKNOWN("/unknown", "Unknown");

        private final String path;
        private final String title;

        Place(String path, String title) {
            this.path = path;
            this.title = title;
        }
    }

    /**
     * A page.
     *
     * @param searched what stands in the search box
     * @param content writes what is in it
     */
    static String page(Place place, String title, Overview overview, String searched, Consumer<Html> content) {
        Html html = Html.document();
        html.in("html", "lang", "en").in("head");
        html.single("meta", "charset", "utf-8");
        html.single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.single("meta", "name", "color-scheme", "content", "light dark");
        html.leaf("title", title + " – Lineman");
        html.single("link", "rel", "icon", "type", "image/svg+xml", "href", "/assets/icon.svg");
        html.single("link", "rel", "stylesheet", "href", "/assets/lineman.css");
        html.in("script", "src", "/assets/lineman.js", "defer", "").out();
        html.out().line().in("body");
        html.leaf("a", "Skip to content", "class", "skip", "href", "#content");
        html.in("header", "class", "top").in("div", "class", "bar");
        html.leaf("a", "Lineman", "class", "brand", "href", "/");
        html.in("nav", LIVE, "nav", "aria-label", "Pages");
        for (Place each : Place.values()) {
            item(html, each, each == place, overview);
        }
        html.out();
        html.in("form", "action", "/phones", "role", "search", "class", "search");
        html.single(
                "input",
                "type",
                "search",
                "name",
                "q",
                "value",
                searched,
                "placeholder",
                "MAC, number, name",
                "aria-label",
                "Find a phone",
                "autocomplete",
                "off",
                "spellcheck",
                "false");
        html.out().out().out().line();
        html.in("main", "id", "content", LIVE, "main");
        content.accept(html);
        html.out().line();
        foot(html, overview);
        return html.out().out().line().toString();
    }

    private static void item(Html html, Place place, boolean here, Overview overview) {
        String[] plain = {"href", place.path};
        html.in("a", here ? new String[] {"href", place.path, "aria-current", "page"} : plain)
                .text(place.title);
        int count = place == Place.PROBLEMS ? overview.errors() + overview.warnings() : overview.unknown();
        if (count > 0 && (place == Place.PROBLEMS || place == Place.UNKNOWN)) {
            String kind = place == Place.PROBLEMS && overview.errors() > 0 ? "count bad" : "count";
            html.text(" ").leaf("span", number(count), "class", kind);
        }
        html.out();
    }

    private static void foot(Html html, Overview overview) {
        html.in("footer", LIVE, "foot");
        html.leaf("span", "Lineman " + overview.version());
        html.in("span").text("started ").time(overview.started()).out();
        html.leaf(
                "span",
                switch (overview.watching()) {
                    case STARTING -> "starting";
                    case EVENTS -> "watching by file events";
                    case DOUBTFUL -> "looking at every file each second: the system refuses file events";
                    case POLL -> "looking at every file as often as told";
                });
        Commit commit = overview.commit();
        if (commit != null) {
            String branch = commit.branch();
            html.in("span").text(branch == null ? "at " : branch + " at ");
            html.leaf("code", commit.brief(), "title", commit.hash()).out();
        }
        html.leaf("span", "", "class", "pulse", "hidden", "");
        html.out().line();
    }

    /** A state in words, as a label for people. */
    static String label(PhoneState state) {
        return switch (state) {
            case UP_TO_DATE -> "up to date";
            case OLDER -> "older file";
            case REFUSED -> "refused";
            case NEVER -> "never asked";
            case NO_FILE -> "no file of its own";
        };
    }

    /** A state with its mark: a shape of its own, since not everybody tells colours apart. */
    static void state(Html html, PhoneState state) {
        html.in("span", "class", "state " + state.word());
        mark(html, state);
        html.text(label(state)).out();
    }

    /** The mark of a state. */
    static void mark(Html html, PhoneState state) {
        html.in("svg", "class", "mark " + state.word(), "viewBox", "0 0 12 12", "aria-hidden", "true");
        switch (state) {
            case UP_TO_DATE ->
                html.in("circle", "cx", "6", "cy", "6", "r", "4.5").out();
            case OLDER ->
                html.in("path", "d", "M6 1.5 A4.5 4.5 0 0 0 6 10.5 Z")
                        .out()
                        .in("circle", "cx", "6", "cy", "6", "r", "4", "class", "ring")
                        .out();
            case REFUSED -> html.in("path", "d", "M6 1 L11.5 10.5 H0.5 Z").out();
            case NEVER ->
                html.in("circle", "cx", "6", "cy", "6", "r", "4", "class", "ring")
                        .out();
            case NO_FILE -> html.in("path", "d", "M2 6 H10", "class", "ring").out();
        }
        html.out();
    }

    /** {@code 12,345}. */
    static String number(long number) {
        return NumberFormat.getIntegerInstance(Locale.ENGLISH).format(number);
    }

    /** {@code 1 phone}, {@code 1,200 phones}. */
    static String counted(long number, String noun) {
        return number(number) + ' ' + noun + (number == 1 ? "" : "s");
    }
}
