package dev.lineman.admin;

/** Leads from one part of a long list to the next. */
final class Turning {
    private Turning() {}

    /**
     * Links to the parts before and behind, where there are any.
     *
     * @param address that the number of items before the part is put behind
     */
    static void under(Html html, String address, int from, int told, int all) {
        if (from == 0 && told == all) {
            return;
        }
        int step = Math.max(told, 1);
        html.in("nav", "class", "turning", "aria-label", "Parts of the list");
        if (from > 0) {
            html.leaf("a", "← before", "rel", "prev", "href", address + Math.max(0, from - Math.max(step, 100)));
        }
        html.leaf(
                "span",
                told == 0
                        ? "none of " + Frame.number(all) + " here"
                        : Frame.number(from + 1) + "–" + Frame.number(from + told) + " of " + Frame.number(all));
        if (from + told < all && told > 0) {
            html.leaf("a", "next →", "rel", "next", "href", address + (from + told));
        }
        html.out();
    }
}
