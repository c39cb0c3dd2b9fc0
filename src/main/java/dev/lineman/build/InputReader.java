package dev.lineman.build;

import dev.lineman.build.make.FolderNames;
import dev.lineman.input.Document;
import dev.lineman.input.DocumentReader;
import dev.lineman.input.ReadResult;
import dev.lineman.inventory.extension.reader.ExtensionReader;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.template.TemplateReader;
import dev.lineman.template.model.ModelFile;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads each input file with the reader of its kind: extensions, templates, secrets. {@code input.scan} calls it and
 * does not know the kinds. Thread-safe, because files are read in parallel.
 */
public final class InputReader implements DocumentReader {
    private final String secretsName;
    private final BooleanSupplier stopped;
    private final ProgressListener progressListener;
    private final ExtensionReader extensions = new ExtensionReader();
    private final TemplateReader templates = new TemplateReader();

    /**
     * Creates a reader.
     *
     * @param secretsName the path of the secrets file, as the scan reports it
     * @param stopped whether the result is no longer needed, because the agent ends
     * @param progressListener receives one step per file
     */
    public InputReader(String secretsName, BooleanSupplier stopped, ProgressListener progressListener) {
        this.secretsName = secretsName;
        this.stopped = stopped;
        this.progressListener = progressListener;
    }

    /** Creates a reader without a progress display. */
    public InputReader(String secretsName, BooleanSupplier stopped) {
        this(secretsName, stopped, ProgressListener.NONE);
    }

    /**
     * Returns how to treat a file, by its path. The scan asks for each file that it finds.
     *
     * @throws CancellationException if the agent ends
     */
    @Override
    public Interest interest(String path) {
        if (stopped.getAsBoolean()) {
            throw new CancellationException("the agent ends");
        }
        if (path.equals(secretsName)) {
            return Interest.READ;
        }
        if (path.startsWith(FolderNames.EXTENSIONS + '/')) {
            return ExtensionReader.interest(path);
        }
        if (path.startsWith(FolderNames.STATIC)) {
            return Interest.DIGEST;
        }
        return templates.interest(path);
    }

    /** Returns the warning for a file in an input folder that no reader takes. */
    @Override
    public Problem unreadWarning(String path) {
        String yamlFolder = yamlFolder(path);
        return Problem.warning(
                Position.of(path),
                yamlFolder != null
                        ? "this file is not read, because its name does not end in .yaml or .yml: rename it, or move it"
                                + " out of " + yamlFolder
                        : "this file is not read, because its name does not end in .xml: rename it, or move it to "
                                + TemplateReader.FRAGMENTS + " if templates share it");
    }

    /** Returns the folder of YAML files that contains a path; null if none does. */
    private static @Nullable String yamlFolder(String path) {
        if (path.startsWith(FolderNames.EXTENSIONS + '/')) {
            return FolderNames.EXTENSIONS;
        }
        return path.startsWith(ModelFile.FOLDER) ? FolderNames.MODELS : null;
    }

    /** Returns the largest size in bytes. Static files may have any size. */
    @Override
    public long maxBytes(String path) {
        return path.startsWith(FolderNames.STATIC) ? Long.MAX_VALUE : DocumentReader.super.maxBytes(path);
    }

    @Override
    public ReadResult read(String path, byte[] content) {
        return read(path, content, null);
    }

    @Override
    public ReadResult read(String path, byte[] content, @Nullable Document last) {
        progressListener.step("reading");
        if (path.equals(secretsName)) {
            return SecretStore.read(path, content);
        }
        return path.startsWith(FolderNames.EXTENSIONS + '/')
                ? extensions.read(path, content, last)
                : templates.read(path, content);
    }
}
