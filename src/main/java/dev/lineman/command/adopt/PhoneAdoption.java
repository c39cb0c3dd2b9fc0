package dev.lineman.command.adopt;

import dev.lineman.build.make.FolderNames;
import dev.lineman.command.csv.CsvImport;
import dev.lineman.command.csv.ExtensionFilePath;
import dev.lineman.command.csv.NewExtension;
import dev.lineman.command.exchange.ExtensionFileWriter;
import dev.lineman.command.exchange.ImportCheck;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.ModelIndex;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.serve.visits.UnknownPhone;
import dev.lineman.template.Catalog;
import dev.lineman.template.TemplateMatch;
import dev.lineman.workspace.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the extension file for a MAC that requested a file and is not in the inventory. The command and the page use it; see
 * {@link AdoptCommands}. One instance for one draft. Not thread-safe.
 */
public final class PhoneAdoption {
    private static final String PASSWORD = ExtensionField.AUTH_PASSWORD.key();
    private final AdoptionRequest request;
    private final ValueNames names;
    private final ImportCheck check;
    private final Inventory inventory;

    /** The phone templates, to check the model. */
    private final Catalog catalog;

    /** The requests of the phone; null if there are none. */
    private final @Nullable UnknownPhone unknownPhone;

    private final SiteChoice siteChoice;

    /** The folder of the new file, below the root. */
    private final String folder;

    /** The defaults that apply in the folder of the new file. */
    private final LayerStack defaults;

    private final List<Problem> problems = new ArrayList<>();

    private PhoneAdoption(
            AdoptionRequest request, ValueNames names, ImportCheck check, @Nullable UnknownPhone unknownPhone) {
        this.request = request;
        this.names = names;
        this.check = check;
        this.inventory = check.before().inputs().inventory();
        this.catalog = check.before().inputs().catalog();
        this.unknownPhone = unknownPhone;
        this.siteChoice =
                SiteChoice.of(inventory, request.details().get("site"), request.folder(), unknownPhone, names);
        this.folder = siteChoice.folder();
        this.defaults = inventory.defaultsOf(folder);
    }

    /** Returns why a text is not the number of an extension; null when it is one. */
    public static @Nullable String numberObjection(String number) {
        return number.matches("[A-Za-z0-9_*#+-]{1,32}")
                ? null
                : "'" + number
                        + "' is not an extension number; write 1 to 32 letters, digits or _ * # + -, such as 100";
    }

    /**
     * Returns what an adoption would write. If the MAC, the extension or the file exists, returns a problem instead.
     *
     * @param check on top of the inputs as they are
     * @param unknownPhone the requests of the phone; null if there are none
     * @param names how the user gives values
     */
    static AdoptionDraft draft(
            Settings settings,
            ImportCheck check,
            AdoptionRequest request,
            @Nullable UnknownPhone unknownPhone,
            ValueNames names) {
        List<Problem> unseen = check.before().snapshot().mounts().problems().stream()
                .filter(problem -> !(problem.at().file() + '/').startsWith(FolderNames.STATIC))
                .toList();
        return unseen.isEmpty()
                ? new PhoneAdoption(request, names, check, unknownPhone).draft(new ExtensionFileWriter(settings))
                : AdoptionDraft.refused(
                        unseen,
                        List.of(
                                "nothing was written: the phone or its extension may be in files that are not mounted"));
    }

    private AdoptionDraft draft(ExtensionFileWriter fileWriter) {
        NewExtension newExtension = new NewExtension(request.number());
        String path = newExtension.path(folder);
        Phone phone = inventory.phone(request.mac());
        if (phone != null) {
            problems.add(Problem.blocking(
                    phone.first().phonePosition(),
                    "phone " + request.mac() + " already belongs to extension "
                            + phone.first().number()));
            return refused();
        }
        if (siteChoice.conflict() != null) {
            problems.add(Problem.blocking(Position.of(path), siteChoice.conflict()));
        }
        String model = model(path);
        List<Account> same = inventory.extensions(new ExtensionKey(siteChoice.site(), request.number()));
        if (!same.isEmpty() && !hasErrors()) {
            return ofExistingExtension(same.get(0), model);
        }
        // If the extension exists or the folder is not settled, the missing values are not known.
        List<String> open =
                same.isEmpty() && siteChoice.conflict() == null ? addRequiredValues(newExtension, path) : List.of();
        String refusal = ExtensionFilePath.refusal(path);
        if (refusal != null) {
            problems.add(Problem.blocking(Position.of(path), refusal));
        }
        if (hasErrors()) {
            return refused();
        }
        if (!siteChoice.site().equals(siteChoice.inherited())) {
            newExtension.set("site", siteChoice.site());
        }
        newExtension.set("mac", request.mac());
        if (model != null) {
            newExtension.set("model", model);
        }
        CsvImport csvImport = newExtension.file(
                new CsvImport.ImportTarget(folder, inventory, catalog, null, file -> obstacle(fileWriter, file)));
        ImportCheck.CheckedImport checked = check.check(csvImport.contents());
        csvImport.addProblems(checked.added());
        CsvImport.ImportResult result = csvImport.result();
        problems.addAll(newExtension.atFile(result, folder));
        if (result.files().isEmpty()) {
            return refused();
        }
        List<String> notes = new ArrayList<>(open);
        notes.addAll(siteChoice.notes());
        return new AdoptionDraft(problems, result.files().get(0), notes, null, checked);
    }

