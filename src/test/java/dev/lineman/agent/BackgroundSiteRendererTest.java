package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.make.BackgroundSiteRenderer;
import dev.lineman.build.make.OutputRenderer;
import dev.lineman.build.make.SiteOutputSource;
import dev.lineman.build.make.SiteOutputs;
import dev.lineman.fs.Digest;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateKind;
import dev.lineman.template.header.Header;
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

/** What sites have is made beside the cycles: phones do not wait for it, and it comes to what the inputs say. */
class BackgroundSiteRendererTest {
    private static final String ADA = "provisioning/0004f2000001.cfg";
    private static final String BOOK = "site/book.xml";

    @TempDir
    Path folder;

    private final ManualExecutor later = new ManualExecutor();
    private final BackgroundSiteRenderer backgroundSiteRenderer = new BackgroundSiteRenderer(later);
    private TestRoot root;

    @BeforeEach
    void onePhoneAndItsBook() {
        root = new TestRoot(folder, backgroundSiteRenderer);
        root.write(
                "templates/phones/desk.xml",
                TestRoot.template(
                        "phone-template", "Desk", "filename=\"%%mac_address%%.cfg\"", "%%extension_first_name%%"));
        book("#foreach($e in $extensions)$e.firstName #end");
        ada("Ada");
    }

    @Test
    void aPhoneDoesNotWaitForABookThatIsBeingMade() {
        assertThat(root.look().written()).containsExactly(ADA);
        assertThat(root.look().written()).isEmpty();

        ada("Adele");
        assertThat(root.look().written()).containsExactly(ADA);
        ada("Ava");
        assertThat(root.look().written()).containsExactly(ADA);
        assertThat(backgroundSiteRenderer.isWorking()).isTrue();

        // The book of a while ago is better than none; the last one follows.
        later.goOn();
        ada("Eve");
        assertThat(root.look().written()).containsExactlyInAnyOrder(ADA, BOOK);
        assertThat(root.files().get(BOOK)).contains("Ava");
        settle();
        assertThat(root.files().get(BOOK)).contains("Eve");
        assertThat(backgroundSiteRenderer.isWorking()).isFalse();
    }

    @Test
    void whatABookLooksUpForTheFirstTimeMayChangeWhileItIsMade() {
        settle();
        root.write("templates/lib/end.vm", "one");
        book("#parse(\"lib/end.vm\")");
        root.look();
        root.look();
        later.goOn();
        root.write("templates/lib/end.vm", "other");
        settle();
        assertThat(root.files().get(BOOK)).contains("other");
    }

    @Test
    void aBookThatNoTemplateMakesAnyMoreIsNotPublished() {
        root.look();
        root.look();
        root.delete("templates/site/book.xml");
        root.look();
        settle();
        assertThat(root.files()).containsOnlyKeys(ADA);
    }

    @Test
    void aFailureCostsThatBookAlone() {
        Supplier<SiteOutputs> failing = () -> {
            throw new IllegalArgumentException("for the test");
        };
        root.look();
        backgroundSiteRenderer.outputsOf("site", failing);
        later.goOn();
        assertThat(taken("site")).isInstanceOf(IllegalArgumentException.class);
        settle();
        assertThat(root.files()).containsKeys(ADA, BOOK);
    }

    @Test
    void whatFailedIsMadeWithTheNextChangeAndStillBesideIt() {
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
        failing.look();
        assertThat(failing.look().written()).isEmpty();
        assertThat(failing.problems().toString()).contains("templates/site/book.xml", "this is a bug");

        ada("Adele");
        assertThat(failing.look().written()).containsExactly(ADA);
        assertThat(failing.look().written()).isEmpty();
        later.goOn();
        assertThat(failing.look().written()).containsExactly(BOOK);
        assertThat(failing.problems()).isEmpty();
    }

    @Test
    void whatIsHeldIsBounded() {
        List<String> made = new ArrayList<>();
        for (String unit : List.of("a", "b", "c", "d")) {
            backgroundSiteRenderer.outputsOf(unit, () -> megabyte(unit, made));
        }
        later.goOn();
        assertThat(made).containsExactly("a");
        assertThat(backgroundSiteRenderer.isWorking()).isFalse();

        backgroundSiteRenderer.outputsOf("a", () -> megabyte("a", made));
        backgroundSiteRenderer.cancel("c");
        later.goOn();
        assertThat(made).containsExactly("a", "b");
        backgroundSiteRenderer.cancel("b");
        backgroundSiteRenderer.outputsOf("e", () -> megabyte("e", made));
        later.goOn();
        assertThat(made).containsExactly("a", "b", "d");
    }

    private static SiteOutputs megabyte(String unit, List<String> made) {
        made.add(unit);
        byte[] body = new byte[1 << 20];
        Template template = new Template(unit, TemplateKind.SITE, "", "", List.of(), Header.NONE, List.of());
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

    /** What the annex throws instead of the files of a unit; null when nothing. */
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
            later.goOn();
            root.look();
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
