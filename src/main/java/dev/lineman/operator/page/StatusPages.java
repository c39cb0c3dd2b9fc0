package dev.lineman.operator.page;

import dev.lineman.operator.view.FleetView;
import dev.lineman.operator.view.PhoneQuery;
import dev.lineman.operator.view.PhoneState;
import dev.lineman.operator.view.PhoneStatus;
import dev.lineman.operator.view.drift.DriftView;
import dev.lineman.render.html.HtmlTemplates;
import dev.lineman.serve.visits.UnknownPhone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Renders the pages for the operator: it collects the values that the HTML templates beside this class show. {@link
 * AdminService} serves them. Thread-safe.
 */
final class StatusPages {
    /** Items on one page of a list. */
    private static final int PAGE_ITEMS = 100;

    private final FleetView fleetView;
    private final DriftView driftView;
    private final HtmlTemplates templates = new HtmlTemplates(StatusPages.class, "macros.html");

    StatusPages(FleetView fleetView, DriftView driftView) {
        this.fleetView = fleetView;
        this.driftView = driftView;
    }

    /**
     * The page at a path; null if there is none.
     *
     * @throws QueryParameters.MalformedQueryException if a parameter has no valid value
     */
    @Nullable
    String at(String path, QueryParameters query) throws QueryParameters.MalformedQueryException {
        return switch (path) {
            case "/" -> page("fleet", path, "Fleet", Map.of());
            case "/phones" -> phones(query);
            case "/problems" -> problems(query);
            case "/unknown" -> unknown(query);
            default -> path.startsWith("/phones/") ? phone(path.substring("/phones/".length())) : null;
        };
    }

    /** The page for a path without a page. */
    String nothing() {
        return page("nothing", "/", "Nothing here", Map.of());
    }

    private String phones(QueryParameters query) throws QueryParameters.MalformedQueryException {
        PhoneState state = AdminApi.state(query);
        String text = query.text("q");
        int from = query.from();
        PhoneQuery.PhoneQueryResult found = fleetView.phones(new PhoneQuery(state, text, from, PAGE_ITEMS));
        String chosen = state == null ? "" : state.word();
        return page(
                "phones",
                "/phones",
                "Phones",
                Map.of(
                        "searched", text,
                        "chosen", chosen,
                        "from", from,
                        "items", found.phones(),
                        "all", found.matching()));
    }

    private @Nullable String phone(String name) {
        String mac = AdminApi.mac(name);
        PhoneStatus phone = mac == null ? null : fleetView.phone(mac);
        if (phone == null) {
            return null;
        }
        String lines = phone.lines().stream()
                .map(line -> (line.number() + ' ' + line.name()).strip())
                .collect(Collectors.joining(", "));
        Map<String, Object> values = new HashMap<>();
        values.put("phone", phone);
        values.put("drift", driftView.of(phone.mac()));
        values.put("why", fleetView.explanation(phone.mac()));
        return page("phone", "/phones", lines.isEmpty() ? phone.label() : lines, values);
    }

    private String problems(QueryParameters query) throws QueryParameters.MalformedQueryException {
        return page("problems", "/problems", "Problems", listPart(query.from(), fleetView.problems()));
    }

    private String unknown(QueryParameters query) throws QueryParameters.MalformedQueryException {
        List<UnknownPhone> all = fleetView.unknownPhones();
        List<UnknownPhone> shown =
                all.stream().skip(query.from()).limit(PAGE_ITEMS).toList();
        return page(
                "unknown",
                "/unknown",
                "Unknown phones",
                Map.of("from", query.from(), "items", fleetView.describe(shown), "all", all.size()));
    }

    /** The values for one page of a list. */
    private static Map<String, Object> listPart(int from, List<?> all) {
        return Map.of(
                "from", from, "items", all.stream().skip(from).limit(PAGE_ITEMS).toList(), "all", all.size());
    }

    /**
     * Renders a page.
     *
     * @param content the name of the template of its content, without {@code .html}
     * @param here the path of its entry in the navigation
     */
    String page(String content, String here, String title, Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>();
        // Templates fail on an unknown name, so every page has those of the frame.
        all.put("searched", "");
        all.put("live", true);
        all.put("refresh", "");
        all.putAll(values);
        all.put("content", content + ".html");
        all.put("here", here);
        all.put("title", title);
        all.put("fleet", fleetView);
        all.put("overview", fleetView.overview());
        all.put("format", new PageFormat());
        return templates.render("page.html", all);
    }
}
