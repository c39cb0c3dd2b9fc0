package dev.lineman.cli.completion;

import dev.lineman.build.make.FolderNames;
import dev.lineman.cli.completion.ExtensionScan.ScannedExtension;
import dev.lineman.cli.option.CandidateKind;
import dev.lineman.command.template.TemplateGroup;
import dev.lineman.input.Document;
import dev.lineman.input.DocumentReader.Interest;
import dev.lineman.serve.visits.UnknownPhone;
import dev.lineman.serve.visits.VisitStore;
import dev.lineman.template.Catalog;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateReader;
import dev.lineman.template.builtin.BuiltInTemplates;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.VendorNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The values that can follow a typed text, from the files of a root. It renders nothing, and it reads no file of secrets.
 * What cannot be read gives no values. For one thread.
 */
final class RootCandidates {
    private final Path root;
    private final ExtensionScan scan;

    /**
     * Creates the candidates of a root.
     *
     * @param timeIsUp ends the reading of extension files
     */
    RootCandidates(Path root, BooleanSupplier timeIsUp) {
        this.root = root;
        this.scan = new ExtensionScan(root, timeIsUp);
    }

    /**
     * Returns the values of a kind that start with the typed text, sorted. The typed part of each is as it is typed.
     *
     * @param kind a kind whose values are in the root or in the program
     */
    Collection<String> of(CandidateKind kind, String typed) {
        return switch (kind) {
            case MODELS -> models(typed);
            case UNKNOWN_PHONES -> unknownPhones(typed);
            case SUBJECTS -> subjects(typed);
            case PHONE_WORDS -> phoneWords(typed, false);
            case SITE_TEMPLATES ->
                lastOfList(typed, catalog().siteTemplates().stream().map(Template::key));
            case LANGUAGES -> startingWith(typed, languages());
            case SITES -> exactly(typed, sites());
            case EXTENSION_FOLDERS -> exactly(typed, scan.folders().stream());
            case TEMPLATES -> exactly(typed, templates());
            case TIME_ZONES -> startingWith(typed, ZoneId.getAvailableZoneIds().stream());
            case COMMANDS, FILES, FOLDERS, NONE -> List.of();
        };
    }

    /** Returns the values that start with a text in any case. */
    static Collection<String> startingWith(String typed, Stream<String> values) {
        Set<String> found = new TreeSet<>();
        values.filter(value -> value.regionMatches(true, 0, typed, 0, typed.length()))
                .filter(value -> value.codePoints().noneMatch(Character::isISOControl))
                .forEach(value -> found.add(typed + value.substring(typed.length())));
        return found;
    }

    /** Returns the values that start with a text in the same case: in another case, they would be other names. */
    private static Collection<String> exactly(String typed, Stream<String> values) {
        return startingWith(typed, values.filter(value -> value.startsWith(typed)));
    }

    /** Returns a list with commas whose last name is complete. Names that are in the list already are left out. */
    private static Collection<String> lastOfList(String typed, Stream<String> names) {
        String before = typed.substring(0, typed.lastIndexOf(',') + 1);
        List<String> chosen = List.of(before.split(",", -1));
        return exactly(typed, names.filter(name -> !chosen.contains(name)).map(name -> before + name));
    }

    /** The templates of the program and of the root. */
    private Catalog catalog() {
        Catalog catalog = BuiltInTemplates.ofProgram().catalog();
        TemplateReader reader = new TemplateReader();
        for (Path file : templateFiles()) {
            String path = root.relativize(file).toString();
            catalog = catalog.with(path, document(reader, path, file));
        }
        return catalog;
    }

    /** The languages that any phone template offers. */
    private Stream<String> languages() {
        return catalog().phoneTemplates().stream()
                .map(template -> template.header().option("language"))
                .filter(Objects::nonNull)
                .flatMap(offer -> offer.valueNames().stream());
    }

