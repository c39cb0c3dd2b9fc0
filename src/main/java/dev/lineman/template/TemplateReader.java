package dev.lineman.template;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.source.Inputs;
import dev.lineman.source.Reader;
import dev.lineman.source.Reading;
import dev.lineman.template.text.Content;
import dev.lineman.template.text.SourceText;
import java.util.List;
import java.util.Locale;

/** Reads templates and the fragments that they share. Thread-safe. */
public final class TemplateReader implements Reader {
    /** The folder of fragments below the root, with a {@code /} at its end. */
    public static final String FRAGMENTS = "templates/lib/";

    private static final int LARGEST = 16 << 20;

    private final TemplateXml xml = new TemplateXml();

    @Override
    public Interest wants(String path) {
        boolean template = Kind.ofPath(path) != null;
        if (path.startsWith(FRAGMENTS)
                || (template && path.toLowerCase(Locale.ROOT).endsWith(".xml"))) {
            return Interest.READ;
        }
        return template && !Inputs.isDocumentation(path) ? Interest.UNREAD : Interest.IGNORE;
    }

    @Override
    public Reading read(String path, byte[] content) {
        if (content.length > LARGEST) {
            return failed(Problem.error(
                    Position.of(path),
                    "the file is larger than 16 MiB; firmware and the like belong in templates/static"));
        }
        Kind folder = Kind.ofPath(path);
        try {
            return folder == null ? fragment(path, content) : xml.read(SourceText.xml(path, content), folder);
        } catch (SourceText.Unreadable e) {
            return failed(e.problem());
        }
    }

    private static Reading fragment(String path, byte[] bytes) throws SourceText.Unreadable {
        SourceText source = SourceText.utf8(path, bytes);
        int separator = source.text().indexOf('\u001C');
        if (separator >= 0) {
            throw new SourceText.Unreadable(
                    source.at(separator), "the control character U+001C cannot stand in a fragment; remove it");
        }
        Content.Builder content = new Content.Builder(source, 0);
        content.verbatim(0, source.text().length());
        return new Reading(new Fragment(path, content.build()), List.of());
    }

    private static Reading failed(Problem problem) {
        return new Reading(null, List.of(problem));
    }
}
