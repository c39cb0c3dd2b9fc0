package dev.lineman.agent;

import dev.lineman.problem.Problem;
import dev.lineman.source.Reader;
import dev.lineman.source.Reading;

/** A reader that says how many files it has read. */
record CountedReader(Reader reader, Progress progress) implements Reader {
    @Override
    public Interest wants(String path) {
        return reader.wants(path);
    }

    @Override
    public Problem unread(String path) {
        return reader.unread(path);
    }

    @Override
    public Reading read(String path, byte[] content) {
        progress.step("reading");
        return reader.read(path, content);
    }

    @Override
    public long largest(String path) {
        return reader.largest(path);
    }
}
