package dev.lineman.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks a law on scripts. If a script violates it, finds the shortest part that still does. */
final class Law {
    private static final int MAX_TRIALS = 300;

    private final Path folder;
    private final Trial trial;
    private int trials;

    /** @param folder contains a folder for each trial */
    Law(Path folder, Trial trial) {
        this.folder = folder;
        this.trial = trial;
    }

    /** Runs a script in an empty folder, and fails if the result violates the law. */
    @FunctionalInterface
    interface Trial {
        void run(Path folder, List<Edit> script) throws Exception;
    }

    /** Checks the law for one script. Fails with the seed and the shortest failing script. */
    void check(long seed, List<Edit> script) {
        Throwable failure = failure(script);
        if (failure == null) {
            return;
        }
        List<Edit> shortest = script;
        int budget = trials + MAX_TRIALS;
        for (int piece = script.size() / 2; piece > 0; piece = piece == 1 ? 0 : (piece + 1) / 2) {
            boolean shorter = true;
            while (shorter && trials < budget) {
                shorter = false;
                for (int from = 0; from < shortest.size() && trials < budget; ) {
                    List<Edit> rest = without(shortest, from, piece);
                    Throwable still = failure(rest);
                    if (still == null) {
                        from += piece;
                    } else {
                        shortest = rest;
                        failure = still;
                        shorter = true;
                    }
                }
            }
        }
        String told = shortest.stream().map(Edit::toString).collect(Collectors.joining("\n"));
        throw new AssertionError("seed " + seed + ", the shortest script:\n" + told + '\n' + failure, failure);
    }

    private static List<Edit> without(List<Edit> script, int from, int count) {
        List<Edit> rest = new ArrayList<>(script.subList(0, from));
        rest.addAll(script.subList(Math.min(script.size(), from + count), script.size()));
        return rest;
    }

    private @Nullable Throwable failure(List<Edit> script) {
        Path own = folder.resolve("t" + trials++);
        try {
            Files.createDirectories(own);
            trial.run(own, script);
            return null;
        } catch (Exception | AssertionError e) {
            return e;
        } finally {
            remove(own);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
