package dev.lineman.admin;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a text in which dots stand for secrets.
 *
 * @param secret whether the part is such dots
 */
public record Masked(String text, boolean secret) {
    private static final String DOTS = "••••••";

    /** The parts of a text, without empty ones. */
    static List<Masked> parts(String text) {
        List<Masked> parts = new ArrayList<>(1);
        int from = 0;
        for (int at = text.indexOf(DOTS); at >= 0; at = text.indexOf(DOTS, from)) {
            add(parts, text.substring(from, at));
            parts.add(new Masked(DOTS, true));
            from = at + DOTS.length();
        }
        add(parts, text.substring(from));
        return parts;
    }

    private static void add(List<Masked> parts, String text) {
        if (!text.isEmpty()) {
            parts.add(new Masked(text, false));
        }
    }
}
