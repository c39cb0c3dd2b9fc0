package dev.lineman.render.content;

import dev.lineman.template.DeviceConfig;
import dev.lineman.template.TemplateKind;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.ValueEscape;
import java.util.Collection;

/**
 * One rendering of one text.
 *
 * @param content the text that is run; for a config with a {@code src}, the fragment's
 * @param name whether it makes a file's name, not its content
 */
public record RenderJob(DeviceConfig config, Content content, boolean name, RenderValues values) {
    private static final int MEBI = 1 << 20;

    /** What a phone's file may take: about 100 ms of a processor at the worst. A template of 200 lines takes a thousand. */
    public static final long STEPS = 500_000;

    /** What the name of a file may take. */
    private static final long STEPS_OF_A_NAME = STEPS / 10;

    private static final long STEPS_AN_EXTENSION = 1_000;

    /** What a site's file may take: about five seconds at the worst, and more only on sites of several hundred thousand extensions. */
    private static final long STEPS_OF_A_SITE = 40_000_000;

    private static final long LEAST_STEPS_AN_EXTENSION = 100;

    /** How many characters may come of it. */
    public int largest() {
        return name ? MEBI >> 4 : isSite() ? 64 * MEBI : 8 * MEBI;
    }

    /** How many steps it may take, where it can loop: a site template may take more for each extension. */
    public long steps() {
        if (name) {
            return STEPS_OF_A_NAME;
        }
        Object extensions = values.model().get("extensions");
        long count = extensions instanceof Collection<?> all ? all.size() : 0;
        return Math.max(
                Math.min(STEPS + count * STEPS_AN_EXTENSION, STEPS_OF_A_SITE),
                STEPS + count * LEAST_STEPS_AN_EXTENSION);
    }

    public boolean isSite() {
        return config.kind() == TemplateKind.SITE;
    }

    /**
     * How its values are written.
     *
     * @param beginning of the text, without white space and directives
     */
    public ValueEscape escape(CharSequence beginning) {
        if (name) {
            return ValueEscape.NONE;
        }
        ValueEscape said = config.escape();
        return said == null ? ValueEscape.detect(beginning, config.filename().text()) : said;
    }
}
