package dev.lineman.template;

import dev.lineman.problem.Position;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.TemplateSyntax;
import dev.lineman.template.dialect.ValueEscape;
import dev.lineman.template.parameter.ParameterFormat;
import org.jspecify.annotations.Nullable;

/**
 * One {@code <deviceconfig>} element. It becomes one file of each phone, or of each site, that uses the
 * template. Immutable.
 *
 * @param index position in document order over all devices of the template, from 0. Together with the
 *     template's path it identifies the output, whatever its file name becomes.
 * @param kind the template's kind
 * @param at position of the start tag
 * @param filename the {@code filename} attribute; empty if it is missing
 * @param content the text in the element; ignored if there is a {@code src}
 * @param src the fragment to use as content; null if the element has its own content
 * @param escape how to write values; null if the beginning of the content decides
 * @param syntax the language of content and file name
 * @param serve whether a site's file is published with the provisioning files
 * @param allowDownload whether the file is published at all
 * @param pageSize how many phone numbers one page of a site's file shows; 0 if the file has no pages
 * @param maxPeople how many people of a site's file the phones take; 0 if there is no limit
 * @param crlf whether the lines of the file end with CR LF instead of LF
 * @param parameterFormat how the file takes the vendor parameters of {@code settings}; null if it does not
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
        boolean allowDownload,
        int pageSize,
        int maxPeople,
        boolean crlf,
        @Nullable ParameterFormat parameterFormat) {

    /**
     * The {@code src} attribute: a fragment that is the content.
     *
     * @param path below the root, such as {@code templates/lib/x.cfg}
     * @param at position of the attribute's value
     */
    public record ContentSource(String path, Position at) {}
}
