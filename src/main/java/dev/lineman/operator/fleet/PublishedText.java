package dev.lineman.operator.fleet;

import dev.lineman.build.State;
import dev.lineman.operator.explain.FileMasking;
import dev.lineman.operator.view.FileText;
import dev.lineman.operator.view.MaskedFile;
import dev.lineman.operator.view.PhoneFile;
import dev.lineman.publish.Publisher;
import dev.lineman.publish.store.PublishedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Reads published files for a page, with dots in place of secrets. Thread-safe. */
final class PublishedText {
    /** Lines of a file that a page shows. */
    private static final int MAX_SHOWN_LINES = 3000;

    /** A file with more bytes than this is not shown. */
    private static final long MAX_SHOWN_BYTES = 1 << 20;

    private final Supplier<State> states;
    private final Publisher publisher;
    private final Map<String, String> environment;

    /**
     * @param states returns the newest state
     * @param environment the environment variables of the agent, from its start. They can have secrets
     */
    PublishedText(Supplier<State> states, Publisher publisher, Map<String, String> environment) {
        this.states = states;
        this.publisher = publisher;
        this.environment = environment;
    }

    /** Returns the text of a file, or why it is not shown. */
    FileText of(PhoneFile file) {
        // The file may have been removed or replaced since the caller read the status.
        PublishedFile entry = publisher.current().find(file.path());
        if (entry == null || entry.length() > MAX_SHOWN_BYTES) {
            return FileText.hidden(entry == null ? "it is no longer published" : "it is larger than 1 MiB");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) entry.length());
        try {
            while (bytes.hasRemaining() && publisher.read(entry, bytes.position(), bytes) > 0) {
                // Bodies are read in pieces.
            }
        } catch (IOException e) {
            return FileText.hidden("it cannot be read");
        }
        State state = states.get();
        // Masks by origin and by value: a secret that was copied into a plain field is masked too.
        MaskedFile page = MaskedFile.of(
                bytes.hasRemaining() ? null : bytes.array(),
                entry.length(),
                FileMasking.masks(state.outputIndex(), entry.path(), entry.digest()),
                FileMasking.finder(List.of(state), environment, entry.path()));
        List<String> lines = page.lines().stream().map(MaskedFile::withoutMark).toList();
        int shown = Math.min(MAX_SHOWN_LINES, lines.size());
        return new FileText(lines.subList(0, shown), page.hidden(), lines.size() - shown);
    }
}
