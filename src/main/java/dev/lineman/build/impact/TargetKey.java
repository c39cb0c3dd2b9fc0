package dev.lineman.build.impact;

/** The keys of units: a phone's is its MAC; a site template's names site and template; a static file's its path. */
public final class TargetKey {
    private static final String SITE = "site:";
    private static final String STATIC = "static:";
    private static final char BETWEEN = '|';

    private TargetKey() {}

    /** The unit of one site and one site template. */
    public static String ofSite(String site, String template) {
        return SITE + site + BETWEEN + template;
    }

    /** The unit of a static file. */
    public static String ofStatic(String path) {
        return STATIC + path;
    }

    public static boolean isSite(String key) {
        return key.startsWith(SITE);
    }

    public static boolean isStatic(String key) {
        return key.startsWith(STATIC);
    }

    /** The site of a site's unit. */
    public static String site(String key) {
        return key.substring(SITE.length(), key.indexOf(BETWEEN));
    }

    /** The path of the site template or static file of such a unit. */
    public static String path(String key) {
        return isStatic(key) ? key.substring(STATIC.length()) : key.substring(key.indexOf(BETWEEN) + 1);
    }

    /** A unit as people know it: a phone by its MAC, a site by its name, a static file by its path. */
    public static String shown(String key) {
        if (isSite(key)) {
            return site(key).isEmpty() ? "the unnamed site" : "site " + site(key);
        }
        return isStatic(key) ? path(key) : key;
    }
}
