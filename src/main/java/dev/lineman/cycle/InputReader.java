package dev.lineman.cycle;

import dev.lineman.inventory.ExtensionReader;
import dev.lineman.inventory.Secrets;
import dev.lineman.make.Folders;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.source.Inputs;
import dev.lineman.source.Reader;
import dev.lineman.source.Reading;
import dev.lineman.template.TemplateReader;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Reads every kind of input, each with the reader of its room. */
public final class InputReader implements Reader {
    private final String secrets;
    private final BooleanSupplier stopped;
    private final Progress progress;
    private final ExtensionReader extensions = new ExtensionReader();
    private final TemplateReader templates = new TemplateReader();

    /**
     * A reader.
     *
     * @param secrets what the file of secrets is called
     * @param stopped whether nobody waits for what is read any more
     * @param progress is told of each file that is read
     */
    public InputReader(String secrets, BooleanSupplier stopped, Progress progress) {
        this.secrets = secrets;
        this.stopped = stopped;
        this.progress = progress;
    }

    /** A reader where nobody is told of progress. */
    public InputReader(String secrets, BooleanSupplier stopped) {
        this(secrets, stopped, Progress.NONE);
    }

    /** @throws CancellationException when nobody waits for it any more: every file that is come upon is asked for here */
    @Override
    public Interest wants(String path) {
        if (stopped.getAsBoolean()) {
            throw new CancellationException("the agent ends");
        }
        if (path.equals(secrets)) {
            return Interest.READ;
        }
        if (path.startsWith(Folders.EXTENSIONS + '/')) {
            return ExtensionReader.wants(path)
                    ? Interest.READ
                    : Inputs.isDocumentation(path) ? Interest.IGNORE : Interest.UNREAD;
        }
        if (path.startsWith(Folders.STATIC)) {
            return Interest.DIGEST;
        }
        return templates.wants(path);
    }

    @Override
    public Problem unread(String path) {
        return Problem.warning(
                Position.of(path),
                path.startsWith(Folders.EXTENSIONS + '/')
                        ? "this file is not read, because its name does not end in .yaml or .yml: rename it, or move it"
                                + " out of " + Folders.EXTENSIONS
                        : "this file is not read, because its name does not end in .xml: rename it, or move it to "
                                + TemplateReader.FRAGMENTS + " if templates share it");
    }

    /** What is published as it is may have any size. */
    @Override
    public long largest(String path) {
        return path.startsWith(Folders.STATIC) ? Long.MAX_VALUE : Reader.super.largest(path);
    }

    @Override
    public Reading read(String path, byte[] content) {
        progress.step("reading");
        if (path.equals(secrets)) {
            return Secrets.read(path, content);
        }
        return path.startsWith(Folders.EXTENSIONS + '/')
                ? extensions.read(path, content)
                : templates.read(path, content);
    }
}
