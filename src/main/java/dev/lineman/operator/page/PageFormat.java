package dev.lineman.operator.page;

import dev.lineman.build.report.WatchMode;
import dev.lineman.operator.view.FleetOverview;
import dev.lineman.operator.view.PhoneState;
import dev.lineman.operator.view.PhoneStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the templates of the status page write values. Thread-safe; public since templates call public types only. */
public final class PageFormat {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String DOTS = "••••••";
    private static final int WIDTH = 1000;
    private static final int MIN_WIDTH = 2;
    private static final int PAGE_ITEMS = 100;

    PageFormat() {}

    /** A time of day; a script writes it in the reader's own way. */
    public String time(Instant time) {
        return TIME.format(time);
    }

    /** {@code 12,345}. */
    public String number(long number) {
        return NumberFormat.getIntegerInstance(Locale.ENGLISH).format(number);
    }

    /** {@code 1 phone}, {@code 1,200 phones}. */
    public String counted(long number, String noun) {
        return number(number) + ' ' + noun + (number == 1 ? "" : "s");
    }

    /** {@code 2 errors, 1 warning}. */
    public String totals(FleetOverview overview) {
        return Stream.of(
                        overview.errors() == 0 ? "" : counted(overview.errors(), "error"),
                        overview.warnings() == 0 ? "" : counted(overview.warnings(), "warning"))
                .filter(total -> !total.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** {@code 00:04:13:24:66:72}. */
    public String mac(String mac) {
        return PhoneStatus.label(mac);
    }

    /** The states of phones, in their order. */
    public List<PhoneState> states() {
        return List.of(PhoneState.values());
    }

    /** A state in words. */
    public String label(PhoneState state) {
        return switch (state) {
            case UP_TO_DATE -> "up to date";
            case OLDER -> "older file";
            case REFUSED -> "refused";
            case NEVER -> "never asked";
            case NO_FILE -> "no file of its own";
        };
    }

    /** How the agent learns of changes. */
    public String watching(WatchMode watchMode) {
        return switch (watchMode) {
            case STARTING -> "starting";
            case EVENTS -> "watching by file events";
            case DOUBTFUL -> "looking at every file each second: the system refuses file events";
            case POLL -> "looking at every file as often as shown";
        };
    }

    /** How many phones have their newest files. */
    public String upToDate(FleetOverview overview) {
        return number(overview.phones(PhoneState.UP_TO_DATE));
    }

    /**
     * The share of the phones in one state, as a part of a bar.
     *
     * @param x where it begins
     */
    public record Share(PhoneState state, double x, double width) {}

    /** The shares of all states that phones are in. */
    public List<Share> shares(FleetOverview overview) {
        List<Share> shares = new ArrayList<>();
        double at = 0;
        for (PhoneState state : PhoneState.values()) {
            int count = overview.phones(state);
            double width = count == 0 ? 0 : (double) count * WIDTH / overview.total();
            if (count > 0) {
                shares.add(new Share(state, rounded(at), rounded(Math.max(width, MIN_WIDTH))));
            }
            at += width;
        }
        return shares;
    }

    private static double rounded(double number) {
        return Math.round(number * 100) / 100.0;
    }

    /** The first items of a list. */
    public List<?> first(List<?> all, int most) {
        return all.subList(0, Math.min(most, all.size()));
    }

    /**
     * A part of a text in which dots stand for secrets.
     *
     * @param secret whether the part is such dots
     */
    public record Masked(String text, boolean secret) {}

    /** The parts of a text in which dots stand for secrets, without empty ones. */
    public List<Masked> masked(String text) {
        List<Masked> parts = new ArrayList<>(1);
        int from = 0;
        for (int at = text.indexOf(DOTS); at >= 0; at = text.indexOf(DOTS, from)) {
            parts.add(new Masked(text.substring(from, at), false));
            parts.add(new Masked(DOTS, true));
            from = at + DOTS.length();
        }
        parts.add(new Masked(text.substring(from), false));
        parts.removeIf(part -> part.text().isEmpty());
        return parts;
    }

    /**
     * The address of the phones in a state that match a text.
     *
     * @param state empty for any
     * @param text empty for any
     */
    public String phones(String state, String text) {
        String query = Stream.of(
                        state.isEmpty() ? "" : "state=" + state,
                        text.isEmpty() ? "" : "q=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .filter(field -> !field.isEmpty())
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "/phones" : "/phones?" + query;
    }

    /** The address of a part of a list, up to the number of its first item. */
    public String part(String address) {
        return address + (address.indexOf('?') < 0 ? "?from=" : "&from=");
    }

    /** The number of items before the part that is before this one. */
    public int before(int from, int shown) {
        return Math.max(0, from - Math.max(shown, PAGE_ITEMS));
    }
}
