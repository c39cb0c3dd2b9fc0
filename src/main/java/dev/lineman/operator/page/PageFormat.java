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

/**
 * Formats values for the templates of the status page, as {@code $format}. Thread-safe. Public because templates can
 * call public types only.
 */
public final class PageFormat {
    /** How a page shows a time without JavaScript. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String DOTS = "••••••";

    /** The width of the bar of states, in its own units. */
    private static final int WIDTH = 1000;

    /** The least width of a share, so that a few phones stay visible. */
    private static final int MIN_WIDTH = 2;

    /** Items of a full page of a list. */
    private static final int PAGE_ITEMS = 100;

    PageFormat() {}

    /** A time in UTC. The script of the page replaces it with the reader's own time zone. */
    public String time(Instant time) {
        return TIME.format(time);
    }

    /** A number with separators, such as {@code 12,345}. */
    public String number(long number) {
        return NumberFormat.getIntegerInstance(Locale.ENGLISH).format(number);
    }

    /** A number with its noun, such as {@code 1 phone} or {@code 1,200 phones}. */
    public String counted(long number, String noun) {
        return number(number) + ' ' + noun + (number == 1 ? "" : "s");
    }

    /** The numbers of problems, such as {@code 2 errors, 1 warning}. */
    public String totals(FleetOverview overview) {
        return Stream.of(
                        overview.errors() == 0 ? "" : counted(overview.errors(), "error"),
                        overview.warnings() == 0 ? "" : counted(overview.warnings(), "warning"))
                .filter(total -> !total.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** A MAC as on labels, such as {@code 00:04:13:24:66:72}. */
    public String mac(String mac) {
        return PhoneStatus.label(mac);
    }

    /** All states of phones, in the order of the page. */
    public List<PhoneState> states() {
        return List.of(PhoneState.values());
    }

    /** A state in words. */
    public String label(PhoneState state) {
        return switch (state) {
            case UP_TO_DATE -> "up to date";
            case OLDER -> "older file";
            case REFUSED -> "refused";
            case NOT_FOUND -> "asks for another file";
            case NEVER -> "never asked";
            case NO_FILE -> "no file of its own";
        };
    }

    /** How the agent notices changes, in words. */
    public String watching(WatchMode watchMode) {
        return switch (watchMode) {
            case STARTING -> "starting";
            case EVENTS -> "watching by file events";
            case DOUBTFUL -> "scanning all files every second, since the system provides no file events";
            case POLL -> "scanning all files at the --poll interval";
        };
    }

    /** The number of phones that have their newest files. */
    public String upToDate(FleetOverview overview) {
        return number(overview.phones(PhoneState.UP_TO_DATE));
    }

    /**
     * A part of the bar of states, in units of the bar.
     *
     * @param x where it starts
     */
    public record Share(PhoneState state, double x, double width) {}

    /** One part for each state that has phones. */
    public List<Share> shares(FleetOverview overview) {
        List<Share> shares = new ArrayList<>();
        double at = 0;
        for (PhoneState state : PhoneState.values()) {
            int count = overview.phones(state);
            // A small share is drawn wider than it is, but the next one starts where it would without that.
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

    /** The first items of a list, at most {@code most}. */
    public List<?> first(List<?> all, int most) {
        return all.subList(0, Math.min(most, all.size()));
    }

    /**
     * A part of a text.
     *
     * @param secret whether it is the dots that replace a secret
     */
    public record Masked(String text, boolean secret) {}

    /** Splits a text at the dots that replace secrets. No part is empty. */
    public List<Masked> masked(String text) {
        List<Masked> parts = new ArrayList<>(1);
        int from = 0;
        for (int at = text.indexOf(DOTS); at >= 0; at = text.indexOf(DOTS, from)) {
            parts.add(new Masked(text.substring(from, at), false));
            parts.add(new Masked(DOTS, true));
            from = at + DOTS.length();
        }
        // The rest after the last dots.
        parts.add(new Masked(text.substring(from), false));
        parts.removeIf(part -> part.text().isEmpty());
        return parts;
    }

    /** The style of a line of a unified diff; empty for a line that stays. */
    public String diffClass(String line) {
        if (line.startsWith("+++") || line.startsWith("---") || line.startsWith("#")) {
            return "name";
        }
        return line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : line.startsWith("@@") ? "at" : "";
    }

    /**
     * The URL of a list of phones.
     *
     * @param state the word of a state; empty for any
     * @param text to search; empty for any
     */
    public String phones(String state, String text) {
        String query = Stream.of(
                        state.isEmpty() ? "" : "state=" + state,
                        text.isEmpty() ? "" : "q=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .filter(field -> !field.isEmpty())
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "/phones" : "/phones?" + query;
    }

    /** The URL of a page of a list, without the number of its first item. */
    public String part(String address) {
        return address + (address.indexOf('?') < 0 ? "?from=" : "&from=");
    }

    /** The {@code from} of the page before this one. */
    public int before(int from, int shown) {
        return Math.max(0, from - Math.max(shown, PAGE_ITEMS));
    }
}
