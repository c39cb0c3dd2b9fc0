package dev.lineman.build.impact;

/**
 * The keys of build targets: the MAC of a phone; {@code site:SITE|TEMPLATE}; {@code static:PATH}. Memos keep these
 * keys over restarts, so their form does not change.
 */
public final class TargetKey {
    private static final String SITE = "site:";
    private static final String STATIC = "static:";
    private static final char BETWEEN = '|';

    private TargetKey() {}

    /**
     * Returns the key of a site with one site template.
     *
     * @param template the path of the template
     */
    public static String ofSite(String site, String template) {
        return SITE + site + BETWEEN + template;
    }

    /** Returns the key of a static file. */
    public static String ofStatic(String path) {
        return STATIC + path;
    }

    /** Whether a key is that of a site. */
    public static boolean isSite(String key) {
        return key.startsWith(SITE);
    }

    /** Whether a key is that of a static file. */
    public static boolean isStatic(String key) {
        return key.startsWith(STATIC);
    }

    /** Whether a key is that of a phone. */
    public static boolean isPhone(String key) {
        return !isSite(key) && !isStatic(key);
    }

    /** Returns the site in the key of a site; empty for the unnamed one. */
    public static String site(String key) {
        return key.substring(SITE.length(), key.indexOf(BETWEEN));
    }

    /** Returns the path in a key: of the site template or of the static file. */
    public static String path(String key) {
        return isStatic(key) ? key.substring(STATIC.length()) : key.substring(key.indexOf(BETWEEN) + 1);
    }

    /** Returns the name of a target for people: the MAC of a phone, the name of a site, the path of a static file. */
    public static String shown(String key) {
        if (isSite(key)) {
            return site(key).isEmpty() ? "the extensions without a site" : "site " + site(key);
        }
        return isStatic(key) ? path(key) : key;
    }
}
