package dev.lineman.resolve.variable;

import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.VariableNames;
import dev.lineman.inventory.secret.UrlSecrets;
import dev.lineman.problem.NearestName;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.url.ProvisioningUrl;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateMatch;
import dev.lineman.template.constraint.UrlParts;
import dev.lineman.template.header.SharedLogin;
import dev.lineman.template.header.TypedSetting;
import dev.lineman.template.model.ModelField;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one phone: values that its layers give, checked against the declarations of its template, and the
 * defaults of these. The path of a file becomes the URL that the phone fetches it from. Not thread-safe.
 */
public final class VariableValues {
    private final Phone phone;
    private final TemplateMatch.MatchedTemplate model;
    private final Template template;
    private final ReferenceResolver referenceResolver;
    private final PhoneLink link;
    private final ServedFiles servedFiles;
    /** The result of {@link #siteFiles()} after its first call. */
    private @Nullable SortedSet<String> cachedSiteFiles;

    /**
     * Makes the variables of a phone.
     *
     * @param model the phone's template and model
     * @param referenceResolver receives the dependencies and problems of the phone
     */
    public VariableValues(
            Phone phone,
            TemplateMatch.MatchedTemplate model,
            ReferenceResolver referenceResolver,
            PhoneLink link,
            ServedFiles servedFiles) {
        this.phone = phone;
        this.model = model;
        this.template = model.template();
        this.referenceResolver = referenceResolver;
        this.link = link;
        this.servedFiles = servedFiles;
    }

    /** Returns the same variables. Their look-ups leave dependencies and problems elsewhere. */
    public VariableValues with(ReferenceResolver other, PhoneLink otherLink) {
        VariableValues values = new VariableValues(phone, model, other, otherLink, servedFiles);
        values.cachedSiteFiles = cachedSiteFiles;
        return values;
    }

    /** The names of the files that the site templates of the phone's folder serve. */
    public SortedSet<String> siteFiles() {
        SortedSet<String> names = cachedSiteFiles;
        if (names == null) {
            names = Collections.unmodifiableSortedSet(servedFiles.ofSite(phone, referenceResolver));
            cachedSiteFiles = names;
        }
        return names;
    }

    /** The template's declaration of a variable, whose name is in lower case; null if there is none. */
    private @Nullable TypedSetting setting(String name) {
        return template.header().settings().get(name);
    }

    /**
     * The value of a variable: that of the layers, else the default of its declaration, else that of a picked option. The
     * name may be a part of a URL.
     *
     * @param name in lower case
     * @param layers those of the phone, or of one line
     * @param picked the values of the picked options
     * @return null if the name has no value
     */
    public @Nullable ResolvedValue value(String name, LayerStack layers, Map<String, ResolvedValue> picked) {
        LayerStack.LayerValue found = layers.get("vars", name);
        if (found != null) {
            return given(name, found);
        }
        TypedSetting setting = setting(name);
        if (setting != null) {
            return preset(setting);
        }
        ResolvedValue part = part(name, layers);
        return part == null ? picked.get(name) : part;
    }

    /** A part of a URL, such as {@code ca_url.host}; null if the name is none, or the URL has no value. */
    private @Nullable ResolvedValue part(String name, LayerStack layers) {
        String variable = template.header().variableOf(name);
        ResolvedValue whole = variable.equals(name) ? null : value(variable, layers, Map.of());
        UrlParts parts = whole == null ? null : UrlParts.of(whole.text());
        if (whole == null || parts == null) {
            return null;
        }
        String part = parts.part(name.substring(variable.length()));
        return whole.secret() && isSecret(variable, whole, part)
                ? referenceResolver.secret(part, whole.origin())
                : new ResolvedValue(part, false, whole.origin(), whole.offered());
    }

    /** Whether a part of a URL with a secret contains it. The host and the port of a URL with a token are none. */
    private boolean isSecret(String variable, ResolvedValue whole, String part) {
        LayerStack.LayerValue origin = whole.origin();
        return VariableNames.isSecret(variable)
                || (origin != null && origin.value() instanceof FieldValues.ValueReference)
                || link.isSecret(part)
                || UrlSecrets.find(whole.text(), text -> true).stream().anyMatch(part::contains);
    }

