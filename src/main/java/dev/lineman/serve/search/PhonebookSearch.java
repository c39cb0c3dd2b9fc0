package dev.lineman.serve.search;

import dev.lineman.access.IpAddress;
import dev.lineman.collection.LruMap;
import dev.lineman.fs.Digest;
import dev.lineman.publish.Publisher;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishedFile;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches in the phonebooks of the publication. {@link dev.lineman.serve.ServingPolicy} asks it for a file that the
 * client may read. The index of a phonebook is made at the first search, and again when its content changed. Thread-safe.
 */
public final class PhonebookSearch {
    private static final Logger LOG = LoggerFactory.getLogger(PhonebookSearch.class);

    /** The largest phonebook in bytes, all pages together: more than 50,000 people. */
    private static final long MAX_BYTES = 8 << 20;

    /** Phonebooks whose index is kept. */
    private static final int MAX_INDEXES = 16;

    private final Publisher publisher;
    private final SearchLimiter limiter;
    /** By the digests of the pages. Guarded by itself. An index goes when memory is short. */
    private final Map<List<Digest>, SoftReference<IndexedContent>> indexes = new LruMap<>(MAX_INDEXES);

    /** The index of some content; null if the content is not a phonebook that can be searched. */
    private record IndexedContent(@Nullable PhonebookIndex index) {}

    /**
     * A result.
     *
     * @param document the phonebook with the entries that match; null if there is no answer at the moment, because there
     *     are too many searches, or a page cannot be read
     */
    public record SearchResult(@Nullable String document) {}

    /**
     * Creates a search in what a publisher has.
     *
     * @param nanos a monotonic clock in nanoseconds
     */
    public PhonebookSearch(Publisher publisher, LongSupplier nanos) {
        this.publisher = publisher;
        this.limiter = new SearchLimiter(nanos);
    }

    /**
     * Searches in a phonebook.
     *
     * @param query the part of the request behind {@code ?}, percent-encoded
     * @return null if the query asks for no search, or the file is no phonebook: the client gets the file as it is
     */
    public @Nullable SearchResult search(PublishedFile file, String query, IpAddress from) {
        SearchText text = SearchText.ofQuery(query);
        if (text == null || !file.path().endsWith(".xml")) {
            return null;
        }
        if (!limiter.permits(from)) {
            return new SearchResult(null);
        }
        List<PublishedFile> pages = pages(file);
        if (!pages.stream().allMatch(publisher::isReady)) {
            return new SearchResult(null);
        }
        try {
            PhonebookIndex index = index(pages);
            return index == null ? null : new SearchResult(index.select(text));
        } catch (IOException e) {
            LOG.warn("{} cannot be read for a search: {}", file.path(), e.getMessage());
            return new SearchResult(null);
        }
    }

    /** The file and the pages after it: {@code book.xml}, {@code book-2.xml}, {@code book-3.xml} and so on. */
    private List<PublishedFile> pages(PublishedFile first) {
        Publication publication = publisher.current();
        String name = first.path().substring(0, first.path().lastIndexOf('.'));
        List<PublishedFile> pages = new ArrayList<>(List.of(first));
        PublishedFile next = publication.find(name + "-2.xml");
        while (next != null && next.access().equals(first.access())) {
            pages.add(next);
            next = publication.find(name + '-' + (pages.size() + 1) + ".xml");
        }
        return pages;
    }

    private @Nullable PhonebookIndex index(List<PublishedFile> pages) throws IOException {
        List<Digest> key = pages.stream().map(PublishedFile::digest).toList();
        synchronized (indexes) {
            SoftReference<IndexedContent> known = indexes.get(key);
            IndexedContent made = known == null ? null : known.get();
            if (made == null) {
                made = new IndexedContent(read(pages));
                indexes.put(key, new SoftReference<>(made));
            }
            return made.index();
        }
    }

    private @Nullable PhonebookIndex read(List<PublishedFile> pages) throws IOException {
        if (pages.stream().mapToLong(PublishedFile::length).sum() > MAX_BYTES) {
            LOG.warn(
                    "{} is larger than {} MB: phones cannot search in it, and get the whole file",
                    pages.get(0).path(),
                    MAX_BYTES >> 20);
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (PublishedFile page : pages) {
            ByteBuffer bytes = ByteBuffer.allocate((int) page.length());
            while (bytes.hasRemaining()) {
                publisher.read(page, bytes.position(), bytes);
            }
            texts.add(new String(bytes.array(), StandardCharsets.UTF_8));
        }
        return PhonebookIndex.of(texts);
    }
}
