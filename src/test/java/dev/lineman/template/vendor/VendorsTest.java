package dev.lineman.template.vendor;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.input.ReadResult;
import dev.lineman.template.Catalog;
import dev.lineman.template.OwnModels;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import dev.lineman.template.model.ModelFile;
import dev.lineman.template.model.ModelFileReader;
import dev.lineman.template.model.TemplateLayer;
import dev.lineman.template.vendor.DhcpOption.OptionValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vendors of model files: what they say, the problem of each mistake with its place, and which file counts. */
class VendorsTest {
    private static final String PATH = "templates/models/acme.yaml";

    @Test
    void aFileGivesVendorsWithoutModels() {
        PhoneVendors vendors = catalog("""
                vendors:
                  ACME:
                    ouis: [00:04:AB, 0004cd12]
                    pnp: file
                    dhcp: [{option: 160, value: "<folder>"}, {option: 43, sub: 2, max: 60}, {option: 150, type: address, value: <host>}]
                    vendor_class: [Acme Phone]
                  ACME Desk: {pnp: folder}
                  acme desk pro: {dhcp: []}
                """, "").vendors();
        PhoneVendor acme = vendors.ofFamily("ACME Room");
        assertThat(acme)
                .isEqualTo(new PhoneVendor(
                        "ACME",
                        List.of("0004ab", "0004cd12"),
                        PnpForm.FILE,
                        List.of(
                                new DhcpOption(160, 0, OptionValueType.TEXT, "<folder>", "", 255),
                                new DhcpOption(43, 2, OptionValueType.TEXT, "<url>", "", 60),
                                new DhcpOption(150, 0, OptionValueType.ADDRESS, "<host>", "", 255)),
                        List.of("Acme Phone")));
        assertThat(vendors.ofFamily("ACME  desk")).isEqualTo(vendors.ofFamily("ACME Desk 2"));
        assertThat(vendors.ofFamily("ACME Desk").pnp()).isEqualTo(PnpForm.FOLDER);
        assertThat(vendors.ofFamily("ACME Desk").dhcp()).isEqualTo(acme.dhcp());
        assertThat(vendors.ofFamily("ACME Desk Pro").dhcp()).isEmpty();
        assertThat(vendors.ofFamily("ACME Desk Pro").pnp()).isEqualTo(PnpForm.FOLDER);
        assertThat(vendors.ofFamily("ACMEX")).isEqualTo(PhoneVendor.UNKNOWN);
        assertThat(vendors.ofMac("0004ab000001")).isEqualTo(acme);
        assertThat(vendors.ofMac("0004cd120001")).isEqualTo(acme);
        assertThat(vendors.ofMac("0004cd130001")).isNull();
    }

    @Test
    void theRootChangesOneKeyOfABuiltInVendor() {
        Catalog catalog = catalog(
                "vendors: {acme: {pnp: none, ouis: [0004ab]}, Other: {ouis: [0004cd]}}",
                "vendors: {ACME: {pnp: file, ouis: [0004cd, 0004ef], vendor_class: [a]}}");
        PhoneVendor acme = catalog.vendors().ofFamily("ACME");
        assertThat(acme.pnp()).isEqualTo(PnpForm.NONE);
        assertThat(acme.vendorClasses()).containsExactly("a");
        assertThat(catalog.vendors().ofMac("0004ab000001")).isEqualTo(acme);
        assertThat(catalog.vendors().ofMac("0004ef000001")).isNull();
        assertThat(requireNonNull(catalog.vendors().ofMac("0004cd000001")).name())
                .isEqualTo("Other");
        assertThat(catalog.modelProblems()).isEmpty();
    }

    @Test
    void theLongestBeginningOfAMacWins() {
        PhoneVendors vendors = catalog("vendors: {A: {ouis: [0004ab]}, B: {ouis: [0004ab1]}}", "")
                .vendors();
        assertThat(requireNonNull(vendors.ofMac("0004ab100000")).name()).isEqualTo("B");
        assertThat(requireNonNull(vendors.ofMac("0004ab200000")).name()).isEqualTo("A");
    }

