package dev.lineman.serve.upload;

import dev.lineman.access.MacFinder;
import dev.lineman.fs.FileOperations;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads the folder of the uploads: a folder for each phone, named by the MAC. {@link UploadStore} writes it. Commands read
 * it also while the agent runs, since files are only replaced as a whole. Immutable.
 *
 * @param folder {@code out/.lineman/uploads}; need not exist
 */
public record UploadFolder(Path folder) {

    /** The MACs of all phones with a folder, sorted. */
    public List<String> macs() throws IOException {
        List<String> macs = new ArrayList<>(names(folder));
        macs.removeIf(name -> !MacFinder.isMac(name));
        macs.sort(Comparator.naturalOrder());
        return macs;
    }

    /** The uploads of a phone, sorted by name. Only a real folder has some: a symbolic link could lead anywhere. */
    public List<UploadedFile> files(String mac) throws IOException {
        List<UploadedFile> files = new ArrayList<>();
        if (!isFolder(folder.resolve(mac))) {
            return files;
        }
        for (String name : names(folder.resolve(mac))) {
            BasicFileAttributes attributes;
            try {
                attributes =
                        Files.readAttributes(path(mac, name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException e) {
                // The agent has removed the file since the listing.
                continue;
            }
            if (attributes.isRegularFile() && !FileOperations.isTemporary(name)) {
                files.add(new UploadedFile(
                        name, attributes.size(), attributes.lastModifiedTime().toInstant()));
            }
        }
        files.sort(Comparator.comparing(UploadedFile::name));
        return files;
    }

    /** The names of the temporary files of uploads that were not completed. */
    List<String> leftovers() throws IOException {
        return names(folder).stream().filter(FileOperations::isTemporary).toList();
    }

    /** The path of an upload. */
    public Path path(String mac, String name) {
        return folder.resolve(mac).resolve(name);
    }

    private static boolean isFolder(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isDirectory();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static List<String> names(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }
}
