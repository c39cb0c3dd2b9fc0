package dev.lineman.command.csv.column;

import dev.lineman.command.csv.column.CsvColumn.ColumnOwner;
import dev.lineman.command.csv.table.CsvTable;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionField.FieldScope;
import dev.lineman.problem.NearestName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the column for a heading: keys of extension files, and headings of 3CX import and export files (versions 15 to
 * 20).
 * Ignores case, blanks and punctuation, except in names behind {@code vars.}, {@code options.} and {@code
 * require.}. Stateless.
 */
public final class ColumnHeadings {
    /** A heading that names its owner: {@code phone.model}. */
    private static final Pattern PREFIX =
            Pattern.compile("(phone|extension)\\s*[.:](.+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** A variable: {@code vars.name}. */
    private static final Pattern VAR = Pattern.compile("vars?\\s*[.:](.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** A template option that is picked or required: {@code options.name}, {@code require.name}. */
    private static final Pattern OPTION =
            Pattern.compile("(option|options|require)\\s*[.:](.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** A vendor parameter: {@code settings.name}, {@code settings(family).name}, with {@code #2} for a second value. */
    private static final Pattern PARAMETER = Pattern.compile(
            "settings?(?:\\s*\\(([^()]*)\\))?\\s*[.:](.*?)(?:\\s+#(\\d{1,4}))?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** A codec by its priority: {@code codecs[1]}, {@code codec 1}. */
    private static final Pattern CODEC = Pattern.compile("codecs?[\\s._-]*\\[?(\\d{1,4})]?", Pattern.CASE_INSENSITIVE);

    /** An item of a list of names: {@code profile[1]}. */
    private static final Pattern NAME_ITEM =
            Pattern.compile("(profile|groups|modules|bases)\\s*\\[(\\d{1,4})]", Pattern.CASE_INSENSITIVE);

    /** A value of a further DECT base: {@code bases[1].name}. */
    private static final Pattern BASE_ITEM =
            Pattern.compile("bases\\s*\\[(\\d{1,4})]\\s*[.:]\\s*(mac|name|group)", Pattern.CASE_INSENSITIVE);

    /** A value of the DECT handset: {@code handset.ipui}. */
    private static final Pattern HANDSET =
            Pattern.compile("handset[\\s._:-]*(number|ipui|name)", Pattern.CASE_INSENSITIVE);

    /** A key of the access rule: {@code provisioning.allow[1]}. */
    private static final Pattern PROVISIONING =
            Pattern.compile("provisioning\\s*[.:]\\s*([a-z_]+)\\s*(?:\\[(\\d{1,4})])?", Pattern.CASE_INSENSITIVE);

    /** A URL to which nothing is appended: {@code provisioning_url.exact}. */
    private static final Pattern EXACT_URL =
            Pattern.compile("provisioning[\\s_-]*url\\s*[.:]\\s*exact", Pattern.CASE_INSENSITIVE);

    /** A key by its position on the phone: {@code blf1}, {@code blf 1 number}, {@code softkeys.1.type}. */
    private static final Pattern BLF_KEY =
            Pattern.compile("(blf|soft[\\s_-]*keys?)[\\s._-]*(\\d{1,4})(?!\\d)(.*)", Pattern.CASE_INSENSITIVE);

    /** A key by its position in the list: {@code blf[1].number}. */
    private static final Pattern BLF_ITEM =
            Pattern.compile("(blf|soft[\\s_-]*keys?)\\s*\\[(\\d{1,4})](.*)", Pattern.CASE_INSENSITIVE);

    /** Keys of extensions and phones, by normalized heading. */
    private static final Map<String, PathStep> KEYS = new HashMap<>();

    /** Keys of one BLF key or soft key, by normalized heading. */
    private static final Map<String, PathStep> BLF_FIELDS = new HashMap<>();

    /** Headings with a fixed column, such as those that become a variable. */
    private static final Map<String, CsvColumn> FIXED_COLUMNS = new HashMap<>();

    /** Headings of 3CX that configure the PBX and not the phone. */
    private static final Set<String> PBX_ONLY = Set.of("""
            webmeetingfriendlyname webmeetingprivateroom webmeetingacceptreject wmapprove clicktocall
            clicktocallfriendlyname clicktocallauth role enablevoicemail vmenable vmlanguage vmnopin vmpin
            pin vmplaycallerid vmplaymsgdatetime vmemailoptions queuestatus sipid deliveraudio supportreinvite
            supportreplaces enablesrtp srtpmode managementaccess reporteraccess wallboardaccess turnoffmyphone
            hidefwrules canseerecordings candeleterecordings recordcansee recordcandelete recordstartstop
            recordnotify recordcalls recordexternal recordexternalcallsonly allowownrecordings allowallrecordings
            callscreening emailmissedcalls disabled disableexternalcalls allowlanonly blockremotetunnel pinprotect
            pinprotected pintimeout usetunnel dnd usecti startupscreen hotelmoduleaccess dontshowextinphbk
            hideinphonebook srvcaccesspwd voipadmin sysadmin securesip pushextension integration allowtousehotdesking
            hotdesk transcription ms365signindisabled ms365calendardisabled ms365contactsdisabled ms365teamsdisabled
            googlesignindisabled googlecontactsdisabled googlecalendardisabled
            """.split("\\s+"));

    /** Headings of 3CX with a similar template option; its values may differ. */
    private static final Map<String, String> BY_TEMPLATE = Map.of(
            "language", "options.languages",
            "ringtone", "options.ringtones",
            "timezone", "options.timezoneParams");

    /** Headings of 3CX without an equivalent here. */
    private static final Set<String> WITHOUT_EQUIVALENT = Set.of("""
            router qringtone customtemplate phonesettings
            """.split("\\s+"));

    static {
        for (ExtensionField field : ExtensionField.all(ExtensionField::isColumn)) {
            PathStep step = PathStep.key(field.key());
            if (field.isIn(FieldScope.BLF_KEY)) {
                BLF_FIELDS.put(CsvTable.normalizeHeading(field.key()), step);
            }
            if (field.isIn(FieldScope.EXTENSION) || field.isIn(FieldScope.PHONE)) {
                KEYS.put(CsvTable.normalizeHeading(field.key()), step);
                field.headings().forEach(heading -> KEYS.put(heading, step));
            }
        }
        FIXED_COLUMNS.put("file", CsvColumn.FILE);
        Map.of(
                        "emailaddress", "email",
                        "outboundcallerid", "outbound_caller_id",
                        "did", "did",
                        "deskphonewebpass", "admin_password")
                .forEach((heading, name) ->
                        FIXED_COLUMNS.put(heading, CsvColumn.unprefixed(PathStep.key("vars"), PathStep.key(name))));
    }

    private ColumnHeadings() {}

    /** Returns the column for a heading; empty if the heading is unknown. */
    public static Optional<CsvColumn> column(String heading) {
        CsvColumn other = FIXED_COLUMNS.get(CsvTable.normalizeHeading(heading));
        if (other != null) {
            return Optional.of(other);
        }
        Matcher prefix = PREFIX.matcher(heading);
        if (prefix.matches()) {
            ColumnOwner owner = prefix.group(1).equalsIgnoreCase("phone") ? ColumnOwner.PHONE : ColumnOwner.EXTENSION;
            return path(prefix.group(2)).map(path -> new CsvColumn(owner, path));
        }
        return path(heading).map(path -> CsvColumn.unprefixed(path.toArray(PathStep[]::new)));
    }

    /** Returns the path for a heading without its prefix; the more specific forms come first. */
    private static Optional<List<PathStep>> path(String heading) {
        Matcher var = VAR.matcher(heading);
        if (var.matches()) {
            return Optional.of(List.of(
                    PathStep.key("vars"), PathStep.key(var.group(1).strip().toLowerCase(Locale.ROOT))));
        }
        Matcher option = OPTION.matcher(heading);
        if (option.matches()) {
            String key = option.group(1).equalsIgnoreCase("require") ? "require" : "options";
            return Optional.of(List.of(PathStep.key(key), PathStep.key(option.group(2))));
        }
        Matcher parameter = PARAMETER.matcher(heading);
        if (parameter.matches()) {
            return parameter(parameter);
        }
        Matcher codec = CODEC.matcher(heading);
        if (codec.matches()) {
            return number(codec.group(1)).map(n -> List.of(PathStep.key("codecs"), PathStep.item(n)));
        }
        Matcher name = NAME_ITEM.matcher(heading);
        if (name.matches()) {
            String key = name.group(1).toLowerCase(Locale.ROOT);
            return number(name.group(2)).map(n -> List.of(PathStep.key(key), PathStep.item(n)));
        }
        Matcher base = BASE_ITEM.matcher(heading);
        if (base.matches()) {
            String key = base.group(2).toLowerCase(Locale.ROOT);
            return number(base.group(1))
                    .map(n -> List.of(PathStep.key(ExtensionField.BASES.key()), PathStep.item(n), PathStep.key(key)));
        }
        Matcher handset = HANDSET.matcher(heading);
        if (handset.matches()) {
            return Optional.of(List.of(
                    PathStep.key(ExtensionField.HANDSET.key()),
                    PathStep.key(handset.group(1).toLowerCase(Locale.ROOT))));
        }
        Matcher rule = PROVISIONING.matcher(heading);
        if (rule.matches()) {
            List<PathStep> path = List.of(
                    PathStep.key("provisioning"), PathStep.key(rule.group(1).toLowerCase(Locale.ROOT)));
            return rule.group(2) == null
                    ? Optional.of(path)
                    : number(rule.group(2)).map(n -> List.of(path.get(0), path.get(1), PathStep.item(n)));
        }
        if (EXACT_URL.matcher(heading).matches()) {
            return Optional.of(List.of(
                    PathStep.key(ExtensionField.PROVISIONING_URL.key()), PathStep.key(ExtensionField.EXACT.key())));
        }
        Matcher item = BLF_ITEM.matcher(heading);
        if (item.matches()) {
            return number(item.group(2)).flatMap(n -> key(item.group(1), PathStep.item(n), item.group(3)));
        }
        Matcher key = BLF_KEY.matcher(heading);
        if (key.matches()) {
            return number(key.group(2)).flatMap(n -> key(key.group(1), PathStep.key(n.toString()), key.group(3)));
        }
        return Optional.ofNullable(KEYS.get(CsvTable.normalizeHeading(heading))).map(List::of);
    }

    private static Optional<List<PathStep>> parameter(Matcher heading) {
        List<PathStep> path = new ArrayList<>(List.of(PathStep.key(ExtensionField.SETTINGS.key())));
        if (heading.group(1) != null) {
            path.add(PathStep.key(heading.group(1).strip()));
        }
        path.add(PathStep.key(heading.group(2).strip()));
        if (heading.group(3) != null) {
            Optional<Integer> number = number(heading.group(3));
            number.ifPresent(n -> path.add(PathStep.item(n)));
            return number.map(n -> path);
        }
        return Optional.of(path);
    }

    /** Returns a position counted from 1; empty for 0. */
    private static Optional<Integer> number(String digits) {
        int number = Integer.parseInt(digits);
        return number == 0 ? Optional.empty() : Optional.of(number);
    }

    /**
     * Returns the path for a column of a key.
     *
     * @param kind how the heading names BLF keys or soft keys
     * @param field the part behind the key number; empty for the number to dial
     */
    private static Optional<List<PathStep>> key(String kind, PathStep key, String field) {
        ExtensionField keys = kind.equalsIgnoreCase("blf") ? ExtensionField.BLF : ExtensionField.SOFTKEYS;
        List<PathStep> path = new ArrayList<>(List.of(PathStep.key(keys.key()), key));
        if (!CsvTable.normalizeHeading(field).isEmpty()) {
            PathStep known = BLF_FIELDS.get(CsvTable.normalizeHeading(field));
            if (known == null) {
                return Optional.empty();
            }
            path.add(known);
        }
        return Optional.of(path);
    }

    /** Returns why a heading has no column, and what to do. */
    static String reasonIgnored(String heading) {
        String bare = CsvTable.normalizeHeading(heading);
        String instead = BY_TEMPLATE.get(bare);
        if (instead != null) {
            return "3CX's values for it may be others than the template's; rename it to '" + instead
                    + "' if your templates have such a choice";
        }
        if (PBX_ONLY.contains(bare)) {
            return "it sets up the PBX, not the phone";
        }
        if (WITHOUT_EQUIVALENT.contains(bare)) {
            return "nothing here corresponds to it; if a template needs it, rename it to 'vars." + bare + "'";
        }
        List<String> known = new ArrayList<>(KEYS.keySet());
        return "there is no such column" + NearestName.hint(bare, known)
                + "; if a template needs it, rename it to 'vars.NAME'";
    }
}
