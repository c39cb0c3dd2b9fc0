package dev.lineman.render;

import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Kind;
import dev.lineman.template.text.Content;
import dev.lineman.template.text.Escape;
import java.util.Collection;

/**
 * One rendering of one text.
 *
 * @param content the text that is run; for a config with a {@code src}, the fragment's
 * @param name whether it makes a file's name, not its content
 */
record Job(DeviceConfig config, Content content, boolean name, Values values) {
    private static final int MEBI = 1 << 20;

    /** What a phone's file may take: about 100 ms of a processor at the worst. A template of 200 lines takes a thousand. */
    static final long STEPS = 500_000;

    /** What the name of a file may take. */
    private static final long STEPS_OF_A_NAME = STEPS / 10;

    private static final long STEPS_AN_EXTENSION = 1_000;

    /** What a site's file may take: about five seconds at the worst, and more only on sites of several hundred thousand extensions. */
    private static final long STEPS_OF_A_SITE = 40_000_000;

    private static final long LEAST_STEPS_AN_EXTENSION = 100;

    /** How many characters may come of it. */
    int largest() {
        return name ? MEBI >> 4 : isSite() ? 64 * MEBI : 8 * MEBI;
    }

    /** How many steps it may take, where it can loop: a site template may take more for each extension. */
    long steps() {
        if (name) {
            return STEPS_OF_A_NAME;
        }
        Object extensions = values.model().get("extensions");
        long count = extensions instanceof Collection<?> all ? all.size() : 0;
        return Math.max(
                Math.min(STEPS + count * STEPS_AN_EXTENSION, STEPS_OF_A_SITE),
                STEPS + count * LEAST_STEPS_AN_EXTENSION);
    }

    boolean isSite() {
        return config.kind() == Kind.SITE;
    }

    /**
     * How its values are written.
     *
     * @param beginning of the text, without white space and directives
     */
    Escape escape(CharSequence beginning) {
        if (name) {
            return Escape.NONE;
        }
        Escape said = config.escape();
        return said == null ? Escape.of(beginning, config.filename().text()) : said;
    }
}