    @Test
    void twoFilesOfOneLayerThatSayTheSameAreAProblem() {
        Catalog catalog = Catalog.EMPTY
                .with("templates/models/a.yaml", file("templates/models/a.yaml", "vendors: {A: {ouis: [0004ab]}}"))
                .with(
                        "templates/models/b.yaml",
                        file("templates/models/b.yaml", "vendors: {a: {ouis: [0004cd]}, B: {ouis: [0004ab]}}"));
        assertThat(catalog.modelProblems())
                .extracting(Object::toString)
                .containsExactly(
                        "templates/models/b.yaml:1:11: error: the vendor 'a' has another entry at templates/models/a.yaml:1:11,"
                                + " which counts; write both as one",
                        "templates/models/b.yaml:1:32: error: the MACs that begin with 0004ab belong to 'A' at"
                                + " templates/models/a.yaml:1:11; remove them from one of the vendors");
        assertThat(requireNonNull(catalog.vendors().ofMac("0004ab000001")).name())
                .isEqualTo("A");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vendors: [A]|1:10: error: 'vendors' is a mapping of names and values, such as",
                "vendors: {A: 7}|1:14: error: a vendor is a mapping, such as {ouis: [001565], pnp: folder}",
                "vendors: {' ': {}}|1:11: error: the name of a vendor has 1 to 64 letters, digits",
                "vendors: {'A\"; }': {}}|1:11: error: the name of a vendor has 1 to 64 letters, digits",
                "vendors: {A: {}, a: {}}|1:18: error: this vendor occurs twice in 'vendors'",
                "vendors: {A: {oui: [001565]}}|1:15: error: unknown key 'oui' in a vendor; did you mean 'ouis'?",
                "vendors: {A: {ouis: 001565}}|1:21: error: 'ouis' is a list, such as [001565, 805ec0]",
                "vendors: {A: {ouis: [00156]}}|1:22: error: '00156' is no beginning of a MAC: write its first 6 to 12 digits",
                "vendors: {A: {ouis: [00-15-6g]}}|1:22: error: '00-15-6g' is no beginning of a MAC",
                "vendors: {A: {ouis: [001565, 00:15:65]}}|1:30: error: '00:15:65' occurs twice in 'ouis'; remove one",
                "vendors: {A: {pnp: dir}}|1:20: error: 'dir' is no value of 'pnp'; it has folder, file, none",
                "vendors: {A: {pnp: fodler}}|1:20: error: 'fodler' is no value of 'pnp'; did you mean 'folder'?",
                "vendors: {A: {vendor_class: x}}|1:29: error: 'vendor_class' is a list",
                "vendors: {A: {vendor_class: ['a\"b']}}|1:30: error: 'vendor_class' has the beginnings of DHCP option 60",
                "vendors: {A: {dhcp: 66}}|1:21: error: 'dhcp' is a list of options, such as [{option: 66, value: \"<url>\"}]",
                "vendors: {A: {dhcp: [66]}}|1:22: error: an option is a mapping, such as {option: 66",
                "vendors: {A: {dhcp: [{}]}}|1:22: error: an option needs its number, such as {option: 66",
                "vendors: {A: {dhcp: [{option: 255}]}}|1:31: error: 'option' is 43, 66, 67, 114, or a number from 128 to 254, not '255'",
                "vendors: {A: {dhcp: [{option: x}]}}|1:31: error: 'option' is 43, 66, 67, 114, or a number from 128 to 254, not 'x'",
                "vendors: {A: {dhcp: [{option: 3}]}}|1:31: error: 'option' is 43, 66, 67, 114, or a number from 128",
                "vendors: {A: {dhcp: [{option: 150}]}}|1:22: error: option 150 has addresses (RFC 5859); add 'type: address'",
                "vendors: {A: {dhcp: [{option: 66, max: 256}]}}|1:40: error: 'max' is a number from 1 to 255, not '256'",
                "vendors: {A: {dhcp: [{option: 66, sub: 2}]}}|1:22: error: 'sub' is the number of the part inside option 43",
                "vendors: {A: {dhcp: [{option: 43}]}}|1:22: error: 'sub' is the number of the part inside option 43",
                "vendors: {A: {dhcp: [{option: 66}, {option: 66}]}}|1:36: error: option 66 occurs twice in 'dhcp'; remove one",
                "vendors: {A: {dhcp: [{option: 66, type: ip}]}}|1:41: error: 'ip' is no value of 'type'; it has text, address",
                "vendors: {A: {dhcp: [{option: 66, scheme: tftp}]}}|1:43: error: 'tftp' is no value of 'scheme'; it has http, https",
                "vendors: {A: {dhcp: [{option: 66, value: x}]}}|1:42: error: 'value' is a text of one line with a part of the URL",
                "vendors: {A: {dhcp: [{option: 66, value: <uri>}]}}|1:42: error: '<uri>' is no part of a URL; write one of <url>",
                "vendors: {A: {dhcp: [{option: 66, vaule: <url>}]}}|1:35: error: unknown key 'vaule' in an option; did you mean 'value'?",
                "{vendors: {A: {}}, lines: 4}|1:1: error: the name of the family is missing: add 'family: NAME'",
            })
    void aMistakeIsAProblemAtItsPlace(String yaml, String problem) {
        ReadResult result = ModelFileReader.read(PATH, yaml.getBytes(StandardCharsets.UTF_8), TemplateLayer.ROOT);
        assertThat(result.document()).isNull();
        assertThat(result.problems()).isNotEmpty();
        assertThat(result.problems().get(0).toString()).startsWith(PATH + ':' + problem);
    }

    @Test
    void aFileThatGrowsContinuesItsBeginning() {
        ModelFile whole = file(PATH, "vendors:\n  A: {pnp: none}\n  B:\n    pnp: file\n    ouis: [0004ab]\n");
        assertThat(whole.continues(file(PATH, "vendors:\n  A: {pnp: none}\n  B:\n    pnp: file\n")))
                .isTrue();
        assertThat(whole.continues(file(PATH, "vendors:\n  A: {pnp: none}\n"))).isTrue();
        assertThat(whole.continues(file(PATH, "vendors:\n  A: {pnp: file}\n  B: {pnp: file}\n")))
                .isFalse();
        assertThat(whole.continues(whole)).isFalse();
        ModelFile options =
                file(PATH, "vendors:\n  A:\n    dhcp:\n    - option: 160\n      value: <folder>\n    - option: 66\n");
        assertThat(options.continues(file(PATH, "vendors:\n  A:\n    dhcp:\n    - option: 160\n")))
                .isTrue();
        assertThat(options.continues(file(PATH, "vendors:\n  A:\n    dhcp:\n    - option: 161\n")))
                .isFalse();
        assertThat(options.continues(file(PATH, "vendors:\n  A:\n    pnp: none\n")))
                .isFalse();
    }

    @Test
    void eachFamilyOfThePackHasAVendorWhoseMacsAndOptionsAreKnown() throws Exception {
        Catalog pack = OwnModels.catalog();
        assertThat(pack.modelProblems()).isEmpty();
        Set<String> withoutMacs = new TreeSet<>();
        for (ModelEntry model : pack.models()) {
            String family = model.text(ModelField.FAMILY);
            PhoneVendor vendor = pack.vendors().ofFamily(family);
            assertThat(vendor).as(family).isNotEqualTo(PhoneVendor.UNKNOWN);
            assertThat(pack.vendors().ofFamily(model.name()).dhcp())
                    .as(model.name())
                    .isNotNull();
            if (vendor.ouis().isEmpty()) {
                withoutMacs.add(family.replaceAll(" .*", ""));
            }
            for (String oui : vendor.ouis()) {
                PhoneVendor owner = requireNonNull(pack.vendors().ofMac(oui + "000000"));
                assertThat(vendor.name()).as(oui).startsWith(owner.name());
            }
        }
        assertThat(withoutMacs).containsExactly("Cisco", "Linksys", "Linphone");
        assertThat(requireNonNull(pack.vendors().ofMac("c074ad000001")).pnp()).isEqualTo(PnpForm.FOLDER);
    }

    @Test
    void phonesThatAskByTftpAreMarked() throws Exception {
        Set<String> families = new TreeSet<>();
        for (ModelEntry model : OwnModels.catalog().models()) {
            if (model.texts(ModelField.FEATURES).contains("tftp")) {
                families.add(model.text(ModelField.FAMILY));
            }
        }
        assertThat(families)
                .containsExactly(
                        "Cisco 7900",
                        "Cisco 7940",
                        "Cisco ATA",
                        "Cisco SPA",
                        "Grandstream GXP old",
                        "Linksys ATA",
                        "Linksys SPA");
    }

    private static Catalog catalog(String root, String builtIn) {
        Catalog catalog = Catalog.EMPTY.with(PATH, file(PATH, root));
        return builtIn.isEmpty()
                ? catalog
                : catalog.with(ModelFile.id(PATH, TemplateLayer.BUILT_IN), read(builtIn, TemplateLayer.BUILT_IN, PATH));
    }

    private static ModelFile file(String path, String yaml) {
        return read(yaml, TemplateLayer.ROOT, path);
    }

    private static ModelFile read(String yaml, TemplateLayer layer, String path) {
        ReadResult result = ModelFileReader.read(path, yaml.getBytes(StandardCharsets.UTF_8), layer);
        assertThat(result.problems()).isEmpty();
        return (ModelFile) requireNonNull(result.document());
    }
}
