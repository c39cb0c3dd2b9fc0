package dev.lineman.agent;

import dev.lineman.disk.Digest;
import dev.lineman.plan.Plan;
import dev.lineman.plan.Unit;
import dev.lineman.source.StaticFile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Publishes nowhere: for checking the inputs. */
final class DryStore implements Store {
    @Override
    public Plan.Publication published() {
        return name -> null;
    }

    @Override
    public Iterable<String> names() {
        return List.of();
    }

    @Override
    public Draft begin() {
        return new Draft() {
            @Override
            public void put(Digest digest, byte[] bytes) {}

            @Override
            public boolean put(StaticFile file) {
                return true;
            }

            @Override
            public boolean has(Digest body) {
                return true;
            }

            @Override
            public Receipt commit(Plan plan, Map<String, @Nullable Unit> units) {
                return Receipt.NOTHING;
            }
        };
    }
}
