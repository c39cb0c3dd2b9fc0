package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.make.BackgroundSiteRenderer;
import dev.lineman.build.make.OutputRenderer;
import dev.lineman.build.make.SiteOutputSource;
import dev.lineman.build.make.SiteOutputs;
import dev.lineman.collection.Deferred;
import dev.lineman.fs.Digest;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateBody;
import dev.lineman.template.TemplateKind;
import dev.lineman.template.header.Header;
import dev.lineman.template.model.TemplateLayer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Site files are rendered in the background: phones do not wait, and the final result follows the inputs. */
class BackgroundSiteRendererTest {
    private static final String ADA = "provisioning/0004f2000001.cfg";
    private static final String BOOK = "site/book.xml";

    @TempDir
    Path folder;

    private final ManualExecutor later = new ManualExecutor();
    private final BackgroundSiteRenderer backgroundSiteRenderer = new BackgroundSiteRenderer(later);
    private TestRoot root;

    @BeforeEach
    void writeOnePhoneAndItsBook() {
        root = new TestRoot(folder, backgroundSiteRenderer);
        root.write(
                "templates/phones/desk.xml",
                TestRoot.template(
                        "phone-template", "Desk", "filename=\"%%mac_address%%.cfg\"", "%%extension_first_name%%"));
        book("#foreach($e in $extensions)$e.firstName #end");
        ada("Ada");
    }

    @Test
    void aPhoneDoesNotWaitForASiteFileThatIsBeingRendered() {
        assertThat(root.runCycle().written()).containsExactly(ADA);
        assertThat(root.runCycle().written()).isEmpty();

        ada("Adele");
        assertThat(root.runCycle().written()).containsExactly(ADA);
        ada("Ava");
        assertThat(root.runCycle().written()).containsExactly(ADA);
        assertThat(backgroundSiteRenderer.isWorking()).isTrue();

        // An older phonebook is published first; the latest one follows.
        later.runAll();
        ada("Eve");
        assertThat(root.runCycle().written()).containsExactlyInAnyOrder(ADA, BOOK);
        assertThat(root.files().get(BOOK)).contains("Ava");
        settle();
        assertThat(root.files().get(BOOK)).contains("Eve");
        assertThat(backgroundSiteRenderer.isWorking()).isFalse();
    }

    @Test
    void aFirstLookUpMayChangeWhileASiteFileIsRendered() {
        settle();
        root.write("templates/lib/end.vm", "one");
        book("#parse(\"lib/end.vm\")");
        root.runCycle();
        root.runCycle();
        later.runAll();
        root.write("templates/lib/end.vm", "other");
        settle();
        assertThat(root.files().get(BOOK)).contains("other");
    }

    @Test
    void aSiteFileWithoutATemplateIsNotPublished() {
        root.runCycle();
        root.runCycle();
        root.delete("templates/site/book.xml");
        root.runCycle();
        settle();
        assertThat(root.files()).containsOnlyKeys(ADA);
    }

    @Test
    void aFailureAffectsOnlyItsOwnSiteFile() {
        Supplier<SiteOutputs> failing = () -> {
            throw new IllegalArgumentException("for the test");
        };
        root.runCycle();
        backgroundSiteRenderer.outputsOf("site", failing);
        later.runAll();
        assertThat(taken("site")).isInstanceOf(IllegalArgumentException.class);
        settle();
        assertThat(root.files()).containsKeys(ADA, BOOK);
    }

    @Test
    void aFailedSiteFileIsRenderedWithTheNextChangeInTheBackground() {
        TestRoot failing = new TestRoot(folder, new SiteOutputSource() {
            private boolean failed;

            @Override
            public void changed(String unit) {
                backgroundSiteRenderer.changed(unit);
            }

            @Override
            public @Nullable SiteOutputs outputsOf(String unit, Supplier<SiteOutputs> making) {
                if (!failed) {
                    failed = true;
                    throw new IllegalStateException("for the test");
                }
                return backgroundSiteRenderer.outputsOf(unit, making);
            }

            @Override
            public void cancel(String unit) {
                backgroundSiteRenderer.cancel(unit);
            }

            @Override
            public boolean isWorking() {
                return backgroundSiteRenderer.isWorking();
            }
        });
        failing.runCycle();
        assertThat(failing.runCycle().written()).isEmpty();
        assertThat(failing.problems().toString()).contains("templates/site/book.xml", "this is a bug");

        ada("Adele");
        assertThat(failing.runCycle().written()).containsExactly(ADA);
        assertThat(failing.runCycle().written()).isEmpty();
        later.runAll();
        assertThat(failing.runCycle().written()).containsExactly(BOOK);
        assertThat(failing.problems()).isEmpty();
    }

    @Test
    void theResultsInMemoryAreBounded() {
        List<String> made = new ArrayList<>();
        for (String unit : List.of("a", "b", "c", "d")) {
            backgroundSiteRenderer.outputsOf(unit, () -> megabyte(unit, made));
        }
        later.runAll();
        assertThat(made).containsExactly("a");
        assertThat(backgroundSiteRenderer.isWorking()).isFalse();

        backgroundSiteRenderer.outputsOf("a", () -> megabyte("a", made));
        backgroundSiteRenderer.cancel("c");
        later.runAll();
        assertThat(made).containsExactly("a", "b");
        backgroundSiteRenderer.cancel("b");
        backgroundSiteRenderer.outputsOf("e", () -> megabyte("e", made));
        later.runAll();
        assertThat(made).containsExactly("a", "b", "d");
    }

    private static SiteOutputs megabyte(String unit, List<String> made) {
        made.add(unit);
        byte[] body = new byte[1 << 20];
        Template template = new Template(
                unit,
                TemplateLayer.ROOT,
                TemplateKind.SITE,
                "",
                "",
                List.of(),
                Deferred.of(new TemplateBody(Header.NONE, List.of())));
        return new SiteOutputs(
                BuildInputs.NONE,
                template,
                List.of(),
                Set.of(),
                new OutputRenderer.RenderedOutput(List.of(), Set.of(), List.of(), 0),
                Map.of(Digest.of(body), body),
                1,
                false);
    }

    /** Returns the exception of the background renderer for a target, or null. */
    private @Nullable RuntimeException taken(String unit) {
        try {
            backgroundSiteRenderer.outputsOf(unit, () -> megabyte(unit, new ArrayList<>()));
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private void settle() {
        do {
            later.runAll();
            root.runCycle();
        } while (!root.state().pending().scheduled().isEmpty());
    }

    private void ada(String name) {
        root.write(
                "extensions.d/ada.yaml",
                "extension: 91\nfirst_name: " + name
                        + "\nlast_name: Example\nauth_id: x\nauth_password: x\npbx_ip: 10.0.0.1\n"
                        + "phone: {mac: 0004f2000001, model: Desk}\n");
    }

    private void book(String content) {
        root.write(
                "templates/site/book.xml",
                TestRoot.template("site-template", "Book", "filename=\"book.xml\" syntax=\"velocity\"", content));
    }
}
