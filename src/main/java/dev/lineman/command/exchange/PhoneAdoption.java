package dev.lineman.command.exchange;

import dev.lineman.build.make.FolderNames;
import dev.lineman.command.CommandResult;
import dev.lineman.command.csv.CsvImport;
import dev.lineman.command.csv.NewExtension;
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
import dev.lineman.serve.visits.VisitStore;
import dev.lineman.template.Catalog;
import dev.lineman.template.TemplateMatch;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RootCheck;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Adopts an unknown phone: writes an extension file for a MAC that requested a file and is not in the inventory.
 * One instance for one run of {@code lineman adopt}. Not thread-safe.
 */
public final class PhoneAdoption {
    private static final String PASSWORD = ExtensionField.AUTH_PASSWORD.key();
    private final AdoptionRequest request;
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

    /** The output of the command. */
    private final List<String> lines = new ArrayList<>();

    private PhoneAdoption(Settings settings, AdoptionRequest request, ImportCheck check) {
        this.request = request;
        this.check = check;
        this.inventory = check.before().inputs().inventory();
        this.catalog = check.before().inputs().catalog();
        this.unknownPhone = VisitStore.load(settings.visitsFolder()).unknownPhone(request.mac());
        this.siteChoice = SiteChoice.of(inventory, request.details().get("site"), request.folder(), unknownPhone);
        this.folder = siteChoice.folder();
        this.defaults = inventory.defaultsOf(folder);
    }

    /**
     * The phone to adopt, and the values of its extension.
     *
     * @param mac 12 lower-case hex digits
     * @param number the number of the new extension
     * @param model the model; null to take it from the User-Agent of the phone
     * @param folder the folder of the new file, below the root; null for the folder of the site
     * @param details known values of the extension, by key, also its site
     * @param dryRun whether to write nothing
     */
    public record AdoptionRequest(
            String mac,
            String number,
            @Nullable String model,
            @Nullable String folder,
            Map<String, String> details,
            boolean dryRun) {
        public AdoptionRequest {
            details = Map.copyOf(details);
        }
    }

    /**
     * Writes an extension file with the phone. Replaces no file; if the MAC, the extension or the file exists, reports
     * a problem instead.
     *
     * @throws CannotStartException if the inputs cannot be read, or the file cannot be written
     */
    public static CommandResult adopt(Settings settings, RuntimeContext runtimeContext, AdoptionRequest request)
            throws CannotStartException {
        RootCheck.requireExtensions(settings);
        // The password is a reference that the user adds later.
        ImportCheck check = new ImportCheck(settings, runtimeContext, true);
        List<Problem> unseen = check.before().snapshot().mounts().problems().stream()
                .filter(problem -> !(problem.at().file() + '/').startsWith(FolderNames.STATIC))
                .toList();
        if (!unseen.isEmpty()) {
            return new CommandResult(
                    unseen,
                    List.of("nothing was written: the phone or its extension may be in files that are not mounted"));
        }
        PhoneAdoption phoneAdoption = new PhoneAdoption(settings, request, check);
        List<CsvImport.NewFile> files = phoneAdoption.files(settings);
        if (!files.isEmpty() && !request.dryRun()) {
            ExtensionFileWriter.writeAll(new ExtensionFileWriter(settings).textFiles(files));
        }
        return new CommandResult(phoneAdoption.problems, phoneAdoption.lines);
    }

    /** Returns the file to write; empty if there is a problem. */
    private List<CsvImport.NewFile> files(Settings settings) {
        NewExtension newExtension = new NewExtension(request.number());
        String path = newExtension.path(folder);
        Phone phone = inventory.phone(request.mac());
        if (phone != null) {
            problems.add(Problem.blocking(
                    phone.first().phonePosition(),
                    "phone " + request.mac() + " already belongs to extension "
                            + phone.first().number()));
            return List.of();
        }
        if (siteChoice.conflict() != null) {
            problems.add(Problem.blocking(Position.of(path), siteChoice.conflict()));
        }
        String model = model(path);
        List<Account> same = inventory.extensions(new ExtensionKey(siteChoice.site(), request.number()));
        if (!same.isEmpty() && !hasErrors()) {
            explainManualEdit(same.get(0), model);
            return List.of();
        }
        // If the extension exists or the folder is not settled, the missing values are not known.
        List<String> open =
                same.isEmpty() && siteChoice.conflict() == null ? addRequiredValues(newExtension, path) : List.of();
        if (hasErrors()) {
            return List.of();
        }
        if (!siteChoice.site().equals(siteChoice.inherited())) {
            newExtension.set("site", siteChoice.site());
        }
        newExtension.set("mac", request.mac());
        if (model != null) {
            newExtension.set("model", model);
        }
        CsvImport csvImport = newExtension.file(new CsvImport.ImportTarget(
                folder, inventory, catalog, null, file -> new ExtensionFileWriter(settings).obstacle(file, false)));
        csvImport.addProblems(check.check(csvImport.contents()).added());
        CsvImport.ImportResult result = csvImport.result();
        problems.addAll(newExtension.atFile(result, folder));
        for (CsvImport.NewFile file : result.files()) {
            lines.add((request.dryRun() ? "would write " : "wrote ") + file.path());
            file.content().lines().forEach(line -> lines.add("  " + line));
            lines.addAll(open);
            lines.addAll(siteChoice.notes());
        }
        return result.files();
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
                        "the model of phone " + request.mac() + " is unknown; name it with --model"));
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
                    Position.of(path), failure + (failure.endsWith("?") ? "" : ".") + " Name the model with --model"));
            return null;
        }
        if (known == null) {
            problems.add(Problem.warning(
                    Position.of(path),
                    "'" + model + "' is taken for a " + found.fullName()
                            + "; if it is another model, name that with --model"));
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
                            + missing.stream()
                                    .map(key -> "--" + key.replace('_', '-'))
                                    .collect(Collectors.joining(" and "))
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

    /** Prints the lines to add to an existing file. Files that people write are never changed. */
    private void explainManualEdit(Account extension, @Nullable String model) {
        problems.add(Problem.blocking(
                extension.position(),
                "extension " + extension.number() + " has a file already, which is not changed: add the phone there"));
        lines.add("add these lines to " + extension.file()
                + "; if the extension already has a phone, add them to 'phones':");
        lines.add("phone:");
        lines.add("  mac: " + request.mac());
        if (model != null) {
            lines.add("  model: '" + model.replace("'", "''") + "'");
        }
    }
}
