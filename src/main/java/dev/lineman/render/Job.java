package dev.lineman.render;

import dev.lineman.template.Content;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Escape;
import dev.lineman.template.Kind;

/**
 * One rendering of one text.
 *
 * @param content the text that is run; for a config with a {@code src}, the fragment's
 * @param name whether it makes a file's name, not its content
 */
record Job(DeviceConfig config, Content content, boolean name, Values values) {
    private static final int MEBI = 1 << 20;

    /** How many characters may come of it. */
    int largest() {
        return name ? MEBI >> 4 : isSite() ? 64 * MEBI : 8 * MEBI;
    }

    /** How many steps it may take, where it can loop. */
    long steps() {
        return isSite() ? 100_000_000 : 2_000_000;
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
