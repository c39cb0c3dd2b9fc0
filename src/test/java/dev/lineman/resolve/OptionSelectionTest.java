package dev.lineman.resolve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lineman.inventory.GeneratedFleet;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.resolve.option.UnusedSetting;
import dev.lineman.resolve.url.ServingPath;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.variable.StaticFiles;
import dev.lineman.template.Catalog;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateMatch;
import dev.lineman.template.TemplateReader;
import dev.lineman.template.model.ModelEntry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which options of a template's header a phone gets. */
class OptionSelectionTest {
    private static final String MAC = "000413abcdef";
    private static final String LANGUAGES = """
            <languages>
              <option value="en" id="1" displaytext="English"><item name="Lang">english</item></option>
              <option value="de" id="2" displaytext="Deutsch"><item name="Lang">german</item></option>
              <option value="de-AT" id="3" displaytext="German"><item name="Lang">austrian</item></option>
              <option value="German" id="4" displaytext="Swiss"><item name="Lang">swiss</item></option>
            </languages>
            """;
    private static final String CODECS = """
            <Codecspriorities>
              <Codecspriority priority="2" variableName="c2" PayloadTypeName="p2">
                <option value="G711U" payload="0">PCMU</option><option value="G711A" payload="8">PCMA</option>
              </Codecspriority>
              <Codecspriority priority="1" variableName="c1" PayloadTypeName="p1">
                <option value="G711U" payload="0">PCMU</option><option value="G722">G722 (WideBand)</option>
              </Codecspriority>
              <Codecspriority priority="3" variableName="c3">
                <option value="G722">G722 (WideBand)</option><option value="G711A" payload="8">PCMA</option>
                <option value="G729" payload="18">G.729a</option>
              </Codecspriority>
            </Codecspriorities>
            """;

    private final GeneratedFleet fleet = new GeneratedFleet();

    private PhoneValues values(String header, String... phone) {
        return valuesOf(header, "", phone);
    }

    private PhoneValues valuesOf(String header, String document, String... phone) {
        String xml = "<doc><header><type>phone-template</type><name>X</name>" + header + "</header>" + document
                + "<data><device><deviceconfig filename=\"x\">x</deviceconfig></device></data></doc>";
        Template template = (Template) requireNonNull(new TemplateReader()
                .read("templates/phones/x.xml", xml.getBytes(UTF_8))
                .document());
        fleet.with(
                "100.yaml",
                "extension: 100",
                "first_name: John",
                "last_name: Doe",
                "auth_id: a",
                "auth_password: p",
                "pbx_ip: 10.0.0.1",
                "phone:",
                "  mac: 000413ABCDEF",
                "  model: X",
                String.join("\n", phone).indent(2));
        return new PhoneValues(
                fleet.phone(MAC),
                new TemplateMatch.MatchedTemplate(template, ModelEntry.of("X", Position.of("m"), Map.of())),
                new Resolver(
                        fleet.inventory(),
                        Catalog.EMPTY.with(template.path(), template),
                        SecretStore.NONE,
                        Map.of(),
                        StaticFiles.NONE,
                        ServingPath.ASSUMED),
                new ReferenceResolver(SecretStore.NONE, Map.of("PICK", "Klingon")));
    }

