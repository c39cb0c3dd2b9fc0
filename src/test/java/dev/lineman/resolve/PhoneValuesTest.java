package dev.lineman.resolve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.collection.Deferred;
import dev.lineman.inventory.GeneratedFleet;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.url.ServingPath;
import dev.lineman.resolve.value.AccountField;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.resolve.variable.StaticFiles;
import dev.lineman.template.Catalog;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateBody;
import dev.lineman.template.TemplateKind;
import dev.lineman.template.TemplateMatch;
import dev.lineman.template.header.Header;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import dev.lineman.template.model.ModelValue;
import dev.lineman.template.model.TemplateLayer;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneValuesTest {
    private static final String MAC = "000413abcdef";
    private static final Template TEMPLATE = new Template(
            "templates/phones/x.xml",
            TemplateLayer.ROOT,
            TemplateKind.PHONE,
            "Snom 320",
            "",
            List.of(),
            Deferred.of(new TemplateBody(Header.NONE, List.of())));
    private static final TemplateMatch.MatchedTemplate MODEL = new TemplateMatch.MatchedTemplate(
            TEMPLATE,
            ModelEntry.of(
                    "Snom 320", Position.of("m"), Map.of(ModelField.UA, new ModelValue("snom320", Position.of("m")))));

    private final GeneratedFleet fleet = new GeneratedFleet();
    private String secrets = "unused: x";

    private PhoneValues values() {
        SecretStore read = (SecretStore) requireNonNull(
                SecretStore.read("secrets.yaml", secrets.getBytes(UTF_8)).document());
        return new PhoneValues(
                fleet.phone(MAC),
                MODEL,
                new Resolver(
                        fleet.inventory(),
                        Catalog.EMPTY,
                        SecretStore.NONE,
                        Map.of(),
                        StaticFiles.NONE,
                        ServingPath.ASSUMED),
                new ReferenceResolver(read, Map.of("PBX", "10.9.9.9", "E", "")));
    }

    private static List<String> problems(PhoneValues names) {
        return names.problems().stream().map(Problem::toString).toList();
    }

    private void twoAccounts() {
        fleet.with("_defaults.yaml", "vars: {a: root, b: root}", "pbx_ip: 10.0.0.1")
                .with(
                        "100.yaml",
                        "extension: 0100",
                        "first_name: John",
                        "last_name: ''",
                        "auth_id: id1",
                        "auth_password: pw1",
                        "provisioning_url: http://10.172.0.2:5481/provisioning",
                        "phone: {mac: 000413ABCDEF, model: snom, vars: {a: phone}}")
                .with(
                        "200.yaml",
                        "extension: 200",
                        "first_name: Ann",
                        "last_name: Lee",
                        "auth_id: id2",
                        "auth_password: pw2",
                        "pbx_ip: 10.0.0.2",
                        "label: Sales",
                        "phone: {mac: 000413ABCDEF, line: 3}");
    }

    @Test
    void theKeysOfAnAccountInVelocityStandInTheOrderOfTheManual() {
        twoAccounts();
        assertThat(values().model().get("account"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .extracting(Map::keySet, InstanceOfAssertFactories.collection(Object.class))
                .containsExactly(
                        "line",
                        "handset",
                        "number",
                        "firstName",
                        "lastName",
                        "displayName",
                        "label",
                        "authId",
                        "authPassword",
                        "pbxIp",
                        "vars");
    }

    @Test
    void eachDetailOfAnExtensionIsAKeyOfAnAccountInVelocity() {
        assertThat(AccountField.ALL)
                .flatExtracting(AccountField::sources)
                .containsAll(ExtensionField.all(ExtensionField::isDetail));
    }

    @ParameterizedTest
    @CsvSource({
        "extension_number,0100",
        "extension_first_name,John",
        "extension_last_name,''",
        "extension_auth_id,id1",
        "extension_auth_pw,pw1",
        "pbx_ip,10.0.0.1",
        "mac_address,000413abcdef",
        "mac_address_upper,000413ABCDEF",
        "phone_model,Snom 320",
        "ua,snom320",
        "network,LOCALLAN",
        "ext_01_enabled,1",
        "ext_02_enabled,0",
        "ext_03_enabled,1",
        "ext_99_enabled,0",
        "ext_int_num_01,0100",
        "ext_int_num_02,''",
        "ext_int_num_03,200",
        "ext_first_name_03,Ann",
        "ext_last_name_03,Lee",
        "ext_last_name_01,''",
        "ext_auth_id_03,id2",
        "ext_auth_pw_03,pw2",
        "ext_auth_pw_02,''",
        "ext_pbx_ip_01,10.0.0.1",
        "ext_pbx_ip_03,10.0.0.2",
        "ext_label_01,0100",
        "ext_label_02,''",
        "ext_label_03,Sales",
        "a,phone",
        "b,root",
        "provlink,http://10.172.0.2:5481/provisioning",
        "provlink.host,10.172.0.2",
        "provlinklocal.port,5481",
        "provlinklocal.path,/provisioning"
    })
    void theTableOfPlaceholdersHolds(String name, String value) {
        twoAccounts();
        PhoneValues names = values();
        assertThat(names.valueOf(name)).isEqualTo(value);
        assertThat(names.problems()).isEmpty();
        assertThat(names.dependencies()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c", "blf1", "ext_1_enabled", "ext_1000_enabled", "ext_color_01", "provlink.user", ""})
    void aNameThatNoFileSetsHasNoValue(String name) {
        twoAccounts();
        assertThat(values().valueOf(name)).isNull();
    }

    @Test
    void fieldsThatTheFirstAccountLacksHaveNoValueUnlessTheyAreOnlyShown() {
        fleet.with("100.yaml", "extension: 100", "phone: {mac: 000413ABCDEF}");
        assertThat(values().valueOf("extension_first_name")).isEmpty();
        assertThat(values().valueOf("ext_label_01")).isEqualTo("100");
        assertThat(values().valueOf("ext_auth_pw_01")).isNull();
        assertThat(values().valueOf("pbx_ip")).isNull();
        assertThat(values().valueOf("provlink")).isNull();
    }

    @Test
    void varsMaySetNamesWithoutABuiltInValue() {
        fleet.with(
                "100.yaml",
                "extension: 100",
                "vars: {blf7: seven, provlink.user: me, Param::SipPort: 5070}",
                "blf: {7: {type: line}}",
                "phone: {mac: 000413ABCDEF}");
        assertThat(values().valueOf("blf7")).isEmpty();
        assertThat(values().valueOf("provlink.user")).isEqualTo("me");
        assertThat(values().valueOf("param::sipport")).isEqualTo("5070");
        fleet.with("100.yaml", "extension: 100", "vars: {blf7: seven}", "phone: {mac: 000413ABCDEF}");
        assertThat(values().valueOf("blf7")).isEqualTo("seven");
    }

    @Test
    void secretsAreDotsWhereverTheyArePrinted() {
        secrets = "pw: hunter2\nurl: http://h/hunter2\n";
        fleet.with(
                "100.yaml",
                "extension: 100",
                "first_name: hunter2",
                "auth_password: hunter2",
                "auth_id: !secret pw",
                "provisioning_url: !secret url",
                "vars: {admin_password: hunter2, web_passwd: hunter2, x_secret: hunter2, my_token: hunter2,",
                "  PIN: hunter2, plain: hunter2, env: !env PBX, ref: !secret pw}",
                "phone: {mac: 000413ABCDEF}");
        PhoneValues names = values();
        for (String name : List.of(
                "extension_auth_pw",
                "ext_auth_pw_01",
                "extension_auth_id",
                "provlink",
                "provlink.path",
                "admin_password",
                "web_passwd",
                "x_secret",
                "my_token",
                "pin",
                "env",
                "ref")) {
            ResolvedValue value = requireNonNull(names.value(name));
            assertThat(value.secret()).as(name).isTrue();
            assertThat(value.toString()).as(name).isEqualTo("••••••");
            assertThat(value.text()).as(name).containsAnyOf("hunter2", "10.9.9.9", "http");
        }
        for (String name : List.of("extension_first_name", "plain", "extension_number")) {
            ResolvedValue value = requireNonNull(names.value(name));
            assertThat(value.secret()).as(name).isFalse();
            assertThat(value.toString()).as(name).isEqualTo(value.text());
        }
        assertThat(names.dependencies())
                .containsExactlyInAnyOrder(
                        new Dependency(Dependency.DependencyKind.SECRET, "pw"),
                        new Dependency(Dependency.DependencyKind.SECRET, "url"),
                        new Dependency(Dependency.DependencyKind.SITES, ""));
    }

    @Test
    void aValueKnowsWhereItWasGiven() {
        twoAccounts();
        PhoneValues names = values();
        assertThat(requireNonNull(requireNonNull(names.value("b")).origin()).position())
                .hasToString("extensions.d/_defaults.yaml:1:20");
        assertThat(requireNonNull(names.value("mac_address")).origin()).isNull();
    }

    @Test
    void aMissingReferenceIsOneErrorAtItsPlace() {
        secrets = "pbx_password: hunter2\n";
        fleet.with(
                "100.yaml",
                "extension: 100",
                "auth_password: !secret pbx_pasword",
                "auth_id: !env NOPE",
                "pbx_ip: !env PBX",
                "label: !env E",
                "phone: {mac: 000413ABCDEF}");
        PhoneValues names = values();
        assertThat(names.valueOf("extension_auth_pw")).isEmpty();
        assertThat(names.valueOf("ext_auth_pw_01")).isEmpty();
        assertThat(names.valueOf("extension_auth_id")).isEmpty();
        assertThat(names.valueOf("pbx_ip")).isEqualTo("10.9.9.9");
        assertThat(names.valueOf("ext_label_01")).isEmpty();
        assertThat(problems(names))
                .containsExactly(
                        "extensions.d/100.yaml:2:16: error: !secret pbx_pasword is not in secrets.yaml;"
                                + " did you mean 'pbx_password'?",
                        "extensions.d/100.yaml:3:10: error: !env NOPE is not set in the agent's environment;"
                                + " set it and start the agent again");
        assertThat(names.dependencies())
                .containsExactly(new Dependency(Dependency.DependencyKind.SECRET, "pbx_pasword"));
    }

    @Test
    void theSecretOfAnotherExtensionIsNotSuggested() {
        secrets = "750-auth_password: hunter2\n777-auth_pasword: hunter3\n";
        fleet.with(
                "100.yaml",
                "extension: 100",
                "auth_password: !secret 777-auth_password",
                "auth_id: !secret 751-auth_password",
                "phone: {mac: 000413ABCDEF}");
        PhoneValues names = values();
        names.valueOf("extension_auth_pw");
        assertThat(problems(names))
                .contains("extensions.d/100.yaml:2:16: error: !secret 777-auth_password is not in secrets.yaml;"
                        + " did you mean '777-auth_pasword'?");
        secrets = "750-auth_password: hunter2\n";
        names = values();
        names.valueOf("extension_auth_pw");
        assertThat(problems(names))
                .contains("extensions.d/100.yaml:2:16: error: !secret 777-auth_password is not in secrets.yaml");
    }

    @Test
    void aMissingReferenceIsNamedUnlessItMayBeAPassword() {
        fleet.with(
                "100.yaml",
                "extension: 100",
                "auth_password: !secret bonn-100-auth_password",
                "auth_id: !env ID_2",
                "pbx_ip: !secret hunter2!",
                "label: !env hunter 2",
                "phone: {mac: 000413ABCDEF}");
        PhoneValues names = values();
        for (String name : List.of("extension_auth_pw", "extension_auth_id", "pbx_ip", "ext_label_01")) {
            assertThat(names.valueOf(name)).doesNotContain("hunter");
        }
        assertThat(problems(names))
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("!secret bonn-100-auth_password is not in"),
                        problem -> assertThat(problem).contains("!env ID_2 is not set"),
                        problem -> assertThat(problem).contains("this !secret is not in"),
                        problem -> assertThat(problem).contains("this !env is not set"));
    }

    @Test
    void lookUpsWithoutRecordingLeaveNoProblems() {
        fleet.with("100.yaml", "extension: 100", "vars: {a: !secret nope}", "phone: {mac: 000413ABCDEF}");
        PhoneValues names = values();
        assertThat(names.withoutRecording().valueOf("a")).isEmpty();
        assertThat(names.withoutRecording().valueOf("extension_number")).isEqualTo("100");
        assertThat(names.problems()).isEmpty();
        assertThat(names.dependencies()).isEmpty();
        assertThat(names.valueOf("a")).isEmpty();
        assertThat(names.problems()).hasSize(1);
    }

    @Test
    void aVariableWithAControlCharacterIsAnError() {
        fleet.with("100.yaml", "extension: 100", "pbx_ip: !env PBX", "phone: {mac: 000413ABCDEF}");
        PhoneValues names = new PhoneValues(
                fleet.phone(MAC),
                MODEL,
                new Resolver(
                        fleet.inventory(),
                        Catalog.EMPTY,
                        SecretStore.NONE,
                        Map.of(),
                        StaticFiles.NONE,
                        ServingPath.ASSUMED),
                new ReferenceResolver(SecretStore.NONE, Map.of("PBX", "a\nhunter2")));
        assertThat(names.valueOf("pbx_ip")).isEmpty();
        assertThat(problems(names))
                .containsExactly("extensions.d/100.yaml:2:9: error: !env PBX has a control character; remove it");
    }

    @Test
    void aProvisioningUrlThatIsNoUrlIsOneError() {
        fleet.with("100.yaml", "extension: 100", "provisioning_url: '10.0.0.1'", "phone: {mac: 000413ABCDEF}");
        PhoneValues names = values();
        assertThat(names.valueOf("provlink")).isEqualTo("10.0.0.1");
        assertThat(names.valueOf("provlink.host")).isNull();
        assertThat(names.valueOf("provlink.port")).isNull();
        assertThat(problems(names)).singleElement().asString().startsWith("extensions.d/100.yaml:2:19: error: 'prov");
    }

    @Test
    void aBlfNameFollowsItsExtension() {
        fleet.with("100.yaml", "extension: 100", "blf: [{number: 105}]", "phone: {mac: 000413ABCDEF}")
                .with("105.yaml", "extension: 105", "first_name: Eva", "last_name: Roth");
        PhoneValues names = values();
        assertThat(names.valueOf("blf1")).isEqualTo("105");
        assertThat(names.valueOf("blffirstname1")).isEqualTo("Eva");
        assertThat(names.valueOf("blflastname1")).isEqualTo("Roth");
        assertThat(names.valueOf("blf2")).isNull();
        assertThat(names.dependencies()).containsExactly(new Dependency(Dependency.DependencyKind.EXTENSION, "/105"));
        fleet.with("105.yaml", "extension: 105", "first_name: Eva", "last_name: Weiß");
        assertThat(values().valueOf("blflastname1")).isEqualTo("Weiß");
        assertThat(values().problems()).isEmpty();
    }

    @Test
    void aBlfKeySeesItsOwnSiteOnly() {
        fleet.with("a/_defaults.yaml", "site: a")
                .with("a/100.yaml", "extension: 100", "blf: [{number: 105}]", "phone: {mac: 000413ABCDEF}")
                .with("105.yaml", "extension: 105", "first_name: Eva");
        PhoneValues names = values();
        assertThat(names.dependencies()).containsExactly(new Dependency(Dependency.DependencyKind.EXTENSION, "a/105"));
        assertThat(names.valueOf("blffirstname1")).isEqualTo("105");
        assertThat(problems(names))
                .singleElement()
                .asString()
                .startsWith("extensions.d/a/100.yaml:2:16: warning: BLF key 1: there is no extension 105 in site a,");
        fleet.with("a/105.yaml", "extension: 105", "first_name: Adam");
        assertThat(values().valueOf("blffirstname1")).isEqualTo("Adam");
    }

    @Test
    void aBlfKeyWithNamesNeedsNoExtension() {
        fleet.with(
                "100.yaml",
                "extension: 100",
                "blf: [{number: 105, first_name: Door}, {type: speeddial, number: 0049}, {type: line}]",
                "phone: {mac: 000413ABCDEF}");
        PhoneValues names = values();
        assertThat(names.valueOf("blffirstname1")).isEqualTo("Door");
        assertThat(names.valueOf("blflastname1")).isEmpty();
        assertThat(names.valueOf("blf2")).isEqualTo("0049");
        assertThat(names.valueOf("blffirstname2")).isEmpty();
        assertThat(names.valueOf("blf3")).isEmpty();
        assertThat(names.problems()).isEmpty();
        assertThat(names.dependencies()).isEmpty();
    }

    @Test
    void aBlfKeyWithoutNamesIsAWarning() {
        fleet.with(
                        "100.yaml",
                        "extension: 100",
                        "blf: [{number: 105}, {number: 106}, {type: extension}]",
                        "phone: {mac: 000413ABCDEF}")
                .with("105.yaml", "extension: 105")
                .with("106.yaml", "- {extension: 106, first_name: A}", "- {extension: 106, first_name: B}");
        assertThat(problems(values()))
                .hasSize(3)
                .allMatch(problem -> problem.contains(": warning: "))
                .anyMatch(problem -> problem.contains("extension 105 has no names"))
                .anyMatch(problem -> problem.contains("several extensions have the number 106"))
                .anyMatch(problem -> problem.contains("BLF key 3 has no 'number'"));
    }

    @Test
    void blfMapsMergeKeyByKeyAndListsReplace() {
        fleet.with("_defaults.yaml", "blf: {1: {number: 1, type: x}, 2: {number: 2, type: x}, 3: {number: 3, type: x}}")
                .with("b/_defaults.yaml", "blf: {2: {number: 22}, 3: {number: 33}, 11: {type: x}}")
                .with("b/100.yaml", "extension: 100", "phone: {mac: 000413ABCDEF, blf: {3: {number: 333}}}");
        assertThat(List.of("blf1", "blf2", "blf3", "blf11"))
                .extracting(values()::valueOf)
                .containsExactly("1", "22", "333", "");
        fleet.with("b/_defaults.yaml", "blf: [{number: 9, type: x}]");
        assertThat(List.of("blf1", "blf3")).extracting(values()::valueOf).containsExactly("9", "333");
        assertThat(values().valueOf("blf2")).isNull();
    }
}
