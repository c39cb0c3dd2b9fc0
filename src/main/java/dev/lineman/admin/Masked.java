package dev.lineman.admin;

/** Text in which dots stand in place of secrets: they look it. */
final class Masked {
    private static final String DOTS = "••••••";

    private Masked() {}

    static void text(Html html, String text) {
        int from = 0;
        for (int at = text.indexOf(DOTS); at >= 0; at = text.indexOf(DOTS, from)) {
            html.text(text.substring(from, at)).leaf("span", DOTS, "class", "mask", "title", "a secret");
            from = at + DOTS.length();
        }
        html.text(text.substring(from));
    }
}