    /** Full names; with a typed text, other names too. */
    private Collection<String> models(String typed) {
        List<String> names = new ArrayList<>();
        for (ModelEntry model : catalog().models()) {
            names.add(model.name());
            if (!typed.isEmpty()) {
                names.addAll(model.names().aliases());
                names.add(VendorNames.without(model.name()));
            }
        }
        return startingWith(typed, names.stream());
    }

    private static @Nullable Document document(TemplateReader reader, String path, Path file) {
        try {
            return reader.interest(path) == Interest.READ
                    ? reader.read(path, Files.readAllBytes(file)).document()
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    private List<Path> templateFiles() {
        try (Stream<Path> files = Files.walk(root.resolve(FolderNames.TEMPLATES))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The names of templates of the program and of the root. */
    private Stream<String> templates() {
        Stream<String> own =
                templateFiles().stream().map(file -> root.relativize(file).toString());
        return Stream.concat(BuiltInTemplates.ofProgram().contents().keySet().stream(), own)
                .map(TemplateGroup::nameOf)
                .filter(Objects::nonNull);
    }

    private Stream<String> sites() {
        return scan.extensions("").stream().map(ScannedExtension::site).filter(site -> !site.isEmpty());
    }

    private Collection<String> unknownPhones(String typed) {
        List<UnknownPhone> unknown =
                VisitStore.load(root.resolve("out/.lineman/phones")).unknownPhones(mac -> false);
        Set<String> known = new HashSet<>();
        if (!unknown.isEmpty()) {
            scan.extensions("").forEach(extension -> known.addAll(extension.macs()));
        }
        return macs(typed, unknown.stream().map(UnknownPhone::mac).filter(mac -> !known.contains(mac)));
    }

    private static Set<String> macs(String typed, Stream<String> macs) {
        Set<String> found = new TreeSet<>();
        macs.map(mac -> MacNotation.continuing(mac, typed))
                .filter(Objects::nonNull)
                .forEach(found::add);
        return found;
    }

    /** Numbers and MACs; with a typed text, numbers behind their site and names of files too. */
    private Collection<String> subjects(String typed) {
        Set<String> found = new TreeSet<>();
        if (typed.startsWith("out/")) {
            found.addAll(files("", typed.substring("out/".length())).stream()
                    .map(path -> "out/" + path)
                    .toList());
            return found;
        }
        found.addAll(phoneWords(typed, !typed.isEmpty()));
        if (!typed.isEmpty()) {
            found.addAll(files(FolderNames.PROVISIONING, typed));
        }
        return found;
    }

    /**
     * Returns numbers and MACs.
     *
     * @param withSites whether numbers behind their site are among them
     */
    private Collection<String> phoneWords(String typed, boolean withSites) {
        Set<String> found = new TreeSet<>();
        List<ScannedExtension> extensions = scan.extensions(typed.substring(typed.lastIndexOf('/') + 1));
        for (ScannedExtension extension : extensions) {
            found.addAll(macs(typed, extension.macs().stream()));
            if (!extension.number().isEmpty()) {
                Stream<String> names = !withSites || extension.site().isEmpty()
                        ? Stream.of(extension.number())
                        : Stream.of(extension.number(), extension.site() + '/' + extension.number());
                found.addAll(startingWith(typed, names));
            }
        }
        return found;
    }

    /**
     * Returns the names in a folder of outputs that start with a text. A folder ends in {@code /}.
     *
     * @param below the folder below {@code out/} that the names are relative to; empty, or with {@code /} at its end
     */
    private Collection<String> files(String below, String typed) {
        String folder = typed.substring(0, typed.lastIndexOf('/') + 1);
        Path out = root.resolve("out").normalize();
        Path listed = out.resolve(below + folder).normalize();
        if (!listed.startsWith(out)) {
            return List.of();
        }
        try (Stream<Path> names = Files.list(listed)) {
            return startingWith(
                    typed,
                    names
                            .filter(file -> !file.getFileName().toString().startsWith("."))
                            .map(file -> folder + file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
                            .toList()
                            .stream());
        } catch (IOException e) {
            return List.of();
        }
    }
}
