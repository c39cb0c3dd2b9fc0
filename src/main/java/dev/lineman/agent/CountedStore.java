package dev.lineman.agent;

import dev.lineman.cycle.Store;
import dev.lineman.disk.Digest;
import dev.lineman.make.Kept;
import dev.lineman.plan.Plan;
import dev.lineman.plan.Unit;
import dev.lineman.source.StaticFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store that says how many files were made for it. */
record CountedStore(Store store, Progress progress) implements Store {
    @Override
    public Plan.Publication published() {
        return store.published();
    }

    @Override
    public boolean unfinished() {
        return store.unfinished();
    }

    @Override
    public boolean refusing() {
        return store.refusing();
    }

    @Override
    public Draft begin() {
        Draft draft = store.begin();
        return new Draft() {
            @Override
            public void put(Digest digest, byte[] bytes) {
                progress.step("rendering");
                draft.put(digest, bytes);
            }

            @Override
            public Kept put(StaticFile file) {
                progress.step("copying");
                return draft.put(file);
            }

            @Override
            public boolean has(Digest body) {
                return draft.has(body);
            }

            @Override
            public List<String> damaged() {
                return draft.damaged();
            }

            @Override
            public Receipt commit(Plan plan, Map<String, @Nullable Unit> units, Set<String> costly) throws IOException {
                progress.step("writing");
                try {
                    return draft.commit(plan, units, costly);
                } finally {
                    progress.done();
                }
            }
        };
    }
}
