package dev.lineman.publish;

import dev.lineman.fs.FaultPoint;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A disk that fails at operation {@code last} of the file system. */
final class FailingDisk implements FaultPoint {
    /** How it fails. */
    enum Kind {
        /** The process ends there. */
        CRASH,
        /** One operation fails, the following ones work. */
        ONCE,
        /** Two operations in a row fail, the following ones work. */
        TWICE,
        /** The operation and all after it fail. */
        LASTING
    }

    /** The end of the process. */
    static final class Crash extends Error {
        Crash() {
            super("the process ends here");
        }
    }

    private final Kind kind;
    private final int last;
    private int operations;
    private boolean failed;
    private boolean repaired;
    private int end = Integer.MAX_VALUE;

    FailingDisk(Kind kind, int last) {
        this.kind = kind;
        this.last = last;
    }

    @Override
    public synchronized void before(Operation what, Path file) throws IOException {
        int operation = operations++;
        if (operation >= end) {
            throw new Crash();
        }
        boolean due = operation == last || (operation == last + 1 && kind == Kind.TWICE);
        boolean lasting = failed && (kind == Kind.CRASH || kind == Kind.LASTING);
        if (!repaired && (due || lasting)) {
            failed = true;
            if (kind == Kind.CRASH) {
                throw new Crash();
            }
            throw new FileSystemException(file.toString(), null, "No space left on device");
        }
    }

    boolean hasFailed() {
        return failed;
    }

    /** From now on, all operations work. */
    void repair() {
        repaired = true;
    }

    /** The process ends after this many more operations. */
    void crashAfter(int more) {
        end = operations + more;
    }

    FileOperations disk() {
        return new FileOperations(FileMode.DEFAULT, this);
    }
}
