package dev.lineman.build;

import dev.lineman.build.make.FolderNames;
import dev.lineman.input.DocumentReader;
import dev.lineman.input.InputPaths;
import dev.lineman.input.ReadResult;
import dev.lineman.inventory.extension.ExtensionReader;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.template.TemplateReader;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Reads every kind of input, each with the reader of its room. */
public final class InputReader implements DocumentReader {
    private final String secrets;
    private final BooleanSupplier stopped;
    private final ProgressListener progressListener;
    private final ExtensionReader extensions = new ExtensionReader();
    private final TemplateReader templates = new TemplateReader();

    /**
     * A reader.
     *
     * @param secrets what the file of secrets is called
     * @param stopped whether nobody waits for what is read any more
     * @param progressListener is told of each file that is read
     */
    public InputReader(String secrets, BooleanSupplier stopped, ProgressListener progressListener) {
        this.secrets = secrets;
        this.stopped = stopped;
        this.progressListener = progressListener;
    }

    /** A reader where nobody is told of progress. */
    public InputReader(String secrets, BooleanSupplier stopped) {
        this(secrets, stopped, ProgressListener.NONE);
    }

    /** @throws CancellationException when nobody waits for it any more: every file that is come upon is asked for here */
    @Override
    public Interest interest(String path) {
        if (stopped.getAsBoolean()) {
            throw new CancellationException("the agent ends");
        }
        if (path.equals(secrets)) {
            return Interest.READ;
        }
        if (path.startsWith(FolderNames.EXTENSIONS + '/')) {
            return ExtensionReader.isYamlFile(path)
                    ? Interest.READ
                    : InputPaths.isDocumentation(path) ? Interest.IGNORE : Interest.UNREAD;
        }
        if (path.startsWith(FolderNames.STATIC)) {
            return Interest.DIGEST;
        }
        return templates.interest(path);
    }

    @Override
    public Problem unreadWarning(String path) {
        return Problem.warning(
                Position.of(path),
                path.startsWith(FolderNames.EXTENSIONS + '/')
                        ? "this file is not read, because its name does not end in .yaml or .yml: rename it, or move it"
                                + " out of " + FolderNames.EXTENSIONS
                        : "this file is not read, because its name does not end in .xml: rename it, or move it to "
                                + TemplateReader.FRAGMENTS + " if templates share it");
    }

    /** What is published as it is may have any size. */
    @Override
    public long maxBytes(String path) {
        return path.startsWith(FolderNames.STATIC) ? Long.MAX_VALUE : DocumentReader.super.maxBytes(path);
    }

    @Override
    public ReadResult read(String path, byte[] content) {
        progressListener.step("reading");
        if (path.equals(secrets)) {
            return SecretStore.read(path, content);
        }
        return path.startsWith(FolderNames.EXTENSIONS + '/')
                ? extensions.read(path, content)
                : templates.read(path, content);
    }
}
