package dev.lineman;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toUnmodifiableSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.lineman.template.dialect.DialectTree;
import java.io.File;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Tests the structure of the code: a package knows the packages before it, never those after it; names are unique; packages and
 * files are small.
 */
class FloorsTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.lineman");

    /** From the lowest package to the highest. */
    private static final List<String> PACKAGES = List.of(
            "problem",
            "collection",
            "concurrent",
            "crypto",
            "fs",
            "fs.record",
            "access",
            "access.auth",
            "input.watch",
            "input",
            "input.git",
            "input.walk",
            "input.snapshot",
            "input.revision",
            "input.scan",
            "input.yaml",
            "inventory.extension",
            "inventory.extension.reader",
            "inventory.secret",
            "inventory",
            "template.constraint",
            "template.parameter",
            "template.dialect",
            "template.key",
            "template.zone",
            "template.header",
            "template.vendor",
            "template.model",
            "template",
            "template.builtin",
            "resolve.url",
            "resolve.value",
            "resolve.option",
            "resolve.module",
            "resolve.parameter",
            "resolve.variable",
            "resolve.key",
            "resolve.people",
            "resolve.dhcp",
            "resolve",
            "resolve.access",
            "resolve.origin",
            "render.text",
            "render.parameter",
            "render.content",
            "render.dialect",
            "render.velocity.syntax",
            "render.velocity",
            "render.html",
            "render",
            "publish.body",
            "publish.store",
            "publish.mirror",
            "publish",
            "build.impact",
            "build.plan",
            "build.copy",
            "build.make",
            "build.usage",
            "build.memo",
            "build.report",
            "build",
            "http.message",
            "http.exchange",
            "http.proxy",
            "http.tls",
            "http.transport",
            "http.limit",
            "http",
            "serve.visits",
            "serve.search",
            "serve.upload",
            "serve",
            "serve.http",
            "zerotouch",
            "zerotouch.pnp",
            "zerotouch.tftp",
            "operator",
            "operator.unknown",
            "operator.view",
            "operator.view.drift",
            "operator.explain.contact",
            "operator.explain",
            "operator.explain.drift",
            "operator.fleet",
            "operator.page",
            "workspace",
            "command.diff",
            "command.template",
            "command.csv.table",
            "command.csv.column",
            "command.csv",
            "command.contact",
            "command.contact.ldap",
            "command.schema",
            "command",
            "command.dhcp",
            "command.exchange",
            "command.adopt",
            "command.init",
            "agent",
            "cli.console",
            "cli.log",
            "cli.option",
            "cli.program",
            "cli.completion",
            "cli.table",
            "cli.init",
            "cli");

    private static final Set<String> SERVE = Set.of(
            "problem",
            "collection",
            "concurrent",
            "fs",
            "access",
            "access.auth",
            "serve.visits",
            "serve.search",
            "serve.upload",
            "publish",
            "publish.body",
            "publish.store");

    /** Packages that know fewer than all packages before them, with the packages that they know. */
    private static final Map<String, Set<String>> NARROW = Map.ofEntries(
            Map.entry("input.watch", Set.of()),
            Map.entry("input.yaml", Set.of("problem")),
            Map.entry("access", Set.of()),
            Map.entry("access.auth", Set.of("access")),
            Map.entry("http.message", Set.of()),
            Map.entry("http.exchange", Set.of("http.message")),
            Map.entry("http.limit", Set.of("http.message")),
            Map.entry("http.proxy", Set.of()),
            Map.entry("http.tls", Set.of("crypto")),
            Map.entry("http.transport", Set.of("http.message", "http.tls")),
            Map.entry(
                    "http",
                    Set.of("http.message", "http.exchange", "http.limit", "http.proxy", "http.tls", "http.transport")),
            Map.entry("serve.visits", Set.of("problem", "collection", "concurrent", "fs", "fs.record", "access")),
            Map.entry("serve.search", Set.of("collection", "concurrent", "fs", "access", "publish", "publish.store")),
            Map.entry("serve.upload", Set.of("problem", "fs", "access")),
            Map.entry("serve", SERVE),
            Map.entry("serve.http", with(SERVE, "serve", "http", "http.message", "http.exchange")),
            Map.entry("zerotouch", Set.of("access", "collection")),
            Map.entry("zerotouch.pnp", Set.of("access", "collection", "concurrent", "serve.visits", "zerotouch")),
            Map.entry(
                    "operator.page",
                    Set.of(
                            "problem",
                            "collection",
                            "fs",
                            "access",
                            "access.auth",
                            "serve.visits",
                            "render.html",
                            "http",
                            "http.message",
                            "http.exchange",
                            "build.report",
                            "operator.unknown",
                            "operator.view",
                            "operator.view.drift")));

    private static final Path SOURCES = Path.of("src/main/java/dev/lineman");
    private static final int LARGEST_PACKAGE = 19;
    private static final int LARGEST_PACKAGE_WITHOUT_SUBPACKAGES = 15;
    private static final int LONGEST_FILE = 350;

    private static final Map<String, String> LIBRARIES = Map.ofEntries(
            Map.entry("io.methvin..", "input.watch"),
            Map.entry("org.apache.velocity..", "render"),
            Map.entry("org.yaml..", "input.yaml"),
            Map.entry("fi.iki.elonen..", "http"),
            Map.entry("picocli..", "cli"),
            Map.entry("org.conscrypt..", "crypto"),
            Map.entry("de.siegmar.fastcsv..", "command.csv"),
            Map.entry("com.github.mangstadt..", "command.contact"),
            Map.entry("org.apache.commons.net..", "zerotouch.tftp"),
            Map.entry("com.unboundid..", "command.contact.ldap"),
            Map.entry("gov.nist..", "zerotouch.pnp"),
            Map.entry("javax.sip..", "zerotouch.pnp"),
            Map.entry("com.google.re2j..", "template.constraint"),
            Map.entry("com.github.difflib..", "command.diff"),
            Map.entry("io.prometheus..", "operator.page"),
            Map.entry("com.fasterxml.jackson..", "operator.view"),
            Map.entry("javax.xml.stream..", "template"),
            Map.entry("com.ctc.wstx..", "template"),
            Map.entry("org.codehaus.stax2..", "template"));

    @TestFactory
    List<DynamicTest> aPackageKnowsOnlyThePackagesBeforeIt() {
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < PACKAGES.size(); i++) {
            String subject = PACKAGES.get(i);
            Set<String> known = NARROW.getOrDefault(subject, Set.copyOf(PACKAGES.subList(0, i)));
            String[] unknown = PACKAGES.stream()
                    .filter(other -> !other.equals(subject) && !known.contains(other))
                    .map(FloorsTest::only)
                    .toArray(String[]::new);
            ArchRule rule = noClasses()
                    .that(resideInAPackage(only(subject)))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(unknown));
            tests.add(DynamicTest.dynamicTest(subject, () -> rule.check(ALL)));
        }
        return tests;
    }

    @Test
    void everyClassIsInOneOfThePackages() {
        classes()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .and()
                .doNotHaveFullyQualifiedName("dev.lineman.package-info")
                .should()
                .resideInAnyPackage(PACKAGES.stream().map(FloorsTest::only).toArray(String[]::new))
                .check(ALL);
    }

    @Test
    void topLevelPackagesHaveNoCycles() {
        slices().matching("dev.lineman.(*)..").should().beFreeOfCycles().check(ALL);
    }

    /** A nested builder is called {@code Builder}; every other class is found by its simple name alone. */
    @Test
    void noSimpleNameOccursTwice() {
        Map<String, List<String>> named = ALL.stream()
                .filter(type -> !type.isAnonymousClass() && !type.isLocalClass() && !type.isArray())
                .filter(type -> !Set.of("Builder", "package-info").contains(type.getSimpleName()))
                .collect(groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getName, toList())));
        named.values().removeIf(types -> types.size() == 1);
        assertThat(named).isEmpty();
    }

    @Test
    void packagesAndFilesAreSmall() throws IOException {
        Map<Path, List<Path>> files;
        try (Stream<Path> all = Files.walk(SOURCES)) {
            files = all.filter(file -> file.toString().endsWith(".java")).collect(groupingBy(Path::getParent));
        }
        for (Map.Entry<Path, List<Path>> folder : files.entrySet()) {
            boolean nested =
                    files.keySet().stream().anyMatch(other -> folder.getKey().equals(other.getParent()));
            assertThat(folder.getValue())
                    .as("files of %s", folder.getKey())
                    .hasSizeLessThanOrEqualTo(nested ? LARGEST_PACKAGE : LARGEST_PACKAGE_WITHOUT_SUBPACKAGES);
            for (Path file : folder.getValue()) {
                assertThat(Files.readAllLines(file)).as("lines of %s", file).hasSizeLessThanOrEqualTo(LONGEST_FILE);
            }
        }
    }

    /** Sentences with these words are riddles for readers who learned English at school. */
    @Test
    void commentsNameTheirSubjects() throws IOException {
        Pattern riddle = Pattern.compile(
                "^\\s*(/\\*|\\*|//).*\\b(whoever|whom|somebody|nobody|is told of)\\b", Pattern.CASE_INSENSITIVE);
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(SOURCES)) {
            for (Path file :
                    all.filter(each -> each.toString().endsWith(".java")).toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> riddle.matcher(line).find())
                        .forEach(line -> found.add(file.getFileName() + ":" + line));
            }
        }
        assertThat(found).isEmpty();
    }

    @TestFactory
    List<DynamicTest> eachLibraryIsUsedInOnePackage() {
        return LIBRARIES.entrySet().stream()
                .map(home -> DynamicTest.dynamicTest(
                        home.getKey(),
                        () -> noClasses()
                                .that(resideOutsideOfPackages(inside(home.getValue())))
                                .should()
                                .dependOnClassesThat(resideInAPackage(home.getKey()))
                                .check(ALL)))
                .toList();
    }

    @Test
    void servingIsDecidedWithoutHttp() {
        noClasses()
                .that(resideInAPackage("dev.lineman.serve"))
                .should()
                .dependOnClassesThat(resideInAnyPackage(inside("http"), inside("serve.http")))
                .check(ALL);
    }

    @Test
    void theStatusPageUsesOnlyTheTemplatesOfRender() {
        noClasses()
                .that(resideInAPackage("dev.lineman.operator.page"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.lineman.render", inside("render.content")))
                .check(ALL);
    }

    @Test
    void classesAreNamedAfterWhatTheyAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)(\\$.*)?")
                .check(ALL);
    }

    @Test
    void onlyFsAndPublishWriteFiles() {
        noClasses()
                .that(resideOutsideOfPackages(inside("fs"), inside("publish"), "dev.lineman"))
                .should()
                .accessTargetWhere(writes())
                .check(ALL);
    }

    @Test
    void onlyMainMakesClocks() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .should()
                .accessTargetWhere(readsTheTime())
                .check(ALL);
    }

    @Test
    void pureCodeTakesNoClock() {
        noClasses()
                .that(resideInAnyPackage(
                        inside("access"),
                        inside("input.yaml"),
                        inside("inventory"),
                        inside("template"),
                        inside("resolve"),
                        inside("build.impact"),
                        inside("render"),
                        inside("build.plan"),
                        inside("build.copy"),
                        inside("build.make")))
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, InstantSource.class)
                .check(ALL);
    }

    /** The cache of compiled contents bounds the memory of its trees; a part of a header is short. */
    @Test
    void noTextOutsideTheCompiledCacheKeepsItsDialectTree() {
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .haveNameNotMatching(
                        ".*\\.(render\\.dialect\\.DialectContent|template\\.key\\.TemplateKeyType\\$KeyTypePart)")
                .should()
                .haveRawType(DialectTree.class)
                .check(ALL);
    }

    @Test
    void onlyMainTouchesStreamsAndExit() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .should()
                .accessTargetWhere(touchesTheProcess())
                .check(ALL);
    }

    private static String inside(String name) {
        return "dev.lineman." + name + "..";
    }

    private static String only(String name) {
        return "dev.lineman." + name;
    }

    private static Set<String> with(Set<String> known, String... more) {
        return Stream.concat(known.stream(), Stream.of(more)).collect(toUnmodifiableSet());
    }

    private static DescribedPredicate<JavaAccess<?>> writes() {
        Set<String> writing = Set.of(
                "write",
                "writeString",
                "newOutputStream",
                "newBufferedWriter",
                "move",
                "copy",
                "delete",
                "deleteIfExists",
                "createFile",
                "createDirectory",
                "createDirectories",
                "createTempFile",
                "createTempDirectory",
                "createLink",
                "createSymbolicLink",
                "setAttribute",
                "setPosixFilePermissions",
                "setLastModifiedTime");
        return access("write files", target -> {
            JavaClass owner = target.getTargetOwner();
            String name = target.getName();
            boolean made = name.equals("<init>");
            return (owner.isEquivalentTo(Files.class) && writing.contains(name))
                    || (owner.isEquivalentTo(FileChannel.class) && name.equals("open"))
                    || (made && owner.isAssignableTo(FileOutputStream.class))
                    || (made && owner.isAssignableTo(RandomAccessFile.class))
                    || (made && owner.isAssignableTo(FileWriter.class))
                    || (owner.isEquivalentTo(File.class)
                            && Set.of("delete", "renameTo", "mkdir", "mkdirs", "createNewFile")
                                    .contains(name));
        });
    }

    private static DescribedPredicate<JavaAccess<?>> readsTheTime() {
        return access("read the time", target -> {
            JavaClass owner = target.getTargetOwner();
            String name = target.getName();
            return (owner.isEquivalentTo(System.class)
                            && Set.of("currentTimeMillis", "nanoTime").contains(name))
                    || (owner.getPackageName().equals("java.time") && name.equals("now"))
                    || (owner.isEquivalentTo(Clock.class) && name.startsWith("system"))
                    || (owner.isEquivalentTo(InstantSource.class) && name.equals("system"))
                    || (owner.isEquivalentTo(Instant.class) && name.equals("now"));
        });
    }

    private static DescribedPredicate<JavaAccess<?>> touchesTheProcess() {
        return access(
                "touch streams or exit",
                target -> target.getTargetOwner().isEquivalentTo(System.class)
                        && Set.of("exit", "out", "err", "in", "getenv").contains(target.getName()));
    }

    private interface Matching {
        boolean matches(JavaAccess<?> access);
    }

    private static DescribedPredicate<JavaAccess<?>> access(String what, Matching test) {
        return new DescribedPredicate<>(what) {
            @Override
            public boolean test(JavaAccess<?> access) {
                return test.matches(access);
            }
        };
    }
}
