package dev.lineman.command.schema;

import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionField.FieldScope;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What each key of an extension file means, in one sentence. An editor shows it beside the key, and a test compares the
 * tables of {@code extensions.md} with it. Stateless.
 */
final class KeyDescriptions {
    /** One key a line. A key that means something else in one kind of mapping has the name of that mapping in front. */
    private static final Map<String, String> ALL = """
            extension: the number, unique within its site
            first_name: the first name of the person
            last_name: the last name of the person
            auth_id: the user name of the phone at the PBX
            auth_password: the password of the phone at the PBX, a secret
            pbx_ip: the host name or the IP address of the PBX
            label: the name of the line (default: the number)
            mobile: the mobile number of the person, for phonebooks
            work: the number at work
            home: the private number
            other: another number
            numbers.mobile: the mobile number
            numbers: the telephone numbers of the contact: work, mobile, home, other
            speed_dial: the key that dials the contact, unique within a site
            company: the company of the person, for phonebooks
            department: the department of the person, for phonebooks
            groups: a group of a phonebook, or a list of groups
            listed: false keeps the extension out of phonebooks (default: true)
            site: the customer; numbers are unique within a site
            provisioning_url: where phones ask for their files: the URL of /provisioning. Sets %%PROVLINK%% and its parts
            exact: the URL as it is: nothing is appended to it, and it is not checked
            phone: one phone; with phones, all of these
            phones: a list of phones
            mac: 12 hex digits, with or without :, - or . between them
            line: 1 to 999 (default: 1)
            handset: the DECT handset that has the account
            bases: further bases of the same DECT system: their MACs. Each gets the same accounts in files of its own
            ipui: the identity of the handset: 10 hex digits, or 12 decimal digits and a check digit
            handset.number: the number of the handset at the base (default: the line)
            handset.name: the name of the handset
            base.name: the name of the base
            group: the roaming group of the base, as the vendor numbers it
            model: the model as its box names it, which chooses the template: Yealink T54W, T54W or SIP-T54W. Case, blanks and punctuation do not matter
            profile: a profile of a folder above, or a list of profiles, the nearest first
            template: a file below templates/phones instead, without .xml. Then model chooses the entry in it. Below models, it gives some phones a variant
            network: the network, if the template offers several
            options: choices that the template offers
            require: options that must hold
            codecs: codecs that the template offers, the preferred one first
            modules: the expansion modules of the phone: how many, or their types
            blf: BLF keys: a list, or a map by key number
            softkeys: keys below the display, as blf
            vars: more placeholders. Names have letters, digits, _ . : -; case does not matter. A name that no template reads is a warning
            settings: vendor parameters: any parameter of the phone, by the name that the vendor gives it
            provisioning: who may fetch the files of the phone
            site_templates: names of site templates for the sites below this folder
            phonebook_sort: first_name sorts the phonebooks of the sites below this folder by first name (default: last_name)
            models: values for some models only
            profiles: named values that phones and extensions can use
            type: the type of the key (default: it watches an extension of the same site)
            number: the number that the key watches or calls; for some types a URL, a group address or a text
            blf_key.first_name: the first name on the key (default: that of the watched extension)
            icon: the name of an icon, as the phone knows it
            blf_key.label: what the key shows (default: both names)
            blf_key.line: the line of the account that the key uses (default: that of the first account)
            blf_key.last_name: the last name on the key (default: that of the watched extension)
            user: text without :; "" for none
            password: text; a secret
            allow: networks such as 10.0.0.0/8, and addresses
            user_agent: true or false
            certificate: true or false
            token: 16 to 128 letters, digits, - _ . ~; a secret; "" for none
            until: date, time and zone; "" for none
            fetches: 1 to 999999; "" for no limit
            tftp: whether the phone gets its files by TFTP too: true or false (default: as its model)
            """.lines()
            .map(line -> line.split(": ", 2))
            .collect(Collectors.toUnmodifiableMap(parts -> parts[0], parts -> parts[1]));

    /** What a contact is. */
    static final String OF_CONTACT = "a person of the phonebooks who is no extension; it stands alone";

    private KeyDescriptions() {}

    /** What a key means in a kind of mapping: one sentence, without a full stop. */
    static String of(ExtensionField field, FieldScope scope) {
        String key = field.key();
        String special = ALL.get(scope.name().toLowerCase(Locale.ROOT) + '.' + key);
        String description = special == null ? ALL.get(key) : special;
        if (description == null) {
            throw new IllegalStateException("no description of " + key);
        }
        return description;
    }
}