    private AdoptionDraft refused() {
        return AdoptionDraft.refused(problems, List.of());
    }

    /** Returns the reason why the file cannot be written; null when it can. */
    private @Nullable String obstacle(ExtensionFileWriter fileWriter, CsvImport.NewFile file) {
        return fileWriter.exists(file)
                ? file.path() + " is already there; choose another folder with " + names.of("into")
                : fileWriter.obstacle(file, false);
    }

    private boolean hasErrors() {
        return problems.stream().anyMatch(problem -> problem.severity().isError());
    }

    /**
     * Returns the full name of the model to write. Returns null if the defaults set the same model, or if no model is
     * known.
     */
    private @Nullable String model(String path) {
        String given = defaults.text("model");
        String reported = unknownPhone == null ? null : unknownPhone.model();
        String model = request.model() == null ? reported : request.model();
        if (model == null || model.isEmpty()) {
            if (given == null) {
                problems.add(Problem.blocking(
                        Position.of(path),
                        "the model of phone " + request.mac() + " is unknown; name it with " + names.of("model")));
            }
            return null;
        }
        String template = defaults.text("template");
        ModelIndex.KnownModel known = catalog.model(template, model);
        ModelIndex.KnownModel found = known == null && template == null ? catalog.search(model) : known;
        if (found == null) {
            TemplateMatch match = template == null ? catalog.find(model) : catalog.find(template, model);
            String failure = match.failure(
                    template == null
                            ? "model '" + model + "'"
                            : "model '" + model + "' and template '" + template + "'");
            problems.add(Problem.blocking(
                    Position.of(path),
                    failure + (failure.endsWith("?") ? "" : ".") + " Name the model with " + names.of("model")));
            return null;
        }
        if (known == null) {
            problems.add(Problem.warning(
                    Position.of(path),
                    "'" + model + "' is taken for a " + found.fullName()
                            + "; if it is another model, name that with "
                            + names.of("model")));
        }
        return found.fullName().equals(catalog.fullName(template, given)) ? null : found.fullName();
    }

    /**
     * Adds required values that the defaults do not set, and reports those that are unknown. Returns the remaining steps
     * for the user.
     */
    private List<String> addRequiredValues(NewExtension newExtension, String path) {
        Map<String, String> details = new LinkedHashMap<>(request.details());
        details.putIfAbsent("auth_id", request.number());
        List<String> missing = new ArrayList<>();
        for (String key : ExtensionField.keys(field -> field.isExpected() && field.isDetail() && !field.isSecret())) {
            String text = details.get(key);
            if (text != null && !text.equals(defaults.text(key))) {
                newExtension.set(key, text);
            } else if (text == null && defaults.get(key) == null) {
                missing.add(key);
            }
        }
        if (!missing.isEmpty()) {
            problems.add(Problem.blocking(
                    Position.of(path),
                    String.join(", ", missing).replaceFirst(", (?=[^,]*$)", " and ")
                            + (missing.size() == 1 ? " is missing" : " are missing") + "; give "
                            + missing.stream().map(names::of).collect(Collectors.joining(" and "))
                            + ", or set " + (missing.size() == 1 ? "it" : "them") + " in " + folder + '/'
                            + FolderDefaults.FILE_NAME));
        }
        if (defaults.get(PASSWORD) != null) {
            return List.of();
        }
        String site = siteChoice.site();
        String secret = (site.isEmpty() ? "" : site + '-') + request.number() + '-' + PASSWORD;
        newExtension.setSecretReference(PASSWORD, secret);
        return check.before().inputs().secrets().value(secret) != null
                ? List.of()
                : List.of("to do: put '" + secret
                        + ": PASSWORD' into the file of secrets; until then the phone gets no file");
    }

    /** Returns the lines to add to an existing file. Files that people write are never changed. */
    private AdoptionDraft ofExistingExtension(Account extension, @Nullable String model) {
        problems.add(Problem.blocking(
                extension.position(),
                "extension " + extension.number() + " has a file already, which is not changed: add the phone there"));
        List<String> lines = new ArrayList<>(List.of("phone:", "  mac: " + request.mac()));
        if (model != null) {
            lines.add("  model: '" + model.replace("'", "''") + "'");
        }
        return new AdoptionDraft(
                problems, null, List.of(), new AdoptionDraft.ManualEdit(extension.position(), lines), null);
    }
}
