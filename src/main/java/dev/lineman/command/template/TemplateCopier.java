package dev.lineman.command.template;

import dev.lineman.command.template.RootTemplates.TemplateRequestException;
import dev.lineman.fs.FileOperations;
import dev.lineman.fs.FileSetWriter;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.render.Renderer;
import dev.lineman.template.Template;
import dev.lineman.template.builtin.CopyRecord;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RootCheck;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Copies built-in files into a root, each with a {@link CopyRecord}. It never replaces a file. For one copy. */
public final class TemplateCopier {
    private static final String COPY_OF = ", a copy of the built-in file of Lineman ";

    /** Names of folders and files that begin with a letter, a digit or an underscore. */
    private static final Pattern PATH = Pattern.compile("(?:[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*(?:/|\\z))+(?<!/)");

    /** The extension of a file name, unlike the number in {@code gxp2135-1.0}. */
    private static final Pattern EXTENSION = Pattern.compile("\\.[A-Za-z]{2,4}\\z");

    private final Settings settings;
    private final RootTemplates templates;
    private final List<String> lines = new ArrayList<>();

    /** @param templates the templates before the copy */
    public TemplateCopier(Settings settings, RootTemplates templates) {
        this.settings = settings;
        this.templates = templates;
    }

    /**
     * Copies a file, and returns what to tell the user.
     *
     * @param name of the built-in file
     * @param as the name of the copy; null for the same path
     * @param withFragments whether to copy the fragments that the file reads too
     * @throws TemplateRequestException if nothing was written: there is no such file, or the copy is already there
     * @throws CannotStartException if a file cannot be written
     */
    public List<String> copy(String name, @Nullable String as, boolean withFragments)
            throws TemplateRequestException, CannotStartException {
        if (!RootTemplates.isRoot(settings)) {
            RootCheck.requireAccess(settings, settings.root().resolve(ExtensionFile.FOLDER));
            throw new TemplateRequestException(settings.root() + " is no root: it has no folder extensions.d;"
                    + " name the root with --root, or make one with 'lineman init'");
        }
        TemplateFile file = templates.find(name);
        TemplateFile.Origin origin = file.origin();
        if (origin == null) {
            throw new TemplateRequestException(file.path() + " is a file of the root and not a built-in one");
        }
        String target = as == null ? origin.path() : file.group().path(as.strip(), origin.path());
        checkName(as == null ? target : as.strip(), target);
        checkTarget(target);
        Map<String, byte[]> copies = new LinkedHashMap<>();
        copies.put(target, record(origin.path(), origin.bytes()));
        SortedSet<String> fragments = fragments(origin.path());
        if (withFragments) {
            addFragments(fragments, copies);
        }
        write(copies);
        lines.add(0, "wrote " + target + COPY_OF + templates.version());
        explainFragments(fragments, withFragments);
        explainUse(file.group(), target, origin.path());
        lines.add("edit it, then see what changes: lineman plan");
        lines.add("after an update of Lineman, compare it: lineman templates diff "
                + file.group().name(target));
        return lines;
    }

    private byte[] record(String path, byte[] content) {
        return CopyRecord.of(path, templates.version(), content).addTo(content);
    }

    /** Refuses a name with other characters than names of templates have, or with the extension of another kind of file. */
    private static void checkName(String name, String target) throws TemplateRequestException {
        if (name.isEmpty() || !PATH.matcher(target).matches()) {
            throw new TemplateRequestException("'" + name + "' is no name for a copy; use letters, digits, '.', '-' and"
                    + " '_', with '/' between folders, such as variants/reception");
        }
        Matcher extension = EXTENSION.matcher(name);
        if (extension.find() && !target.endsWith(extension.group())) {
            throw new TemplateRequestException("'" + name + "' is no name for a copy: the file ends in "
                    + target.substring(target.lastIndexOf('.')) + "; leave out '" + extension.group() + "'");
        }
    }

