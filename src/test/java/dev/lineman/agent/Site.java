package dev.lineman.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A small root folder that random edits are made to: few names, so that they meet. */
final class Site {
    private static final List<String> FOLDERS = List.of("extensions.d", "extensions.d/n", "extensions.d/n/m");
    private static final List<String> NAMES = List.of("Ann", "Bob", "\"Ç & <ü>\"", "'%%pbx_ip%% $x #if'");

    private final Path root;
    private final Random random;

    Site(Path root, Random random) {
        this.root = root;
        this.random = random;
        for (String name : List.of("a", "b", "c")) {
            write("extensions.d/" + name + ".yaml", extensions());
        }
        write("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1\nmodel: X\nvars: {a: 1, b: 2}\n");
        write("templates/phones/x.xml", template("X"));
        write("templates/lib/f.cfg", "lib %%a%%\n");
        write("secrets.yaml", "p: hunter2\n");
    }

    /** One random edit that leaves every file good; says what it did. */
    String edit() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> write(pick(FOLDERS) + "/" + pick(List.of("a", "b", "c")) + ".yaml", extensions());
            case 4, 5 -> write(pick(FOLDERS) + "/_defaults.yaml", defaults());
            case 6 -> write("templates/phones/" + pick(List.of("x", "y")) + ".xml", template(pick(List.of("X", "Y"))));
            case 7 ->
                random.nextBoolean()
                        ? write(
                                "templates/lib/f.cfg",
                                "lib " + random.nextInt(3) + " %%" + pick(List.of("a", "b")) + "%%\n")
                        : write("secrets.yaml", "p: s" + random.nextInt(3) + "\n");
            case 8 -> write("templates/static/d/s.bin", "static " + random.nextInt(3));
            case 9 -> move();
            default -> delete();
        };
    }

    /** Leaves one file broken; says which. */
    String breakOne() {
        List<String> files =
                files().stream().filter(file -> file.endsWith(".yaml")).toList();
        if (files.isEmpty()) {
            return "nothing";
        }
        return write(pick(files), pick(List.of("", "extension: [", "extention: 1\n", "\u00ff: {", "a: b: c")));
    }

    private String extensions() {
        StringBuilder yaml = new StringBuilder();
        for (int left = random.nextInt(3); left >= 0; left--) {
            yaml.append("---\nextension: ").append(100 + random.nextInt(60)).append('\n');
            yaml.append("first_name: ")
                    .append(pick(NAMES))
                    .append("\nlast_name: ")
                    .append(pick(NAMES));
            yaml.append("\nauth_id: i").append(random.nextInt(3)).append("\nauth_password: s3cret\n");
            if (random.nextInt(9) == 0) {
                yaml.append("site: s").append(random.nextInt(2)).append('\n');
            }
            if (random.nextInt(4) > 0) {
                yaml.append("phone:\n  mac: 0000000000").append(10 + random.nextInt(30));
                yaml.append("\n  line: ").append(1 + random.nextInt(3)).append('\n');
                if (random.nextInt(3) == 0) {
                    yaml.append("  model: ").append(pick(List.of("X", "Y"))).append('\n');
                }
                if (random.nextInt(5) == 0) {
                    yaml.append("  blf: [{number: ")
                            .append(100 + random.nextInt(60))
                            .append("}]\n");
                }
                if (random.nextInt(3) == 0) {
                    yaml.append("  vars: {a: ")
                            .append(pick(List.of("!secret p", "!secret p", "x", "x", "!secret q")))
                            .append("}\n");
                }
            }
        }
        return yaml.toString();
    }

    private String defaults() {
        return "vars: {a: d" + random.nextInt(2) + ", b: d" + random.nextInt(2) + "}\n"
                + pick(List.of("", "pbx_ip: 10.0.0.2\n", "site: s0\n", "model: Y\n", "first_name: Default\n"));
    }

    private String template(String name) {
        String values = pick(List.of(
                "%%extension_number%% %%a%%",
                "%%extension_first_name%% %%extension_auth_pw%%",
                "%%ext_label_01%% %%ext_01_enabled%%",
                "%%ext_int_num_02%%-%%b%%-%%pbx_ip%%",
                "same for all"));
        String file =
                pick(List.of("cfg%%mac_address%%", "%%mac_address%%.xml", "%%extension_number%%.cfg", "shared.cfg"));
        String second =
                random.nextInt(3) == 0 ? "<deviceconfig filename=\"lib%%mac_address%%\" src=\"lib/f.cfg\"/>" : "";
        return "<doc><header><type>phone-template</type><name>" + name + "</name></header><data><device>"
                + "<deviceconfig filename=\"" + file + "\"><![CDATA[\n  " + values + "\n]]></deviceconfig>" + second
                + "</device></data></doc>";
    }

    String write(String path, String content) {
        Path file = root.resolve(path);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "write " + path + ": " + content;
    }

    private String delete() {
        List<String> files = files();
        if (files.isEmpty()) {
            return "nothing";
        }
        String path = pick(files);
        try {
            Files.delete(root.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "delete " + path;
    }

    private String move() {
        String from = pick(List.of("n", "q"));
        String to = from.equals("n") ? "q" : "n";
        Path source = root.resolve("extensions.d").resolve(from);
        Path target = root.resolve("extensions.d").resolve(to);
        if (!Files.isDirectory(source) || Files.exists(target)) {
            return "nothing";
        }
        try {
            Files.move(source, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "move " + from + " to " + to;
    }

    private List<String> files() {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(path -> !path.startsWith("out"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
