package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.make.AccessPolicy;
import dev.lineman.build.make.BuildShortcuts;
import dev.lineman.build.make.PhoneRenderer;
import dev.lineman.build.make.SiteRenderer;
import dev.lineman.render.Renderer;
import dev.lineman.resolve.Resolver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phones that other threads render ahead of the cycle's thread. */
class PhoneRendererTest {
    @TempDir
    Path folder;

    @Test
    void anErrorOfAnotherThreadIsRethrown() {
        TestRoot root = new TestRoot(folder);
        root.write("templates/phones/t.xml", TestRoot.template("T", "%%mac_address%%", "x"));
        for (int i = 100; i < 104; i++) {
            root.write(
                    "extensions.d/" + i + ".yaml",
                    "{extension: " + i + ", first_name: f, last_name: l, auth_id: i, auth_password: p, pbx_ip: p,"
                            + " phone: {mac: 000413000" + i + ", model: T}}");
        }
        root.runUntilIdle();
        BuildInputs inputs = root.state().inputs();
        Resolver resolver = inputs.resolver(Map.of());
        SiteRenderer siteRenderer =
                new SiteRenderer(inputs, resolver, new Renderer(), new BuildShortcuts(false, false, 1));
        PhoneRenderer phoneRenderer = new PhoneRenderer(
                siteRenderer, new AccessPolicy(inputs, Map.of()), (digest, bytes) -> {}, mac -> null, name -> false);
        OutOfMemoryError error = new OutOfMemoryError("as a test");
        phoneRenderer.deferCostly(Set.of(), steps -> {
            throw error;
        });
        List<String> macs = new ArrayList<>(inputs.inventory().macs());
        phoneRenderer.expect(macs);
        assertThatThrownBy(() -> phoneRenderer.makePhone(macs.get(0), false)).isSameAs(error);
    }
}
