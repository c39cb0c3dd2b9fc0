package dev.lineman.operator.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lineman.http.message.Request;
import dev.lineman.http.message.Response;
import dev.lineman.operator.unknown.AdoptionInput;
import dev.lineman.operator.unknown.AdoptionProposal;
import dev.lineman.operator.unknown.AdoptionStep;
import dev.lineman.operator.unknown.AdoptionStep.StepKind;
import dev.lineman.operator.unknown.PhoneAdopter;
import dev.lineman.operator.view.FleetView;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The page of an unknown phone: a form, what its values would write, and the button that writes it. {@code GET} shows, and
 * {@code POST} writes. It works without scripts: a page whose answer is not ready loads itself again. Thread-safe.
 */
final class AdoptionPages {
    /** The prefix of the path. The MAC follows. */
    static final String PATH = "/unknown/";

    private static final String HTML = "text/html; charset=utf-8";
    private static final String DIGEST = "digest";

    /** How long a page waits before it asks again. In seconds. */
    private static final String ASK_AGAIN = "1";

    private final StatusPages pages;
    private final FleetView fleetView;
    private final Supplier<PhoneAdopter> adopterFactory;

    /** Null until the first request. Guarded by this. */
    private @Nullable PhoneAdopter created;

    AdoptionPages(StatusPages pages, FleetView fleetView, Supplier<PhoneAdopter> adopterFactory) {
        this.pages = pages;
        this.fleetView = fleetView;
        this.adopterFactory = adopterFactory;
    }

    private synchronized PhoneAdopter adopter() {
        PhoneAdopter known = created;
        if (known == null) {
            known = adopterFactory.get();
            created = known;
        }
        return known;
    }

    /** The page of a MAC below {@link #PATH}. */
    Response show(Request request) {
        String mac = mac(request);
        try {
            return mac == null
                    ? html(404, pages.nothing())
                    : html(200, shown(mac, QueryParameters.of(request.target())));
        } catch (QueryParameters.MalformedQueryException e) {
            return malformed(e);
        }
    }

    /**
     * Writes the file of a submitted form.
     *
     * @param body the body of the request
     */
    Response write(Request request, byte[] body) {
        String mac = mac(request);
        try {
            FormFields fields = FormFields.of(body);
            return mac == null ? html(404, pages.nothing()) : write(input(mac, fields::text), fields.text(DIGEST));
        } catch (QueryParameters.MalformedQueryException e) {
            return malformed(e);
        }
    }

    private static @Nullable String mac(Request request) {
        return AdminApi.mac(request.path().substring(PATH.length()));
    }

    private static Response malformed(QueryParameters.MalformedQueryException e) {
        return Response.of(400, "text/plain; charset=utf-8", (e.getMessage() + "\n").getBytes(UTF_8));
    }

    /** The page for a MAC: what was written, that the phone is known, or the form with its proposal. */
    private String shown(String mac, QueryParameters query) {
        AdoptionProposal written = adopter().written(mac);
        if (written != null || fleetView.phone(mac) != null) {
            return writtenPage(mac, written);
        }
        if (!query.has(AdoptionInput.EXTENSION)) {
            return formPage(mac, null, null);
        }
        AdoptionInput input = input(mac, query::text);
        return formPage(mac, input, adopter().propose(input));
    }

    private Response write(AdoptionInput input, String digest) {
        String mac = input.mac();
        AdoptionStep step = adopter().write(input, digest);
        if (step.kind() == StepKind.WRITTEN) {
            // A page that is loaded again then writes nothing (RFC 9110, section 15.4.4).
            return Response.empty(303).with("Location", PATH + mac);
        }
        AdoptionProposal proposal = step.proposal();
        boolean forbidden = proposal != null && proposal.obstacle() != null;
        String page = formPage(mac, input, step);
        return html(step.kind() == StepKind.WORKING ? 202 : forbidden ? 403 : 409, page);
    }

    /**
     * The page with the form.
     *
     * @param input the values that the user gave; null for none
     * @param step the answer to them; null for none
     */
    private String formPage(String mac, @Nullable AdoptionInput input, @Nullable AdoptionStep step) {
        boolean working = step != null && step.kind() == StepKind.WORKING;
        Map<String, Object> values = new HashMap<>();
        values.put("form", adopter().form(mac, input));
        values.put("step", step);
        values.put("proposal", step == null ? null : step.proposal());
        values.put("working", working);
        values.put("input", input);
        values.put("live", false);
        values.put(
                "refresh",
                working && input != null ? ASK_AGAIN + "; url=" + PATH + mac + '?' + query(input) + "#plan" : "");
        return pages.page("adopt", "/unknown", "Adopt a phone", values);
    }

    /**
     * The page after the adoption. It loads itself again until the phone is in the inventory.
     *
     * @param written null if the file was not written on this page
     */
    private String writtenPage(String mac, @Nullable AdoptionProposal written) {
        Map<String, Object> values = new HashMap<>();
        values.put("mac", mac);
        values.put("written", written);
        values.put("phone", fleetView.phone(mac));
        values.put("refresh", fleetView.phone(mac) == null ? ASK_AGAIN : "");
        return pages.page("adopted", "/unknown", "Phone adopted", values);
    }

    private static AdoptionInput input(String mac, UnaryOperator<String> texts) {
        return new AdoptionInput(mac, AdoptionInput.KEYS.stream().collect(Collectors.toMap(key -> key, texts)));
    }

    /** Returns the values of a form as the query of a URL. */
    private static String query(AdoptionInput input) {
        return AdoptionInput.KEYS.stream()
                .map(key -> key + '=' + URLEncoder.encode(input.text(key), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Response html(int status, String page) {
        return Response.of(status, HTML, page.getBytes(UTF_8)).with("Cache-Control", "no-store");
    }
}
