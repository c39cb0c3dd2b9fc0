package dev.lineman.publish;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileNames;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A naive publisher, and random transactions for it and the real one. */
final class PublishScript {
    private static final List<String> NAMES = List.of(
            "provisioning/a",
            "provisioning/A",
            "provisioning/b",
            "provisioning/berlin/a",
            "provisioning/berlin/c",
            "provisioning/Berlin2/d/e",
            "site/berlin/phonebook.xml",
            "site/phonebook.xml",
            "provisioning/grüße/Ä",
            "provisioning/grüße/ä");

    /** What is published: folded name → name, content, access, modified. */
    private final Map<String, Output> outputs = new HashMap<>();

    private final Map<String, String> memos = new TreeMap<>();

    record Output(String path, String content, String access, long modified) {}

    /** The steps of one transaction. */
    record Step(List<Output> puts, List<String> drops, Map<String, String> memos) {
        void addTo(PublishTransaction publishTransaction) {
            for (Output put : puts) {
                byte[] content = FolderTree.bytes(put.content);
                publishTransaction.put(
                        put.path, put.access, Digest.of(content), content, Instant.ofEpochSecond(put.modified));
            }
            drops.forEach(publishTransaction::drop);
            memos.forEach((key, memo) -> {
                if (memo.isEmpty()) {
                    publishTransaction.removeMemo(key);
                } else {
                    publishTransaction.putMemo(key, FolderTree.bytes(memo));
                }
            });
        }
    }

    static Step random(Random random, long time) {
        Map<String, Output> puts = new HashMap<>();
        List<String> drops = new ArrayList<>();
        Map<String, String> memos = new HashMap<>();
        int many = random.nextInt(5);
        for (int i = 0; i < many; i++) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            if (random.nextInt(3) == 0) {
                drops.add(name);
            } else {
                String content = random.nextInt(20) + "x".repeat(random.nextInt(120));
                puts.put(FileNames.fold(name), new Output(name, content, "r" + random.nextInt(2), time));
            }
            memos.put("key" + random.nextInt(6), random.nextBoolean() ? "memo" + random.nextInt() : "");
        }
        return new Step(List.copyOf(puts.values()), drops, memos);
    }

    void apply(Step step) {
        List<String> put =
                step.puts.stream().map(Output::path).map(FileNames::fold).toList();
        for (String drop : step.drops) {
            String folded = FileNames.fold(drop);
            Output old = outputs.get(folded);
            if (old != null && old.path.equals(drop) && !put.contains(folded)) {
                outputs.remove(folded);
            }
        }
        for (Output output : step.puts) {
            outputs.merge(
                    FileNames.fold(output.path),
                    output,
                    (old, next) -> new Output(
                            next.path,
                            next.content,
                            next.access,
                            old.content.equals(next.content)
                                    ? old.modified
                                    : Math.max(next.modified, old.modified + 1)));
        }
        step.memos.forEach((key, memo) -> {
            if (memo.isEmpty()) {
                memos.remove(key);
            } else {
                memos.put(key, memo);
            }
        });
    }

    Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        outputs.values().forEach(output -> contents.put(output.path, output.content));
        return contents;
    }

    /** Path → access rule and time. */
    Map<String, String> details() {
        Map<String, String> details = new TreeMap<>();
        outputs.values().forEach(output -> details.put(output.path, output.access + " " + output.modified));
        return details;
    }

    static Map<String, String> details(Publication publication) {
        Map<String, String> details = new TreeMap<>();
        publication
                .entries()
                .forEach(entry -> details.put(entry.path(), entry.access() + " " + entry.modifiedEpochSecond()));
        return details;
    }

    void clear() {
        outputs.clear();
        memos.clear();
    }

    Map<String, String> memos() {
        return memos;
    }
}