    /** Refuses a path that is taken, or that leads out of the root. */
    private void checkTarget(String target) throws TemplateRequestException {
        Path path = settings.root().resolve(target);
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new TemplateRequestException(target + " is already there, and stays as it is; compare it with"
                    + " 'lineman templates diff " + TemplateGroup.nameOf(target)
                    + "', remove it to copy again, or choose another name with --as");
        }
        Path folder = FileOperations.nearestExisting(path.resolveSibling(""), LinkOption.NOFOLLOW_LINKS);
        try {
            if (!folder.toRealPath().startsWith(settings.root().toRealPath())) {
                throw new TemplateRequestException(
                        settings.root().relativize(folder) + " leads out of the root; copy the file yourself");
            }
        } catch (IOException e) {
            throw new TemplateRequestException(
                    settings.root().relativize(folder) + " cannot be read: " + FileOperations.reason(e));
        }
    }

    /** Returns the paths of the built-in fragments that a file reads. */
    private SortedSet<String> fragments(String path) {
        Template template = templates.builtInCatalog().template(path);
        return template == null
                ? new TreeSet<>()
                : FragmentReads.of(template, templates.builtInCatalog(), new Renderer());
    }

    /** Adds the fragments that the root does not have. */
    private void addFragments(SortedSet<String> fragments, Map<String, byte[]> copies) {
        for (TemplateFile file : templates.files()) {
            TemplateFile.Origin origin = file.origin();
            if (fragments.contains(file.path()) && origin != null && file.own() == null) {
                copies.put(file.path(), record(origin.path(), origin.bytes()));
            }
        }
    }

    private void write(Map<String, byte[]> copies) throws CannotStartException {
        FileOperations fileOperations = new FileOperations(settings.fileMode());
        List<FileSetWriter.TextFile> files = new ArrayList<>();
        copies.forEach((path, content) -> files.add(new FileSetWriter.TextFile(
                fileOperations, settings.root().resolve(path), new String(content, StandardCharsets.UTF_8), false)));
        try {
            FileSetWriter.writeAll(files);
        } catch (IOException e) {
            throw new CannotStartException("the copy could not be written: " + FileOperations.reason(e), e);
        }
    }

    /** Says which fragments the root now has, and which stay built-in. */
    private void explainFragments(SortedSet<String> fragments, boolean copied) {
        List<String> builtIn = new ArrayList<>();
        for (TemplateFile file : templates.files()) {
            if (!fragments.contains(file.path())) {
                continue;
            }
            if (file.own() != null) {
                lines.add("it reads " + file.name() + " of the root");
            } else if (copied) {
                lines.add("wrote " + file.path() + ": all templates that read it use your copy");
            } else {
                builtIn.add(file.name());
            }
        }
        if (!builtIn.isEmpty()) {
            lines.add("it reads fragments that stay built-in and get updates: " + String.join(", ", builtIn)
                    + "; --with-fragments copies them too");
        }
    }

    /** Returns which phones use a copy that is no variant: all those of the models that the template itself lists. */
    private String explainModels(String key, String origin) {
        Template template = templates.builtInCatalog().template(origin);
        String listed = template == null
                ? ""
                : template.models().stream().map(ModelEntry::name).collect(Collectors.joining(", "));
        return listed.isEmpty()
                ? "phones with 'template: " + key + "' use it"
                : "all phones of " + listed + " use it, since the file lists them in <models>; for some phones only,"
                        + " remove it and copy with: --as variants/NAME";
    }

    /** Returns a model that uses a built-in template, as a key of YAML; all models if none does. */
    private String exampleModel(String origin) {
        Template template = templates.builtInCatalog().template(origin);
        return template == null
                ? "\"*\""
                : templates.builtInCatalog().models(template).stream()
                        .map(ModelEntry::name)
                        .min(Comparator.naturalOrder())
                        .orElse("\"*\"");
    }

    /** Says what the copy is used for. */
    private void explainUse(TemplateGroup group, String target, String origin) {
        String key = TemplateGroup.withoutExtension(group.below(target));
        boolean variant = Template.isVariant(key);
        switch (group) {
            case PHONE -> {
                if (variant) {
                    lines.add("choose it in a _defaults.yaml, for example: models: {" + exampleModel(origin)
                            + ": {template: " + key + "}}");
                } else if (!target.equals(origin)) {
                    lines.add(explainModels(key, origin));
                }
            }
            case SITE ->
                lines.add(
                        variant
                                ? "choose it in a _defaults.yaml: site_templates: [" + key + "]"
                                : "it is now on for all sites, also where 'site_templates' does not name it; to choose"
                                        + " sites, remove it and copy with: --as variants/" + key);
            case MODELS ->
                lines.add("its values win over the built-in ones: keep only the models and keys that you change");
            case FRAGMENT -> {
                if (!target.equals(origin)) {
                    lines.add("templates of the root that name it can read it");
                } else {
                    lines.add("all templates that read it use your copy");
                }
            }
        }
    }
}
