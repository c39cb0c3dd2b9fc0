package dev.lineman;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.lineman.template.text.DialectTree;
import java.io.File;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the program to its floors: a room knows the rooms before it, never those after it. */
class FloorsTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.lineman");

    /** From the lowest floor to the highest. */
    private static final List<String> ROOMS = List.of(
            "problem",
            "disk",
            "crew",
            "access",
            "login",
            "visits",
            "watch",
            "source",
            "yaml",
            "inventory",
            "template",
            "resolve",
            "impact",
            "render",
            "plan",
            "publish",
            "recall",
            "make",
            "report",
            "cycle",
            "explain",
            "http",
            "serve",
            "admin",
            "bulk",
            "agent",
            "cli");

    /** Rooms that know fewer than those below them. */
    private static final Map<String, Set<String>> NARROW = Map.of(
            "watch", Set.of(),
            "http", Set.of(),
            "yaml", Set.of("problem"),
            "access", Set.of(),
            "login", Set.of("access"),
            "visits", Set.of("problem", "disk", "access"),
            "serve", Set.of("problem", "disk", "access", "login", "visits", "http", "publish"),
            "admin", Set.of("problem", "disk", "access", "login", "visits", "render", "http", "report"));

    private static final Map<String, String> LIBRARIES = Map.ofEntries(
            Map.entry("io.methvin..", "watch"),
            Map.entry("org.apache.velocity..", "render"),
            Map.entry("org.yaml..", "yaml"),
            Map.entry("fi.iki.elonen..", "http"),
            Map.entry("picocli..", "cli"),
            Map.entry("de.siegmar.fastcsv..", "bulk"),
            Map.entry("com.github.difflib..", "plan"),
            Map.entry("io.prometheus..", "admin"),
            Map.entry("com.fasterxml.jackson..", "report"),
            Map.entry("javax.xml.stream..", "template"),
            Map.entry("com.ctc.wstx..", "template"),
            Map.entry("org.codehaus.stax2..", "template"));

    @TestFactory
    List<DynamicTest> aRoomKnowsOnlyTheRoomsBeforeIt() {
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < ROOMS.size(); i++) {
            String room = ROOMS.get(i);
            Set<String> known = NARROW.getOrDefault(room, Set.copyOf(ROOMS.subList(0, i)));
            List<String> unknown = ROOMS.stream()
                    .filter(other -> !other.equals(room) && !known.contains(other))
                    .toList();
            ArchRule rule = noClasses()
                    .that(resideInAPackage(inside(room)))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(
                            unknown.stream().map(FloorsTest::inside).toArray(String[]::new)))
                    .allowEmptyShould(true);
            tests.add(DynamicTest.dynamicTest(room, () -> rule.check(ALL)));
        }
        return tests;
    }

    @Test
    void everyClassHasARoom() {
        String[] rooms = ROOMS.stream().map(FloorsTest::inside).toArray(String[]::new);
        classes()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .resideInAnyPackage(rooms)
                .check(ALL);
    }

    @Test
    void noRoomsKnowEachOther() {
        slices().matching("dev.lineman.(*)..").should().beFreeOfCycles().check(ALL);
    }

    @TestFactory
    List<DynamicTest> eachLibraryLivesInOneRoom() {
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
    void theStatusPageUsesNothingOfRenderButItsTemplates() {
        noClasses()
                .that(resideInAPackage(inside("admin")))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.lineman.render"))
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
    void onlyDiskAndPublishWriteFiles() {
        noClasses()
                .that(resideOutsideOfPackages(inside("disk"), inside("publish"), "dev.lineman"))
                .should()
                .accessTargetWhere(writes())
                .check(ALL);
    }

    @Test
    void clocksAreMadeAtTheEdge() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .should()
                .accessTargetWhere(readsTheTime())
                .check(ALL);
    }

    @Test
    void pureRoomsTakeNoClock() {
        noClasses()
                .that(resideInAnyPackage(
                        inside("access"),
                        inside("yaml"),
                        inside("inventory"),
                        inside("template"),
                        inside("resolve"),
                        inside("impact"),
                        inside("render"),
                        inside("plan"),
                        inside("make")))
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
                .haveNameNotMatching(".*\\.(render\\.Placeholders|template\\.header\\.BlfType\\$Part)")
                .should()
                .haveRawType(DialectTree.class)
                .check(ALL);
    }

    @Test
    void onlyTheEdgeTouchesStreamsAndExit() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .should()
                .accessTargetWhere(touchesTheProcess())
                .check(ALL);
    }

    private static String inside(String room) {
        return "dev.lineman." + room + "..";
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
