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

    /** A fifth of a second at the most; a template of 200 lines takes a thousand. */
    private static final long STEPS = 500_000;

    private static final long STEPS_AN_EXTENSION = 1_000;

    /** How many characters may come of it. */
    int largest() {
        return name ? MEBI >> 4 : isSite() ? 64 * MEBI : 8 * MEBI;
    }

    /** How many steps it may take, where it can loop: a site template may take more for each extension. */
    long steps() {
        Object extensions = values.model().get("extensions");
        return STEPS + (extensions instanceof Collection<?> all ? (long) all.size() * STEPS_AN_EXTENSION : 0);
    }

    private boolean isSite() {
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
