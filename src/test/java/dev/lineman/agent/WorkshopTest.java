package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.impact.Inputs;
import dev.lineman.make.Gatekeeping;
import dev.lineman.make.Press;
import dev.lineman.make.Shortcuts;
import dev.lineman.make.Workshop;
import dev.lineman.render.Renderer;
import dev.lineman.resolve.Resolver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phones that other threads make ahead. */
class WorkshopTest {
    @TempDir
    Path folder;

    @Test
    void anErrorOfAnotherThreadIsThrownAsItIs() {
        Root root = new Root(folder);
        root.write("templates/phones/t.xml", Root.template("T", "%%mac_address%%", "x"));
        for (int i = 100; i < 104; i++) {
            root.write(
                    "extensions.d/" + i + ".yaml",
                    "{extension: " + i + ", first_name: f, last_name: l, auth_id: i, auth_password: p, pbx_ip: p,"
                            + " phone: {mac: 000413000" + i + ", model: T}}");
        }
        root.run();
        Inputs inputs = root.state().inputs();
        Resolver resolver = new Resolver(inputs.inventory(), inputs.catalog(), inputs.secrets(), Map.of());
        Press press = new Press(inputs, resolver, new Renderer(), new Shortcuts(false, false, 1));
        Workshop workshop = new Workshop(press, new Gatekeeping(inputs, Map.of()), (digest, bytes) -> {}, mac -> null);
        OutOfMemoryError error = new OutOfMemoryError("as a test");
        workshop.leaveCostly(Set.of(), steps -> {
            throw error;
        });
        List<String> macs = new ArrayList<>(inputs.inventory().macs());
        workshop.expect(macs);
        assertThatThrownBy(() -> workshop.of(macs.get(0), false)).isSameAs(error);
    }
}
