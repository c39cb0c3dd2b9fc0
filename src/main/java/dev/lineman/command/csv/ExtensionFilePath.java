package dev.lineman.command.csv;

import dev.lineman.input.InputPaths;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.inventory.extension.ValueText;
import dev.lineman.inventory.extension.reader.ExtensionReader;
import org.jspecify.annotations.Nullable;

/** Checks where import and adopt may write extension files. Paths are relative to the root, with {@code /}. Stateless. */
public final class ExtensionFilePath {
    /** The folder of extension files, below the root. */
    public static final String FOLDER = "extensions.d";

    private ExtensionFilePath() {}

    /** Returns the reason why a path cannot be an extension file; null when it can. */
    public static @Nullable String refusal(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.length() == path.length() || refusesFolder(path.substring(0, path.lastIndexOf('/')))) {
            return "a file of extensions lies below " + FOLDER + ", such as " + FOLDER
                    + "/berlin/100.yaml, without '.', '..' and hidden folders";
        }
        if (!ExtensionReader.isYamlFile(path) || InputPaths.isIgnoredName(name) || unwritable(name)) {
            return "a file of extensions ends in .yaml or .yml, and is not hidden";
        }
        if (FolderDefaults.isDefaultsName(name)) {
            return "defaults are not written by import; name another file";
        }
        return null;
    }

    /** Returns whether a folder cannot contain extension files. */
    public static boolean refusesFolder(String folder) {
        String[] names = folder.split("/", -1);
        if (!names[0].equals(FOLDER)) {
            return true;
        }
        for (String name : names) {
            if (InputPaths.isIgnoredName(name) || unwritable(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean unwritable(String name) {
        return name.indexOf('\\') >= 0 || ValueText.hasControlCharacter(name);
    }
}
