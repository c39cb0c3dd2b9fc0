package dev.lineman.template;

import dev.lineman.problem.Position;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.TemplateSyntax;
import dev.lineman.template.dialect.ValueEscape;
import org.jspecify.annotations.Nullable;

/**
 * One {@code <deviceconfig>}: what becomes one file of each phone or site that uses the template. Immutable.
 *
 * @param index in document order over all devices of the template, from 0; with the template's path it names
 *     the output whatever its file name becomes
 * @param kind of the template
 * @param at its start tag
 * @param filename the {@code filename} attribute, empty when there is none
 * @param content what stands in it; not used when there is a {@code src}
 * @param src where the content comes from instead, or null
 * @param escape how values are written, or null when the content decides
 * @param syntax of content and filename
 * @param serve whether a site's file is published among the provisioning files
 * @param allowDownload whether it is published at all
 */
public record DeviceConfig(
        int index,
        TemplateKind kind,
        Position at,
        Content filename,
        Content content,
        @Nullable ContentSource src,
        @Nullable ValueEscape escape,
        TemplateSyntax syntax,
        boolean serve,
        boolean allowDownload) {

    /**
     * A fragment that is used as a content.
     *
     * @param path below the root, such as {@code templates/lib/x.cfg}
     * @param at where the template says so
     */
    public record ContentSource(String path, Position at) {}
}
