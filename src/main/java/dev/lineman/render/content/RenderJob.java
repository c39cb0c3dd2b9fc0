package dev.lineman.render.content;

import dev.lineman.template.DeviceConfig;
import dev.lineman.template.TemplateKind;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.ValueEscape;
import java.util.Collection;

/**
 * The input of one run of a compiled content, with its limits.
 *
 * @param config the device config of the template
 * @param content the text that runs; for a config with a {@code src}, that of the fragment
 * @param name whether the run makes the name of a file and not its content
 * @param values that the template may look up
 */
public record RenderJob(DeviceConfig config, Content content, boolean name, RenderValues values) {
    /** Characters, as a unit of limits. */
    private static final int MEBI = 1 << 20;

    /**
     * The limit for a file of a phone, in steps: at most about 100 ms of processor time. A template of 200 lines
     * takes about 1,000.
     */
    public static final long MAX_STEPS = 500_000;

    /** The limit for a file name, in steps. */
    private static final long MAX_NAME_STEPS = MAX_STEPS / 10;

    /** Steps that a site file may take for each extension, up to {@link #MAX_SITE_STEPS}. */
    private static final long STEPS_PER_EXTENSION = 1_000;

    /**
     * The usual limit for a site file, in steps: at most about eight seconds. Only sites of several hundred thousand
     * extensions may take more.
     */
    private static final long MAX_SITE_STEPS = 40_000_000;

    /** Steps that a site file may always take for each extension, even past {@link #MAX_SITE_STEPS}. */
    private static final long MIN_STEPS_PER_EXTENSION = 100;

    /** The limit of the output, in characters. */
    public int maxCharacters() {
        return name ? MEBI >> 4 : isSite() ? 64 * MEBI : 8 * MEBI;
    }

    /** The limit of a Velocity run, in steps. A site file may take more for each extension of its site. */
    public long maxSteps() {
        if (name) {
            return MAX_NAME_STEPS;
        }
        Object extensions = values.model().get("extensions");
        return siteSteps(extensions instanceof Collection<?> all ? all.size() : 0);
    }

    /**
     * The limit for a file of a site, in steps.
     *
     * @param count how many extensions and contacts the file can show; 0 for a phone
     */
    public static long siteSteps(long count) {
        return Math.max(
                Math.min(MAX_STEPS + count * STEPS_PER_EXTENSION, MAX_SITE_STEPS),
                MAX_STEPS + count * MIN_STEPS_PER_EXTENSION);
    }

    /** Whether a site template makes the file. */
    public boolean isSite() {
        return config.kind() == TemplateKind.SITE;
    }

    /**
     * How to escape values in this file. The setting of the template comes first, then the format that the text and
     * the file name show.
     *
     * @param beginning the start of the text, without white space and directives
     */
    public ValueEscape escape(CharSequence beginning) {
        if (name) {
            return ValueEscape.NONE;
        }
        ValueEscape said = config.escape();
        return said == null ? ValueEscape.detect(beginning, config.filename().text()) : said;
    }
}