    private static List<String> problems(PhoneValues names) {
        return names.problems().stream().map(Problem::toString).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "Deutsch, german",
        "en, english",
        "3, austrian",
        "deutsch, german",
        // The display text wins over an equal value of another option.
        "German, austrian",
    })
    void anOptionIsPickedByItsDisplayTextThenValueThenId(String wanted, String lang) {
        PhoneValues names = values(LANGUAGES, "options: {languages: " + wanted + "}");
        assertThat(names.valueOf("lang")).isEqualTo(lang);
        assertThat(problems(names)).isEmpty();
    }

    @Test
    void withoutAPickTheDefaultOptionCountsOrElseTheFirst() {
        assertThat(values(LANGUAGES).valueOf("lang")).isEqualTo("english");
        assertThat(values(LANGUAGES.replace("<languages>", "<languages default='de'>"))
                        .valueOf("lang"))
                .isEqualTo("german");
    }

    @Test
    void anUnknownOptionIsAnErrorThatListsTheKnownOnes() {
        assertThat(problems(values(LANGUAGES, "options: {languages: Deutch}")))
                .containsExactly("extensions.d/100.yaml:10:24: error: 'Deutch' is no value of option 'languages' in"
                        + " templates/phones/x.xml, so the default 'English' is used; it is one of 'English', 'Deutsch',"
                        + " 'German', 'Swiss'");
        assertThat(problems(values(LANGUAGES, "options: {langage: en}")))
                .containsExactly("extensions.d/100.yaml:10:22: error: templates/phones/x.xml has no option"
                        + " 'langage', so it is left out; it has 'languages'");
    }

    @Test
    void theDefaultIsUsedInPlaceOfAnUnknownOption() {
        PhoneValues names =
                values(LANGUAGES.replace("<languages>", "<languages default='de'>"), "options: {languages: Klingon}");
        assertThat(names.valueOf("lang")).isEqualTo("german");
        assertThat(names.problems()).extracting(Problem::severity).containsExactly(Severity.ERROR);
        assertThat(requireNonNull(names.value("lang")).origin()).isNull();
        assertThat(names.unusedSettings())
                .extracting(UnusedSetting::name, UnusedSetting::reason)
                .containsExactly(tuple("languages", "the template has no such value"));
    }

    private static final String ZONES = """
            <timezone>
              <option value="UTC"/>
              <option value="Asia/Kolkata"><item name="code">IND</item></option>
              <zones offsets="-3 0 +1 +5:30 +5:45 +12:45" changes="week" time="hour"/>
            </timezone>
            """;

    @ParameterizedTest
    @CsvSource({
        "europe/berlin, Europe/Berlin, true, CET-1CEST-2,",
        "Asia/Katmandu, Asia/Kathmandu, false, +05:45,",
        // The option of the template for a zone also has its other names.
        "Asia/Calcutta, Asia/Kolkata, false, +05:30, IND",
        "UTC, Etc/UTC, false, UTC+0,",
    })
    void aTimeZoneHasTheNamesOfIanaInAnyCase(String wanted, String id, String dst, String part, String code) {
        PhoneValues names = values(ZONES, "options: {timezone: " + wanted + "}");
        assertThat(problems(names)).isEmpty();
        assertThat(names.valueOf("timezone_id")).isEqualTo(id);
        assertThat(names.valueOf("timezone_dst")).isEqualTo(dst);
        assertThat(names.valueOf("timezone_posix") + " " + names.valueOf("timezone_offset"))
                .contains(part);
        assertThat(names.value("code") == null ? null : names.valueOf("code")).isEqualTo(code);
    }

    @Test
    void phonesWithoutDaylightSavingTimeGetTheStandardTimeOfAZoneAndAWarning() {
        String zones = ZONES.replaceFirst("<zones [^>]*/>", "<zones offsets='+1 +2' changes='none'/>");
        PhoneValues berlin = values(zones, "options: {timezone: Europe/Berlin}");
        assertThat(problems(berlin))
                .singleElement()
                .asString()
                .contains(
                        ": warning: 'Europe/Berlin' in option 'timezone': it has daylight saving time, and these phones"
                                + " have none (",
                        "), so their clocks show standard time all year; correct them by hand");
        assertThat(berlin.valueOf("timezone_offset_name")).isEqualTo("+1");
        assertThat(berlin.valueOf("timezone_dst")).isEqualTo("false");
        assertThat(berlin.value("timezone_start_month")).isNull();
        assertThat(problems(values(zones, "options: {timezone: Africa/Lagos}"))).isEmpty();
        assertThat(problems(values(zones, "options: {timezone: America/New_York}")))
                .singleElement()
                .asString()
                .contains("error: 'America/New_York' is no value of option 'timezone'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Pacific/Chatham|its clock changes at 2:45, and these phones change theirs at full hours",
                "America/St_Johns|these phones do not have its offset -03:30",
                "Africa/Casablanca|its clock changes follow no yearly rule",
            })
    void aTimeZoneThatThePhonesCannotHaveIsAnErrorWithTheReasonAndTheNearestZone(String zone, String reason) {
        assertThat(problems(values(ZONES, "options: {timezone: " + zone + "}")))
                .singleElement()
                .asString()
                .contains("'" + zone + "' is no value of option 'timezone'", ": " + reason + "; the nearest is '");
        assertThat(problems(values(ZONES, "options: {timezone: Europe/Berln}")))
                .singleElement()
                .asString()
                .contains("it is one of 'Europe/Berlin', ", " more");
    }

    @Test
    void anUnknownValueOfASecurityOptionIsBlocking() {
        String srtp = "<srtp security='true'><option value='off'/><option value='required'/></srtp>";
        PhoneValues own = values(srtp, "options: {srtp: require}");
        assertThat(own.problems()).extracting(Problem::severity).containsExactly(Severity.BLOCKING);
        assertThat(problems(own))
                .containsExactly(
                        "extensions.d/100.yaml:10:19: error: 'require' is no value of option 'srtp' in"
                                + " templates/phones/x.xml, so the phone keeps its last good files; it is one of 'off', 'required'");
        fleet.with("_defaults.yaml", "options: {srtp: require}");
        PhoneValues ofAll = values(srtp);
        assertThat(ofAll.problems()).extracting(Problem::severity).containsExactly(Severity.BLOCKING);
        assertThat(problems(ofAll))
                .containsExactly(
                        "extensions.d/_defaults.yaml:1:17: error: 'require' is no value of option 'srtp' in any"
                                + " template, so the phone keeps its last good files; did you mean 'required'?");
        assertThat(problems(values(srtp, "options: {srtp: required}"))).isEmpty();
    }

    @Test
    void theNearestLayerCountsInAnyCaseOfLetters() {
        fleet.with("_defaults.yaml", "options: {languages: en}");
        assertThat(values(LANGUAGES, "options: {LANGUAGES: de}").valueOf("lang"))
                .isEqualTo("german");
    }

    @Test
    void aSecretThatPicksNothingIsNotRepeated() {
        assertThat(problems(values(LANGUAGES, "options: {languages: !env PICK}"))
                        .toString())
                .contains("this is no value of option 'languages'")
                .doesNotContain("Klingon");
    }

    @Test
    void defaultsMayPickOptionsThatATemplateDoesNotHave() {
        fleet.with(
                "_defaults.yaml",
                "options: {languages: Klingon, screensaver: none, dst: true}",
                "codecs: [opus, G722]",
                "network: SBC");
        PhoneValues names = values(
                LANGUAGES + CODECS + "<AllowedNetworkConfig><option value='STUN'>1</option></AllowedNetworkConfig>");
        assertThat(problems(names)).isEmpty();
        assertThat(names.valueOf("lang")).isEqualTo("english");
        assertThat(names.valueOf("c1")).isEqualTo("G722");
        assertThat(names.valueOf("network")).isEqualTo("STUN");
    }

    @Test
    void optionsThatSetTheSameValuesAreOneAndOthersAreAmbiguous() {
        String zones = """
                <timezoneParams param="utc">
                  <option value="3600" id="61">Paris</option>
                  <option value="3600" id="62">Berlin</option>
                  <option value="7200" id="63">Cairo</option>
                </timezoneParams>
                """;
        PhoneValues same = values(zones, "options: {timezoneParams: '3600'}");
        assertThat(problems(same)).isEmpty();
        assertThat(same.valueOf("param::utc")).isEqualTo("3600");
        assertThat(same.valueOf("timezone")).isEqualTo("3600");
        String differing = zones.replace("id=\"62\">Berlin", "id=\"62\">Berlin<item name='dst'>on</item>");
        assertThat(problems(values(differing, "options: {timezoneParams: '3600'}")))
                .singleElement()
                .asString()
                .contains("'3600' names several values of option 'timezoneParams': 'Paris', 'Berlin'");
    }

    @Test
    void anEmptyTextNamesOnlyAValueThatIsEmpty() {
        String srtp = "<srtp param='srtp'><option value='off'/>%s<option value='required'/></srtp>";
        assertThat(problems(values(srtp.formatted(""), "options: {srtp: ''}")))
                .containsExactly("extensions.d/100.yaml:10:19: error: '' is no value of option 'srtp' in"
                        + " templates/phones/x.xml, so the default 'off' is used; it is one of 'off', 'required'");
        PhoneValues empty = values(srtp.formatted("<option value=''>none</option>"), "options: {srtp: ''}");
        assertThat(problems(empty)).isEmpty();
        assertThat(empty.valueOf("param::srtp")).isEmpty();
    }

    @Test
    void codecsAreOrderedAndFreePositionsTakeUnusedCodecs() {
        PhoneValues names = values(CODECS, "codecs: [g722]");
        assertThat(names.valueOf("c1")).isEqualTo("G722");
        assertThat(names.valueOf("p1")).isEmpty();
        assertThat(names.valueOf("c2")).isEqualTo("G711U");
        assertThat(names.valueOf("p2")).isEqualTo("0");
        assertThat(names.valueOf("c3")).isEqualTo("G711A");
    }

    @Test
    void withoutCodecsEachPositionTakesItsFirstCodec() {
        PhoneValues names = values(CODECS);
        assertThat(List.of(
                        requireNonNull(names.valueOf("c1")),
                        requireNonNull(names.valueOf("c2")),
                        requireNonNull(names.valueOf("c3"))))
                .containsExactly("G711U", "G711U", "G722");
    }

    @ParameterizedTest
    @CsvSource({
        "PCMA, G711A",
        "G711A, G711A",
        "8, G711A",
        "g.711 a-law, G711A",
        "alaw, G711A",
        "G711u, G711U",
        "G.729, G729"
    })
    void aCodecHasManyNames(String wanted, String value) {
        assertThat(values(CODECS, "codecs: [PCMU, PCMU, " + wanted + "]").valueOf("c3"))
                .isEqualTo(value.equals("G711U") ? "G722" : value);
    }

    @Test
    void aCodecThatAPriorityDoesNotHaveIsAnError() {
        assertThat(problems(values(CODECS, "codecs: [G722, opus]")))
                .containsExactly(
                        "extensions.d/100.yaml:10:18: error: 'opus' in 'codecs' is left out:"
                                + " templates/phones/x.xml has no such codec; it has 'G.729a', 'G722 (WideBand)', 'PCMA', 'PCMU'");
        assertThat(problems(values("", "codecs: [opus]")))
                .containsExactly("extensions.d/100.yaml:10:11: error: templates/phones/x.xml offers no codecs, so"
                        + " 'codecs' is left out; remove it");
    }

    @Test
    void aCodecThatThePhoneDoesNotGetIsNamed() {
        PhoneValues names = values(CODECS, "codecs: [opus, PCMA, PCMU, G.729a, G722]");
        assertThat(problems(names))
                .containsExactly(
                        "extensions.d/100.yaml:10:12: error: 'opus' in 'codecs' is left out: templates/phones/x.xml has no"
                                + " such codec; it has 'G.729a', 'G722 (WideBand)', 'PCMA', 'PCMU'",
                        "extensions.d/100.yaml:10:18: error: 'PCMA' in 'codecs' is left out: templates/phones/x.xml has no"
                                + " such codec in priority 1; it has 'G722 (WideBand)', 'PCMU'",
                        "extensions.d/100.yaml:10:38: warning: 'G722' in 'codecs' is left out: templates/phones/x.xml has"
                                + " only 3 priorities; remove it");
        assertThat(List.of(
                        requireNonNull(names.valueOf("c1")),
                        requireNonNull(names.valueOf("c2")),
                        requireNonNull(names.valueOf("c3"))))
                .containsExactly("G711U", "G711U", "G729");
    }

    @ParameterizedTest
    @CsvSource({"true, On", "0, Off", "no, Off", "maybe, ", "'', "})
    void aSettingIsCheckedAndMapped(String given, String told) {
        PhoneValues names = values(
                "<x type='bool' param='Vlan' default='false'><item value='true'>On</item><item value='0'>Off</item></x>",
                "vars: {vlan: '" + given + "'}");
        String value = names.valueOf("vlan");
        if (told == null) {
            assertThat(problems(names))
                    .singleElement()
                    .asString()
                    .contains("100.yaml:10:16: error: 'vlan' must be true or false (templates/phones/x.xml)");
        } else {
            assertThat(value).isEqualTo(told);
            assertThat(problems(names)).isEmpty();
        }
    }

    @Test
    void aNumberIsWithinItsBoundsAndHasADefault() {
        String setting = "<a><b type='int' param='id' min='1' max='4094' default='7'/></a>";
        assertThat(values(setting).valueOf("id")).isEqualTo("7");
        assertThat(values(setting, "vars: {id: 4094}").valueOf("id")).isEqualTo("4094");
        PhoneValues outside = values(setting, "vars: {id: 4095}");
        outside.valueOf("id");
        assertThat(problems(outside))
                .singleElement()
                .asString()
                .contains(
                        "'id' must be a whole number from 1 to 4094 (templates/phones/x.xml), so its default '7' is used");
    }

    @Test
    void aSecretSettingIsNotRepeatedAndStaysASecret() {
        String setting = "<b type='int' param='admin_pin'><item value='1234'>four</item></b>";
        PhoneValues bad = values(setting, "vars: {admin_pin: hunter2}");
        bad.valueOf("admin_pin");
        assertThat(problems(bad).toString())
                .contains("'admin_pin' must be a whole number")
                .doesNotContain("hunter2");
        PhoneValues good = values(setting, "vars: {admin_pin: 1234}");
        assertThat(good.isSecret(requireNonNull(good.valueOf("admin_pin")))).isTrue();
    }

    @Test
    void groupsAreBlankUpToTheirNumber() {
        PhoneValues names =
                valuesOf("", "<multicastringgroup maxgroupcount='2' blankvalue='-'/>", "vars: {multicastRGip2: x}");
        assertThat(names.valueOf("multicastrgname1")).isEqualTo("-");
        assertThat(names.valueOf("multicastrgip2")).isEqualTo("x");
        assertThat(names.valueOf("multicastrgport3")).isNull();
    }

    @Test
    void aNetworkIsOneOfThoseThatAreAllowed() {
        String networks = "<AllowedNetworkConfig><option value='LOCALLAN'>0</option><option value='STUN'>1</option>"
                + "<option value='SBC'>1</option></AllowedNetworkConfig>";
        assertThat(values(networks).valueOf("network")).isEqualTo("STUN");
        assertThat(values(networks, "network: sbc").valueOf("network")).isEqualTo("SBC");
        assertThat(values("").valueOf("network")).isEqualTo("LOCALLAN");
        assertThat(problems(values(networks, "network: LOCALLAN")))
                .containsExactly("extensions.d/100.yaml:10:12: error: 'LOCALLAN' is no network of"
                        + " templates/phones/x.xml, so 'STUN' is used; it is one of 'STUN', 'SBC'");
    }

    @Test
    void daylightSavingTimeIsOnUnlessAFileTurnsItOff() {
        String dst = "<dst variableName='Dst' enable='2' disable='0'/>";
        assertThat(values(dst).valueOf("dst")).isEqualTo("2");
        assertThat(values(dst, "options: {dst: False}").valueOf("dst")).isEqualTo("0");
        assertThat(problems(values(dst, "options: {dst: perhaps}")))
                .containsExactly("extensions.d/100.yaml:10:18: error: 'perhaps' is no value of option 'dst' in"
                        + " templates/phones/x.xml, so the default 'true' is used; it is one of 'true', 'false'");
    }

    @Test
    void varsWinOverValuesOfTheHeader() {
        fleet.with("_defaults.yaml", "vars: {lang: own}");
        assertThat(values(LANGUAGES, "options: {languages: de}").valueOf("lang"))
                .isEqualTo("own");
    }

    @Test
    void aKeyHasTheValuesOfItsType() {
        String types = """
                <blftype>
                  <extension><value>%%blfno%%@%%pbx_ip%%</value><label>%%blffirstname%% %%type%%</label><type>16</type></extension>
                  <SpeedDial><value> %%blfno%% </value></SpeedDial>
                  <loop><value>%%value%%</value></loop>
                </blftype>
                """;
        PhoneValues names = valuesOf(
                "",
                types,
                "blf:",
                "  1: {number: 105, first_name: '%%pbx_ip%%'}",
                "  2: {type: speeddial, number: 112}",
                "  3: {type: loop, number: 1}");
        assertThat(names.valueOf("blf1/value")).isEqualTo("105@10.0.0.1");
        assertThat(names.valueOf("blf1/label")).isEqualTo("%%pbx_ip%% 16");
        assertThat(names.valueOf("blf1/blfno")).isEqualTo("105");
        assertThat(names.valueOf("blf2/value")).isEqualTo("112");
        assertThat(names.valueOf("blf2/label")).isNull();
        assertThat(problems(names)).isEmpty();
        names.valueOf("blf3/value");
        assertThat(problems(names)).singleElement().asString().contains("%%value%% has no value");
    }

    @Test
    void aKeyOfATypeThatATemplateDoesNotHaveIsLeftOut() {
        String types = "<blftype><extension><v>1</v></extension><park><v>2</v></park></blftype>";
        fleet.with("_defaults.yaml", "blf: {7: {type: shared, number: 1}}");
        PhoneValues names = valuesOf("", types, "blf: {1: {type: parc, number: 1}}");
        assertThat(problems(names))
                .containsExactly(
                        "extensions.d/100.yaml:10:19: error: BLF key 1: templates/phones/x.xml has no type 'parc', so the key is"
                                + " left out; it has 'extension', 'park'; did you mean 'park'?");
        assertThat(names.valueOf("blf1")).isNull();
        assertThat(names.valueOf("blf7")).isNull();
    }

    @Test
    void callsAreTransferredBlindUnlessAFileAsksForAttendedTransfer() {
        String transfer = "<xfertype bxfer_Value='b' bxfer_DkType='1' attxfer_Value='a' attxfer_DkType='2'/>";
        assertThat(values(transfer).valueOf("xfermethod_value")).isEqualTo("b");
        PhoneValues attended = values(transfer, "options: {xfertype: attxfer}");
        assertThat(attended.valueOf("xfermethod_value")).isEqualTo("a");
        assertThat(attended.valueOf("xfermethod_dktype")).isEqualTo("2");
    }
}
