package dev.lineman.cli.completion;

import dev.lineman.build.make.FolderNames;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.inventory.extension.reader.ExtensionReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds numbers, MACs and sites in the extension files of a root without parsing them, while a shell waits. It finds keys
 * that stand at the beginning of a line, and a {@code mac} in a {@code phone: {…}} on one line. It reads no other value of
 * a file. Of several documents in one file it finds the first number only, and in a list none. For one thread.
 */
final class ExtensionScan {
    /** Bytes of a file that are searched. A file with many extensions can be longer. */
    private static final int MAX_BYTES = 8192;

    private static final Pattern NUMBER = field("extension", "[A-Za-z0-9_*#+-]{1,32}");
    private static final Pattern SITE = field("site", "[^\\s'\"!#&*{\\[][^'\"#\\n]{0,62}");
    private static final Pattern MAC = Pattern.compile(
            "^(?:phone:[ \\t]*\\{(?:[^\"'#\\n]|\"[^\"\\n]*\"|'[^'\\n]*')*?\\b|[ \\t]+(?:-[ \\t]+)?)mac:[ \\t]*[\"']?"
                    + "([0-9A-Fa-f]{2}(?:[:.\\- ]?[0-9A-Fa-f]{2}){5})\\b",
            Pattern.MULTILINE);

    private final Path root;
    private final BooleanSupplier timeIsUp;

    /** The {@code site} in defaults, by the paths of their files. */
    private final Map<String, String> sites = new HashMap<>();

    /**
     * An extension file.
     *
     * @param number empty if it has none
     * @param site of the file, or of the nearest folder with one; empty if there is none
     * @param macs 12 lower-case hex digits each
     */
    record ScannedExtension(String number, String site, List<String> macs) {
        ScannedExtension {
            macs = List.copyOf(macs);
        }
    }

    /**
     * Creates a scan.
     *
     * @param timeIsUp ends the scan; files that are not read by then are left out
     */
    ExtensionScan(Path root, BooleanSupplier timeIsUp) {
        this.root = root;
        this.timeIsUp = timeIsUp;
    }

    private static Pattern field(String key, String value) {
        return Pattern.compile(
                "^" + key + ":[ \\t]*(?:\"(" + value + ")\"|'(" + value + ")'|(" + value + "))[ \\t]*(?:[#\\r].*)?$",
                Pattern.MULTILINE);
    }

    /**
     * Returns the extensions. Files with the typed text in their names are read first.
     *
     * @param typed the beginning of a number
     */
    List<ScannedExtension> extensions(String typed) {
        List<String> files = new ArrayList<>();
        walk(FolderNames.EXTENSIONS, new ArrayList<>(), files);
        for (String file : files) {
            if (FolderDefaults.isDefaults(file)) {
                String site = value(SITE, head(file));
                if (!site.isEmpty()) {
                    sites.put(file, site);
                }
            }
        }
        files.removeIf(FolderDefaults::isDefaults);
        files.sort(Comparator.comparing(file -> !file.startsWith(typed, file.lastIndexOf('/') + 1)));
        return files.parallelStream()
                .filter(file -> !timeIsUp.getAsBoolean())
                .map(this::extension)
                .toList();
    }

    /** Returns all folders below {@code extensions.d} and this folder itself, relative to the root. */
    List<String> folders() {
        List<String> folders = new ArrayList<>();
        walk(FolderNames.EXTENSIONS, folders, new ArrayList<>());
        return folders;
    }

    /**
     * Adds a folder with all folders and YAML files below it. A name with the ending of an extension file is a file:
     * asking the file system for each would take as long as reading them.
     */
    private void walk(String folder, List<String> folders, List<String> files) {
        String[] names = root.resolve(folder).toFile().list();
        if (names == null || timeIsUp.getAsBoolean()) {
            return;
        }
        folders.add(folder);
        for (String name : names) {
            String path = folder + '/' + name;
            if (name.startsWith(".")) {
                continue;
            }
            if (ExtensionReader.isYamlFile(path)) {
                files.add(path);
            } else if (name.indexOf('.') < 0 || Files.isDirectory(root.resolve(path))) {
                walk(path, folders, files);
            }
        }
    }

    private ScannedExtension extension(String file) {
        String text = head(file);
        List<String> macs = new ArrayList<>();
        for (Matcher mac = MAC.matcher(text); mac.find(); ) {
            macs.add(MacNotation.digits(mac.group(1)));
        }
        String site = value(SITE, text);
        if (site.isEmpty()) {
            site = FolderDefaults.pathsAbove(file).stream()
                    .map(sites::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse("");
        }
        return new ScannedExtension(value(NUMBER, text), site, macs);
    }

    /** Returns the value of a key in a text; empty if there is none. */
    private static String value(Pattern field, String text) {
        Matcher found = field.matcher(text);
        if (!found.find()) {
            return "";
        }
        for (int i = 1; i <= found.groupCount(); i++) {
            if (found.group(i) != null) {
                return found.group(i).strip();
            }
        }
        return "";
    }

    /** Returns the beginning of a file; empty if it cannot be read. */
    private String head(String file) {
        byte[] head = new byte[MAX_BYTES];
        // Faster than the channels of Files.
        try (InputStream bytes = new FileInputStream(root.resolve(file).toFile())) {
            int length = Math.max(0, bytes.read(head));
            return new String(head, 0, length, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
