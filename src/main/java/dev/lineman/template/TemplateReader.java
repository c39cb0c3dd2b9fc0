package dev.lineman.template;

import dev.lineman.collection.Deferred;
import dev.lineman.input.Document;
import dev.lineman.input.DocumentReader;
import dev.lineman.input.InputPaths;
import dev.lineman.input.ReadResult;
import dev.lineman.inventory.extension.reader.ExtensionReader;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.DeclaredEncoding;
import dev.lineman.template.dialect.SourceText;
import dev.lineman.template.model.ModelFile;
import dev.lineman.template.model.ModelFileReader;
import dev.lineman.template.model.TemplateLayer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads templates ({@code templates/phones}, {@code templates/site}), fragments ({@code templates/lib}) and model files
 * ({@code templates/models}).
 *
 * <p>The scan calls it for each changed file. A file that cannot be read gives a problem and no document; the
 * last good document then stays in use. Thread-safe.
 */
public final class TemplateReader implements DocumentReader {
    /** The folder of fragments, below the root and with a {@code /} at its end. */
    public static final String FRAGMENTS = "templates/lib/";

    /** 16 MiB, far above the size of any vendor's template. */
    private static final int MAX_BYTES = 16 << 20;

    private static final String DESCRIPTION_END = "</description>";

    private final TemplateLayer layer;
    private final TemplateXml xml;

    /** Creates a reader of files of the root. */
    public TemplateReader() {
        this(TemplateLayer.ROOT);
    }

    /**
     * Creates a reader.
     *
     * @param layer where its files come from
     */
    public TemplateReader(TemplateLayer layer) {
        this.layer = layer;
        this.xml = new TemplateXml(layer);
    }

    @Override
    public Interest interest(String path) {
        boolean template = TemplateKind.ofPath(path) != null;
        if (path.startsWith(ModelFile.FOLDER)) {
            return ExtensionReader.interest(path);
        }
        if (path.startsWith(FRAGMENTS)
                || (template && path.toLowerCase(Locale.ROOT).endsWith(".xml"))) {
            return Interest.READ;
        }
        return template && !InputPaths.isDocumentation(path) ? Interest.UNREAD : Interest.IGNORE;
    }

    @Override
    public ReadResult read(String path, byte[] content) {
        if (content.length > MAX_BYTES) {
            return failed(Problem.blocking(
                    Position.of(path),
                    "the file is larger than 16 MiB; firmware and the like belong in templates/static"));
        }
        if (path.startsWith(ModelFile.FOLDER)) {
            return ModelFileReader.read(path, content, layer);
        }
        TemplateKind folder = TemplateKind.ofPath(path);
        try {
            return folder == null ? readFragment(path, content) : xml.read(SourceText.xml(path, content), folder);
        } catch (SourceText.UnreadableTemplateException e) {
            return failed(e.problem());
        }
    }

    /**
     * Reads a file of the program, whose text is known to be good: of a template its names, and the rest when something
     * asks for it; a fragment when something asks for it; a model file at once.
     *
     * @throws IllegalStateException if the file is not good; what is read later throws it then
     */
    public Document readLater(String path, byte[] content) {
        TemplateKind folder = TemplateKind.ofPath(path);
        if (path.startsWith(FRAGMENTS)) {
            return new Fragment(path, Deferred.by(() -> ((Fragment) readWhole(path, content)).content()));
        }
        if (folder == null) {
            return readWhole(path, content);
        }
        try {
            return xml.readNames(
                    SourceText.xml(path, throughDescription(content)),
                    folder,
                    Deferred.by(
                            () -> ((Template) readWhole(path, content)).body().get()));
        } catch (SourceText.UnreadableTemplateException e) {
            throw new IllegalStateException(unreadable(path), e);
        }
    }

    /** The beginning of a template, through the description in its header; all of it if there is none. */
    private static byte[] throughDescription(byte[] content) {
        int end = new String(content, StandardCharsets.ISO_8859_1).indexOf(DESCRIPTION_END);
        return end < 0 ? content : Arrays.copyOf(content, end + DESCRIPTION_END.length());
    }

    private Document readWhole(String path, byte[] content) {
        Document document = read(path, content).document();
        if (document == null) {
            throw new IllegalStateException(unreadable(path));
        }
        return document;
    }

    private static String unreadable(String path) {
        return "the built-in file " + path + " cannot be read";
    }

    private static ReadResult readFragment(String path, byte[] bytes) throws SourceText.UnreadableTemplateException {
        SourceText source = SourceText.utf8(path, bytes);
        int separator = source.text().indexOf('\u001C');
        if (separator >= 0) {
            throw new SourceText.UnreadableTemplateException(
                    source.at(separator), "the control character U+001C cannot stand in a fragment; remove it");
        }
        Content.Builder content = new Content.Builder(source, 0);
        content.addVerbatim(0, source.text().length());
        Fragment fragment = new Fragment(path, Deferred.of(content.build()));
        List<Problem> problems = new ArrayList<>();
        DeclaredEncoding.check(fragment.content(), problems::add);
        return new ReadResult(fragment, problems);
    }

    private static ReadResult failed(Problem problem) {
        return new ReadResult(null, List.of(problem));
    }
}