    /**
     * The value of a variable that a layer gives. A value that the template's declaration does not allow is a problem: a
     * secret and a security setting keep the file as it was, any other value is replaced by the default.
     *
     * @param name in lower case
     * @param found what a layer sets
     * @return null if the value is not allowed and the declaration has no default
     */
    public @Nullable ResolvedValue given(String name, LayerStack.LayerValue found) {
        ResolvedValue given = referenceResolver.follow(found, VariableNames.isSecret(name));
        TypedSetting setting = setting(name);
        if (setting == null) {
            return given;
        }
        String text = given.text();
        if (!referenceResolver.isAssumed(text)) {
            if (!setting.allows(text)) {
                return rejected(
                        setting,
                        given,
                        "'" + setting.name() + "' must be " + setting.rule().description() + " (" + template.path()
                                + ")",
                        "");
            }
            if (setting.rule().isPath(text)) {
                return file(setting, given);
            }
            if (isForeign(setting, text)) {
                return foreign(setting, given);
            }
            if (setting.isUrl()) {
                checkToken(setting, given);
            }
        }
        String phoneValue = setting.phoneValue(text);
        return given.secret()
                ? referenceResolver.secret(phoneValue, found)
                : new ResolvedValue(phoneValue, false, found, setting.at());
    }

    /** Whether a value of a layer is allowed. Reports nothing. */
    public boolean allows(String name, LayerStack.LayerValue found) {
        TypedSetting setting = setting(name);
        if (setting == null) {
            return true;
        }
        String text =
                referenceResolver.follow(found, VariableNames.isSecret(name)).text();
        if (!setting.allows(text) || !setting.rule().isPath(text)) {
            return setting.allows(text) && !isForeign(setting, text);
        }
        return link.hasUrl() && isServed(text) && isAllowed(setting, url(setting, text, found));
    }

    /** Whether the phone would send the login of its files to the server of a URL that is not Lineman's. */
    private boolean isForeign(TypedSetting setting, String url) {
        SharedLogin login = setting.sharedLogin();
        return login != null
                && !url.isEmpty()
                && login.appliesTo(model.entry().texts(ModelField.FEATURES))
                && link.hasLogin()
                && !link.serves(url);
    }

    /** Reports such a URL, which the phone does not get, not even as the last good value. */
    private @Nullable ResolvedValue foreign(TypedSetting setting, ResolvedValue given) {
        LayerStack.LayerValue found = given.origin();
        ResolvedValue preset = preset(setting);
        if (found != null) {
            String name = "'" + setting.name() + "'";
            reportForeign(found.position(), name, preset == null ? "it is left out" : "its default is used");
        }
        return preset;
    }

    /** @param what is not on the server of the phone's files */
    private void reportForeign(Position at, String what, String used) {
        referenceResolver.report(Problem.error(
                at,
                what + " is not below '" + ProvisioningUrl.KEY
                        + "', and the phone would send the login of 'provisioning' to that server (" + template.path()
                        + "), so " + used + "; put the file below " + StaticFiles.FOLDER
                        + " and write its path, or protect the phone's files with a token instead of a login"));
    }

    /** Warns of a URL of a file of the site that the phone cannot fetch. */
    private void checkToken(TypedSetting setting, ResolvedValue given) {
        LayerStack.LayerValue found = given.origin();
        if (found == null || ProvisioningUrl.token(phone.layers()) == null) {
            return;
        }
        for (String file : siteFiles()) {
            if (link.lacksToken(given.text(), file)) {
                referenceResolver.report(Problem.warning(
                        found.position(),
                        "'" + setting.name()
                                + "' is the URL of a file of the site without its token, so the phone gets a"
                                + " 404; write the name of the file, '" + setting.name() + ": " + file + "', and '"
                                + ProvisioningUrl.KEY + "' if the phone has none"));
                return;
            }
        }
    }

