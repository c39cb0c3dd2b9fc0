package dev.lineman.serve;

import dev.lineman.http.Answer;
import dev.lineman.http.Body;
import dev.lineman.http.Handler;
import dev.lineman.http.Representation;
import dev.lineman.http.Request;
import dev.lineman.publish.Entry;
import dev.lineman.publish.Publisher;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Answers phones from the newest publication: what is published below one path, and nothing else. Thread-safe. */
public final class PhoneService implements Handler {
    /** The folder of the publication that phones see. */
    private static final String FOLDER = "provisioning/";

    private final Publisher publisher;
    private final String prefix;

    /** @param prefix the path below which phones ask, with {@code /} at both ends */
    public PhoneService(Publisher publisher, String prefix) {
        this.publisher = publisher;
        this.prefix = prefix;
    }

    @Override
    public Answer answer(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Answer.methodNotAllowed("GET, HEAD");
        }
        if (!request.path().startsWith(prefix)) {
            return Answer.notFound();
        }
        Entry entry = publisher.current().find(FOLDER + request.path().substring(prefix.length()));
        if (entry == null) {
            return Answer.notFound();
        }
        return new Representation(
                        new Content(entry),
                        ContentTypes.of(entry.path()),
                        entry.digest().toString(),
                        entry.modified())
                .answerTo(request);
    }

    /** The content of an entry, read where it lies. */
    private final class Content implements Body {
        private final Entry entry;

        Content(Entry entry) {
            this.entry = entry;
        }

        @Override
        public long length() {
            return entry.length();
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            return publisher.read(entry, position, target);
        }
    }
}
