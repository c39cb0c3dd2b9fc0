package dev.lineman.bulk;

import dev.lineman.bulk.Column.Owner;
import dev.lineman.inventory.ExtensionField;
import dev.lineman.inventory.ExtensionField.Scope;
import dev.lineman.problem.Nearest;
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
 * What headings mean: our keys, and those of 3CX's own import and export files (versions 15 to 20). Case, blanks and
 * punctuation do not matter, except in the names behind {@code vars.} and {@code options.}.
 */
final class Headings {
    private static final Pattern PREFIX =
            Pattern.compile("(phone|extension)\\s*[.:](.+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern VAR = Pattern.compile("vars?\\s*[.:](.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern OPTION =
            Pattern.compile("options?\\s*[.:](.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern CODEC = Pattern.compile("codecs?[\\s._-]*\\[?(\\d{1,4})]?", Pattern.CASE_INSENSITIVE);
    private static final Pattern PROVISIONING =
            Pattern.compile("provisioning\\s*[.:]\\s*([a-z_]+)\\s*(?:\\[(\\d{1,4})])?", Pattern.CASE_INSENSITIVE);
    private static final Pattern BLF_KEY =
            Pattern.compile("blf[\\s._-]*(\\d{1,4})(?!\\d)(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern BLF_ITEM = Pattern.compile("blf\\s*\\[(\\d{1,4})](.*)", Pattern.CASE_INSENSITIVE);

    private static final Map<String, Step> KEYS = new HashMap<>();
    private static final Map<String, Step> BLF_FIELDS = new HashMap<>();
    private static final Map<String, Column> OTHERS = new HashMap<>();

    /** What 3CX has besides, all of it about the PBX and not about the phone. */
    private static final Set<String> PBX_ONLY = Set.of("""
            webmeetingfriendlyname webmeetingprivateroom webmeetingacceptreject wmapprove clicktocall
            clicktocallfriendlyname clicktocallauth role department enablevoicemail vmenable vmlanguage vmnopin vmpin
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

    /** What 3CX has of the phone and templates decide here. */
    private static final Map<String, String> BY_TEMPLATE = Map.of(
            "language", "options.languages",
            "ringtone", "options.ringtones",
            "timezone", "options.timezoneParams");

    private static final Set<String> ROUTING = Set.of("""
            router qringtone interfaceip interfaceip0 deskphonewebpass customtemplate phonesettings
            """.split("\\s+"));

    static {
        for (ExtensionField field : ExtensionField.all(ExtensionField::isColumn)) {
            Step step = Step.key(field.key());
            if (field.isIn(Scope.BLF_KEY)) {
                BLF_FIELDS.put(bare(field.key()), step);
            }
            if (field.isIn(Scope.EXTENSION) || field.isIn(Scope.PHONE)) {
                KEYS.put(bare(field.key()), step);
                field.headings().forEach(heading -> KEYS.put(heading, step));
            }
        }
        OTHERS.put("file", Column.FILE);
        Map.of(
                        "emailaddress", "email",
                        "mobilenumber", "mobile",
                        "outboundcallerid", "outbound_caller_id",
                        "did", "did")
                .forEach((heading, name) -> OTHERS.put(heading, Column.unprefixed(Step.key("vars"), Step.key(name))));
    }

    private Headings() {}

    /** The column that a heading means; empty when it means none. */
    static Optional<Column> column(String heading) {
        Column other = OTHERS.get(bare(heading));
        if (other != null) {
            return Optional.of(other);
        }
        Matcher prefix = PREFIX.matcher(heading);
        if (prefix.matches()) {
            Owner owner = prefix.group(1).equalsIgnoreCase("phone") ? Owner.PHONE : Owner.EXTENSION;
            return path(prefix.group(2)).map(path -> new Column(owner, path));
        }
        return path(heading).map(path -> Column.unprefixed(path.toArray(Step[]::new)));
    }

    private static Optional<List<Step>> path(String heading) {
        Matcher var = VAR.matcher(heading);
        if (var.matches()) {
            return Optional.of(
                    List.of(Step.key("vars"), Step.key(var.group(1).strip().toLowerCase(Locale.ROOT))));
        }
        Matcher option = OPTION.matcher(heading);
        if (option.matches()) {
            return Optional.of(List.of(Step.key("options"), Step.key(option.group(1))));
        }
        Matcher codec = CODEC.matcher(heading);
        if (codec.matches()) {
            return number(codec.group(1)).map(n -> List.of(Step.key("codecs"), Step.item(n)));
        }
        Matcher rule = PROVISIONING.matcher(heading);
        if (rule.matches()) {
            List<Step> path =
                    List.of(Step.key("provisioning"), Step.key(rule.group(1).toLowerCase(Locale.ROOT)));
            return rule.group(2) == null
                    ? Optional.of(path)
                    : number(rule.group(2)).map(n -> List.of(path.get(0), path.get(1), Step.item(n)));
        }
        Matcher item = BLF_ITEM.matcher(heading);
        if (item.matches()) {
            return number(item.group(1)).flatMap(n -> blf(Step.item(n), item.group(2)));
        }
        Matcher key = BLF_KEY.matcher(heading);
        if (key.matches()) {
            return number(key.group(1)).flatMap(n -> blf(Step.key(n.toString()), key.group(2)));
        }
        return Optional.ofNullable(KEYS.get(bare(heading))).map(List::of);
    }

    private static Optional<Integer> number(String digits) {
        int number = Integer.parseInt(digits);
        return number == 0 ? Optional.empty() : Optional.of(number);
    }

    private static Optional<List<Step>> blf(Step key, String field) {
        List<Step> path = new ArrayList<>(List.of(Step.key("blf"), key));
        if (!bare(field).isEmpty()) {
            Step known = BLF_FIELDS.get(bare(field));
            if (known == null) {
                return Optional.empty();
            }
            path.add(known);
        }
        return Optional.of(path);
    }

    /** Why a heading means no column, and what to do. */
    static String ignored(String heading) {
        String bare = bare(heading);
        String instead = BY_TEMPLATE.get(bare);
        if (instead != null) {
            return "3CX's values for it may be others than the template's; rename it to '" + instead
                    + "' if your templates have such a choice";
        }
        if (PBX_ONLY.contains(bare)) {
            return "it sets up the PBX, not the phone";
        }
        if (ROUTING.contains(bare)) {
            return "nothing here corresponds to it; if a template needs it, rename it to 'vars." + bare + "'";
        }
        List<String> known = new ArrayList<>(KEYS.keySet());
        return "there is no such column" + Nearest.hint(bare, known)
                + "; if a template needs it, rename it to 'vars.NAME'";
    }

    /** Without case, blanks and punctuation. */
    private static String bare(String heading) {
        StringBuilder bare = new StringBuilder(heading.length());
        heading.codePoints()
                .filter(Character::isLetterOrDigit)
                .map(Character::toLowerCase)
                .forEach(bare::appendCodePoint);
        return bare.toString();
    }
}