    /** The value of a phone that gives none. The path of a file counts only if the phone can fetch this file. */
    private @Nullable ResolvedValue preset(TypedSetting setting) {
        String preset = setting.defaultValue();
        if (preset == null) {
            return null;
        }
        if (!setting.rule().isPath(preset)) {
            if (isForeign(setting, preset)) {
                reportForeign(setting.at(), "the default of '" + setting.name() + "'", "it is left out");
                return null;
            }
            return ResolvedValue.offered(setting.phoneValue(preset), setting.at());
        }
        ResolvedValue url = isServed(preset) ? url(setting, preset, null) : null;
        return isAllowed(setting, url) ? url : null;
    }

    /** The URL of the file whose path a layer gives. */
    private @Nullable ResolvedValue file(TypedSetting setting, ResolvedValue given) {
        String path = given.text();
        String what = "'" + setting.name() + (isShown(given) ? ": " + path + "'" : "'");
        if (!link.hasUrl()) {
            return rejected(
                    setting,
                    given,
                    what + " is the path of a file, and the phone has no '" + ProvisioningUrl.KEY
                            + "' to fetch it from: add it to a _defaults.yaml, or write a whole URL",
                    "");
        }
        if (isServed(path)) {
            ResolvedValue url = url(setting, path, given.origin());
            return isAllowed(setting, url)
                    ? url
                    : rejected(
                            setting,
                            given,
                            what + " becomes a URL below '" + ProvisioningUrl.KEY + "', and '" + setting.name()
                                    + "' must be " + setting.rule().urlDescription(),
                            "; write a whole URL");
        }
        String hint = isShown(given) ? NearestName.hint(path, servedFiles.all(phone, referenceResolver)) : "";
        return rejected(
                setting,
                given,
                what + " is no file below " + StaticFiles.FOLDER + " and none that a site template serves",
                hint.isEmpty() ? "; put the file there, or write a URL such as http://10.172.0.2/file" : hint);
    }

    private @Nullable ResolvedValue url(TypedSetting setting, String path, LayerStack.@Nullable LayerValue origin) {
        ResolvedValue url = link.file(path, isOfSite(path), origin);
        return url == null ? null : new ResolvedValue(url.text(), url.secret(), origin, setting.at());
    }

    /** Whether the phone can have the URL of a file. Its scheme is that of the provisioning URL. */
    private boolean isAllowed(TypedSetting setting, @Nullable ResolvedValue url) {
        return url == null || referenceResolver.isAssumed(url.text()) || setting.allows(url.text());
    }

    private boolean isServed(String path) {
        return servedFiles.isStatic(path, referenceResolver) || isOfSite(path);
    }

    private boolean isOfSite(String path) {
        return StaticFiles.hasPath(siteFiles(), path);
    }

    /**
     * Reports a value that the phone cannot have.
     *
     * @param hint the end of the message
     * @return what the phone gets instead; null if that is nothing
     */
    private @Nullable ResolvedValue rejected(TypedSetting setting, ResolvedValue given, String objection, String hint) {
        LayerStack.LayerValue found = given.origin();
        if (found == null) {
            throw new IllegalStateException("a value without its place");
        }
        if (given.secret() || setting.security()) {
            referenceResolver.report(
                    Problem.blocking(found.position(), objection + ", so the phone keeps its last good files" + hint));
            return given;
        }
        ResolvedValue preset = preset(setting);
        String used = setting.isUrl() ? "its default is used" : "its default '" + setting.defaultValue() + "' is used";
        referenceResolver.report(Problem.error(
                found.position(), objection + ", so " + (preset == null ? "it is left out" : used) + hint));
        return preset;
    }

    /** Whether a message may repeat a value: it is written as it is, and no secret. */
    private static boolean isShown(ResolvedValue given) {
        LayerStack.LayerValue found = given.origin();
        return !given.secret() && found != null && !(found.value() instanceof FieldValues.ValueReference);
    }
}
