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
    public static final long MAX_STEPS = 500_000;

    /** What the name of a file may take. */
    private static final long MAX_NAME_STEPS = MAX_STEPS / 10;

    private static final long STEPS_PER_EXTENSION = 1_000;

    /** What a site's file may take: about five seconds at the worst, and more only on sites of several hundred thousand extensions. */
    private static final long MAX_SITE_STEPS = 40_000_000;

    private static final long MIN_STEPS_PER_EXTENSION = 100;

    /** How many characters may come of it. */
    public int maxCharacters() {
        return name ? MEBI >> 4 : isSite() ? 64 * MEBI : 8 * MEBI;
    }

    /** How many steps it may take, where it can loop: a site template may take more for each extension. */
    public long maxSteps() {
        if (name) {
            return MAX_NAME_STEPS;
        }
        Object extensions = values.model().get("extensions");
        long count = extensions instanceof Collection<?> all ? all.size() : 0;
        return Math.max(
                Math.min(MAX_STEPS + count * STEPS_PER_EXTENSION, MAX_SITE_STEPS),
                MAX_STEPS + count * MIN_STEPS_PER_EXTENSION);
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
