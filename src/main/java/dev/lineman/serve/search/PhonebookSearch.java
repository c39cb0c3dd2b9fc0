package dev.lineman.serve.search;

import dev.lineman.access.IpAddress;
import dev.lineman.collection.LruMap;
import dev.lineman.concurrent.BackgroundWorker;
import dev.lineman.fs.Digest;
import dev.lineman.publish.Publisher;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishedFile;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches in the phonebooks of the publication. {@link dev.lineman.serve.ServingPolicy} asks it for a file that the
 * client may read. The index of a phonebook is made at the first search, and again when its content changed. Until the new
 * one is there, searches use the old one. Thread-safe.
 */
public final class PhonebookSearch {
    private static final Logger LOG = LoggerFactory.getLogger(PhonebookSearch.class);

    /** The largest phonebook in bytes, all pages together: more than 50,000 people. */
    private static final long MAX_BYTES = 8 << 20;

    /** In bytes. The index of a larger phonebook is made in the background, so that no other request waits for it. */
    private static final long SMALL = 128 << 10;

    private static final String UNREADABLE = "{} cannot be read for a search: {}";

    /** Phonebooks whose index is kept. */
    private static final int MAX_INDEXES = 16;

    private final Publisher publisher;
    private final SearchLimiter limiter;
    private final BackgroundWorker worker = new BackgroundWorker("phonebook index", () -> {});
    /** By the path of the first page. Guarded by itself. */
    private final Map<String, IndexedPhonebook> indexes = new LruMap<>(MAX_INDEXES);
    /** The paths of phonebooks whose index is made in the background. Guarded by {@link #indexes}. */
    private final Set<String> making = new HashSet<>();

    /**
     * The last index of a phonebook.
     *
     * @param digests of the pages that it was made from
     * @param content goes when memory is short
     */
    private record IndexedPhonebook(List<Digest> digests, SoftReference<IndexedContent> content) {}

    /** The index of some content; null if the content is not a phonebook that can be searched. */
    private record IndexedContent(@Nullable PhonebookIndex index) {}

    /**
     * A result.
     *
     * @param document the phonebook with the entries that match; null if there is no answer at the moment, because there
     *     are too many searches, a page cannot be read, or the first index of a large phonebook is not ready
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
            IndexedContent content = index(pages);
            if (content == null) {
                return new SearchResult(null);
            }
            PhonebookIndex index = content.index();
            return index == null ? null : new SearchResult(index.select(text));
        } catch (IOException e) {
            LOG.warn(UNREADABLE, file.path(), e.getMessage());
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

    /** Returns the index of a phonebook; null while it is made. */
    private @Nullable IndexedContent index(List<PublishedFile> pages) throws IOException {
        String path = pages.get(0).path();
        List<Digest> key = pages.stream().map(PublishedFile::digest).toList();
        synchronized (indexes) {
            IndexedPhonebook known = indexes.get(path);
            IndexedContent content = known == null ? null : known.content().get();
            if (known != null && content != null && known.digests().equals(key)) {
                return content;
            }
            if (length(pages) > SMALL) {
                if (making.add(path)) {
                    worker.execute(() -> makeInBackground(path, key, pages));
                }
                return content;
            }
        }
        return make(path, key, pages);
    }

    private IndexedContent make(String path, List<Digest> key, List<PublishedFile> pages) throws IOException {
        IndexedContent made = new IndexedContent(read(pages));
        synchronized (indexes) {
            indexes.put(path, new IndexedPhonebook(key, new SoftReference<>(made)));
        }
        return made;
    }

    private void makeInBackground(String path, List<Digest> key, List<PublishedFile> pages) {
        try {
            make(path, key, pages);
        } catch (IOException e) {
            LOG.warn(UNREADABLE, path, e.getMessage());
        } finally {
            synchronized (indexes) {
                making.remove(path);
            }
        }
    }

    private static long length(List<PublishedFile> pages) {
        return pages.stream().mapToLong(PublishedFile::length).sum();
    }

    private @Nullable PhonebookIndex read(List<PublishedFile> pages) throws IOException {
        if (length(pages) > MAX_BYTES) {
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
