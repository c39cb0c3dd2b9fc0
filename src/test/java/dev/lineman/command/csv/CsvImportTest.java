package dev.lineman.command.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.command.csv.column.ColumnHeadings;
import dev.lineman.command.csv.column.CsvColumn;
import dev.lineman.inventory.GeneratedFleet;
import dev.lineman.inventory.Inventory;
import dev.lineman.problem.Problem;
import dev.lineman.template.Catalog;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvImportTest {
    private static CsvImport.ImportResult read(byte[] csv, Inventory existing) {
        return ImportFixture.read(csv, "extensions.d", existing);
    }

    private static CsvImport.ImportResult read(String... lines) {
        return read(String.join("\n", lines).getBytes(UTF_8), Inventory.empty());
    }

    private static List<String> problems(CsvImport.ImportResult result) {
        return result.problems().stream().map(Problem::toString).toList();
    }

    private static List<String> problems(String... lines) {
        return problems(read(lines));
    }

    private static String only(CsvImport.ImportResult result) {
        assertThat(problems(result)).isEmpty();
        assertThat(result.files()).hasSize(1);
        return result.files().get(0).content();
    }

    @Test
    void aRowBecomesAReadableFile() {
        CsvImport.ImportResult result = read(
                "extension,first_name,last_name,auth_id,auth_password,pbx_ip,mac,model,vars.vm_number,options.languages,codecs,blf1",
                "0100,John,O'Neil,100,\"a: #\"\"x\",10.172.0.2,000413246672,Snom320,on,German,PCMA|G722,105");
        assertThat(result.files().get(0).path()).isEqualTo("extensions.d/0100.yaml");
        assertThat(only(result)).isEqualTo("""
                        extension: 0100
                        first_name: John
                        last_name: 'O''Neil'
                        auth_id: 100
                        auth_password: 'a: #"x'
                        pbx_ip: 10.172.0.2
                        options:
                          languages: German
                        codecs:
                          - PCMA
                          - G722
                        blf:
                          1:
                            number: 105
                        vars:
                          vm_number: on
                        phone:
                          mac: 000413246672
                          model: Snom320
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void separatorsAreFound(String separator) {
        String csv = "\uFEFF last name §Extension§ \"First Name\" \r\n\r\n\"Doe, J;r\" §100§\"\"\r\n§101§ Ann \r\n"
                .replace("§", separator);
        CsvImport.ImportResult result = read(csv.getBytes(UTF_8), Inventory.empty());
        assertThat(problems(result)).isEmpty();
        assertThat(result.files())
                .extracting(CsvImport.NewFile::content)
                .containsExactly("extension: 100\nlast_name: Doe, J;r\n", "extension: 101\nfirst_name: Ann\n");
    }

    @ParameterizedTest
    @CsvSource({
        "Number,EXTENSION",
        "E-X-T ension,extension",
        "FirstName,first_name",
        "AuthID,auth_id",
        "AuthPassword,auth_password",
        "MAC Address,mac",
        "MAC_0,mac",
        "PhoneModel14,model",
        "Phone.Model,phone.model",
        "PhoneTemplate,template",
        "EmailAddress,vars.email",
        "MobileNumber,mobile",
        "Department,department",
        "Groups,groups",
        "groups[2],groups[2]",
        "OutboundCallerID,vars.outbound_caller_id",
        "VAR:Vm_Number,vars.vm_number",
        "vars.param::sipport,vars.param::sipport",
        "phone.vars.x,phone.vars.x",
        "blf01,blf.1",
        "BLF 12 Number,blf.12.number",
        "blf[2].First Name,blf[2].first_name",
        "blf.3.Label,blf.3.label",
        "blf 3 line,blf.3.line",
        "Soft Key 1,softkeys.1",
        "softkeys.12.Type,softkeys.12.type",
        "softkeys[2].icon,softkeys[2].icon",
        "Codec 2,codecs[2]",
        "Profile [2],profile[2]",
        "Handset IPUI,handset.ipui",
        "handset.Number,handset.number",
        "bases [2],bases[2]",
        "Bases[1].Group,bases[1].group",
        "options.Time Zone,options.Time Zone",
        "Require.srtp,require.srtp",
        "phone.require:srtp,phone.require.srtp",
    })
    void headingsHaveSynonyms(String heading, String meant) {
        assertThat(ColumnHeadings.column(heading))
                .isPresent()
                .map(CsvColumn::heading)
                .hasValue(meant.equals("EXTENSION") ? meant.toLowerCase(Locale.ROOT) : meant);
    }

    @Test
    void aCellNamesOneProfileOrSeveral() {
        CsvImport.ImportResult result = read(
                "extension,mac,profile,extension.profile", "100,000413246672,\"front desk, night\",", "101,,,late");
        assertThat(problems(result)).isEmpty();
        assertThat(result.files().get(0).content()).isEqualTo("""
                        extension: 100
                        phone:
                          mac: 000413246672
                          profile:
                            - front desk
                            - night
                        """);
        assertThat(result.files().get(1).content()).isEqualTo("""
                        extension: 101
                        profile: late
                        """);
    }

    @Test
    void aCellHasTheMacsOfTheBases() {
        CsvImport.ImportResult result = read(
                "extension,mac,bases,handset.ipui",
                "100,000413246672,00:04:13:24:66:73,02A1B2C3D4",
                "101,000413246682,\"000413246683, 000413246684\",");
        assertThat(problems(result)).isEmpty();
        assertThat(result.files().get(0).content()).isEqualTo("""
                        extension: 100
                        phone:
                          mac: 000413246672
                          handset:
                            ipui: 02A1B2C3D4
                          bases:
                            - 00:04:13:24:66:73
                        """);
        assertThat(result.files().get(1).content()).isEqualTo("""
                        extension: 101
                        phone:
                          mac: 000413246682
                          bases:
                            - 000413246683
                            - 000413246684
                        """);
    }

    @Test
    void unknownColumnsAreReported() {
        assertThat(problems("Number,Frist_Name,VMPIN,Language,,Router,Empty", "100,J,1,de,x,r,"))
                .containsExactly(
                        "t.csv:1:2: warning: column 'Frist_Name' is ignored: there is no such column; did you mean"
                                + " 'firstname'?; if a template needs it, rename it to 'vars.NAME'",
                        "t.csv:1:3: warning: column 'VMPIN' is ignored: it sets up the PBX, not the phone",
                        "t.csv:1:4: warning: column 'Language' is ignored: 3CX's values for it may be others than the"
                                + " template's; rename it to 'options.languages' if your templates have such a choice",
                        "t.csv:1:5: warning: column without a name is ignored: there is no such column; if a template"
                                + " needs it, rename it to 'vars.NAME'",
                        "t.csv:1:6: warning: column 'Router' is ignored: nothing here corresponds to it; if a template"
                                + " needs it, rename it to 'vars.router'");
        assertThat(read("Number,Frist_Name", "100,J").files()).hasSize(1);
    }

    @Test
    void aFileWithoutHeadingsIsNotRepeatedInProblems() {
        assertThat(problems("100,John,hunter2", "101,Ann,hunter3"))
                .containsExactly("t.csv:1:1: error: no column is called 'extension' (or 'Number'): the first row must"
                        + " hold the names of the columns");
    }

    @Test
    void twoColumnsWithTheSameMeaningAreAnError() {
        assertThat(problems("Number,extension,vars.A,var:a", "1,2,3,4"))
                .containsExactly(
                        "t.csv:1:2: error: this column is 'extension', and so is column 1; remove one",
                        "t.csv:1:4: error: this column is 'vars.a', and so is column 3; remove one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.13247E+11", "\"4,13247E+11\"", "4E+11"})
    void aMacThatASpreadsheetConvertedToANumberIsAnError(String mac) {
        assertThat(problems("extension,mac", "100,00:04:13:24:66:72", "101," + mac))
                .containsExactly(
                        "t.csv:3:2: error: a spreadsheet has made a number of this MAC, and most of its digits are lost:"
                                + " take it from its source again; format the column as text before the values are typed"
                                + " or pasted, or write MACs with colons");
    }

    @Test
    void aMacThatLostItsZerosIsAnError() {
        assertThat(problems("extension,mac", "100,413246672"))
                .containsExactly(
                        "t.csv:2:2: error: this MAC has only 9 of 12 digits: a spreadsheet has probably dropped"
                                + " the zeros that it begins with; format the column as text before the values are typed or"
                                + " pasted, or write MACs with colons");
        assertThat(problems("extension,mac", "100,41324667g"))
                .containsExactly("t.csv:2:2: error: 'mac' must be 12 hex digits, with or without ':' '-' '.', such as"
                        + " 00:04:13:24:66:72");
        assertThat(only(read("extension,mac", "100,001565e12345"))).contains("mac: 001565e12345");
    }

    @Test
    void aNumberThatASpreadsheetConvertedToAPowerOfTenIsAnError() {
        assertThat(problems("extension", "1.0E+2")).singleElement().asString().startsWith("t.csv:2:1: error: a spread");
        assertThat(only(read("extension,file", "!text 1.0E+2,extensions.d/x.yaml")))
                .isEqualTo("extension: 1.0E+2\n");
        assertThat(only(read("extension", "1e5"))).isEqualTo("extension: 1e5\n");
    }

    @Test
    void otherEncodingsAreAnErrorInTheirRow() {
        byte[] latin = "extension,first_name\n100,Ann\n101,J\u00fcrgen\n".getBytes(ISO_8859_1);
        assertThat(problems(read(latin, Inventory.empty())))
                .containsExactly("t.csv:3:1: error: this is not UTF-8: save the file again as \"CSV UTF-8\", and look"
                        + " whether names are still right");
        byte[] wide = "extension\n100\n".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
        assertThat(problems(read(wide, Inventory.empty())))
                .singleElement()
                .asString()
                .contains("no text in UTF-8");
    }

    @Test
    void brokenQuotesAreAnErrorInTheirRow() {
        assertThat(problems("extension,first_name", "100,\"Ann", "101,Bob"))
                .containsExactly("t.csv:2:2: error: the quote that opens in this row is never closed");
        assertThat(problems("extension,first_name", "100,\"An\"n", "101,Bob"))
                .singleElement()
                .asString()
                .startsWith("t.csv:2:1: error: a quote is out of place");
        assertThat(problems("extension,last_name", "100,Doe, Junior"))
                .containsExactly("t.csv:2:3: error: this row has more cells than there are columns: text with a"
                        + " separator in it needs quotes");
        assertThat(problems("", " ,, ", "")).containsExactly("t.csv:1:1: error: the file is empty");
    }

    @Test
    void aControlCharacterIsAnErrorOfItsCell() {
        assertThat(problems("extension,first_name,vars.x", "100,\"A\nnn\",a\u2028b"))
                .containsExactly(
                        "t.csv:2:2: error: 'first_name' has a control character, such as a line break or a tab; remove"
                                + " it",
                        "t.csv:2:3: error: 'x' has a control character, such as a line break or a tab; remove it");
    }

    @Test
    void rowsOfOneNumberArePhonesOfOneExtension() {
        assertThat(only(read(
                        "extension,first_name,mac,model,line",
                        "100,Ann,00:04:13:24:66:73,Snom 320,2",
                        "100,,000413246672,Snom 300,",
                        "100,Ann,,,")))
                .isEqualTo("""
                        extension: 100
                        first_name: Ann
                        phones:
                          - mac: 000413246672
                            model: Snom 300
                          - mac: 00:04:13:24:66:73
                            line: 2
                            model: Snom 320
                        """);
        assertThat(problems("extension,first_name", "100,Ann", "100,Bob"))
                .containsExactly(
                        "t.csv:3:2: error: row 2, column 2 has a different value for the same extension; write the"
                                + " same into both, or leave one empty");
    }

    @Test
    void aModelWithoutAPhoneIsTheExtensions() {
        assertThat(only(read("extension,model,phone.vars.x", "100,Snom320,")))
                .isEqualTo("extension: 100\nmodel: Snom320\n");
        assertThat(problems("extension,line", "100,2"))
                .containsExactly(
                        "t.csv:2:2: error: this value belongs to a phone, and the row has no MAC: add the MAC, or clear this cell");
    }

    @Test
    void duplicateLinesAndNumbersNameBothPositions() {
        assertThat(problems("extension,mac", "100,000413246672", "101,00:04:13:24:66:72"))
                .containsExactly(
                        "t.csv:3:2: error: line 1 of phone 000413246672 is already taken at t.csv:2:2; give one"
                                + " of them another 'line'");
        assertThat(read("extension,mac,line", "100,000413246672,1", "101,00:04:13:24:66:72,2")
                        .files())
                .hasSize(2);
        assertThat(problems("extension,file", "100,extensions.d/a.yaml", "100,extensions.d/b.yaml"))
                .containsExactly(
                        "t.csv:2:1: error: extension 100 is already at t.csv:3:1",
                        "t.csv:3:1: error: extension 100 is already at t.csv:2:1");
        assertThat(problems("extension,site", "100,a", "100,b")).isEmpty();
    }

    @Test
    void existingExtensionsAreChecked() {
        Inventory existing = new GeneratedFleet()
                .with("z/y y.yaml", "extension: 100", "phone: {mac: 000413246672}")
                .with("_defaults.yaml", "site: a")
                .with("101.yaml", "- extension: 101", "- extension: 102", "- extension: 103")
                .inventory();
        CsvImport.ImportResult result = read("extension,mac\n100,\n104,000413246672\n101,\n".getBytes(UTF_8), existing);
        assertThat(problems(result))
                .containsExactly(
                        "t.csv:2:1: error: extension 100 is already at extensions.d/z/y y.yaml:1:12 in site a",
                        "t.csv:3:2: error: line 1 of phone 000413246672 is already taken at extensions.d/z/y y.yaml:2:14;"
                                + " give one of them another 'line'",
                        "t.csv:4:1: error: extensions.d/101.yaml also holds extension 102, 103, which would be lost: add"
                                + " it to this file, or name another 'file'");
        assertThat(result.files()).isEmpty();
    }

    @Test
    void contactsOfAFileToBeReplacedAreNotLost() {
        Inventory existing = new GeneratedFleet()
                .with("101.yaml", "- extension: 101", "- contact: {company: Taxi, numbers: {work: 1}}")
                .inventory();
        CsvImport.ImportResult result = read("extension\n101\n".getBytes(UTF_8), existing);
        assertThat(problems(result))
                .containsExactly(
                        "t.csv:2:1: error: extensions.d/101.yaml also holds contacts, which would be lost: move"
                                + " them to another file, or name another 'file'");
    }

    @Test
    void aPersonHasAMobileNumberACompanyAndGroups() {
        CsvImport.ImportResult result = read(
                "extension,mobile,company,department,listed,groups",
                "100,0171 / 22,ACME,IT,false,\"Sales, All\"",
                "101,,,,,Board");
        assertThat(problems(result)).isEmpty();
        assertThat(result.files()).extracting(file -> file.content()).containsExactly("""
                        extension: 100
                        mobile: 0171 / 22
                        company: ACME
                        department: IT
                        groups:
                          - Sales
                          - All
                        listed: false
                        """, """
                        extension: 101
                        groups: Board
                        """);
    }

    @Test
    void anObstacleIsReportedAtItsRow() {
        CsvImport.ImportTarget target = new CsvImport.ImportTarget(
                "extensions.d/berlin",
                Inventory.empty(),
                Catalog.EMPTY,
                null,
                file -> file.path().equals("extensions.d/berlin/101.yaml") ? "it is there" : null);
        CsvImport.ImportResult result = CsvImport.read("t.csv", "extension\n100\n101\n".getBytes(UTF_8), target)
                .result();
        assertThat(problems(result)).containsExactly("t.csv:3:1: error: it is there");
        assertThat(result.files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.yaml",
                "extensions.d",
                "extensions.d/../a.yaml",
                "/extensions.d/a.yaml",
                "extensions.d/.a.yaml",
                "extensions.d/a.txt",
                "extensions.d//a.yaml",
                "extensions.d/_defaults.yaml",
                "extensions.d/.git/a.yaml",
                "extensions.d/a\\b.yaml"
            })
    void filesMustBeBelowTheFolderOfExtensions(String path) {
        assertThat(problems("extension,file", "100," + path))
                .singleElement()
                .asString()
                .startsWith("t.csv:2:2: error:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../100", ".100", "a/b", "a b", "_defaults"})
    void aNumberThatIsNoFileNameIsAnError(String number) {
        assertThat(problems("extension", number))
                .containsExactly(
                        "t.csv:2:1: error: no file can be named after this number: say in a column 'file' where it goes");
        assertThat(problems("extension,file", number + ",extensions.d/a.yaml"))
                .noneMatch(problem -> problem.contains(": error: "));
    }

    @Test
    void referencesStayReferences() {
        assertThat(only(read(
                        "extension,auth_password,first_name,last_name,label,vars.a",
                        "100,!secret pw 100,!env NAME,!text,!text !secret x,!x")))
                .isEqualTo("""
                        extension: 100
                        first_name: !env NAME
                        last_name: ''
                        auth_password: !secret pw 100
                        label: '!secret x'
                        vars:
                          a: '!x'
                        """);
        assertThat(problems("extension,model,mac", "100,!secret x,000413246672"))
                .containsExactly(
                        "t.csv:2:2: error: 'model' must be written out: it cannot be a !secret or !env reference");
    }

    @Test
    void vendorParametersHaveColumns() {
        assertThat(only(read(
                        "extension,mac,settings.user_srtp[2],settings.a.1 #1,settings.a.1 #2,settings(yealink).b.c",
                        "100,000413246672,on,x,y,1")))
                .isEqualTo("""
                        extension: 100
                        settings:
                          yealink:
                            b.c: 1
                        phone:
                          mac: 000413246672
                          settings:
                            a.1:
                              - x
                              - y
                            'user_srtp[2]': on
                        """);
    }

    @Test
    void wholeListsAreWrittenInColumnsOfTheirOwn() {
        assertThat(problems("extension,softkeys", "100,105"))
                .containsExactly("t.csv:2:2: error: 'softkeys' needs a column for each of its values, such as"
                        + " softkeys.1.number");
        assertThat(problems("extension,blf,vars,codecs", "100,105,x,[]"))
                .containsExactly(
                        "t.csv:2:2: error: 'blf' needs a column for each of its values, such as blf.1.number",
                        "t.csv:2:3: error: 'vars' needs a column for each of its values, such as vars.NAME");
        assertThat(problems("Number,BLF", "100,<PhoneDevice><BLFS/></PhoneDevice>"))
                .containsExactly(
                        "t.csv:2:2: warning: 3CX's BLF keys are ignored: write them into columns blf1, blf2, …");
    }

    @Test
    void aFileOf3cxIsUnderstood() {
        CsvImport.ImportResult result = read(
                "Number,FirstName,LastName,EmailAddress,MobileNumber,AuthID,AuthPassword,MAC,Template,Model,VMEnable",
                "100,John,Doe,j@d.example,+49170,aBc,s3cret,000413246672,snom.ph.xml,Snom 320,",
                "101,Ann,Roe,,,xYz,t0p,,snom.ph.xml,Snom 320,");
        assertThat(problems(result)).singleElement().asString().contains("is left out in 2 rows; the phones get");
        assertThat(result.extensions()).isEqualTo(2);
        assertThat(result.files().get(0).content()).isEqualTo("""
                        extension: 100
                        first_name: John
                        last_name: Doe
                        auth_id: aBc
                        auth_password: s3cret
                        mobile: +49170
                        vars:
                          email: j@d.example
                        phone:
                          mac: 000413246672
                          model: Snom 320
                        """);
    }

    @Test
    void noProblemContainsACellValue() {
        List<String> reported = problems(
                "extension,first_name,auth_password,mac,line,blf,codecs,site,file,vars.x",
                "100,hunter2,hunter2,hunter2,hunter2,hunter2,hunter2,hunter2 /,extensions.d/h.yaml,hunter2\u0007",
                "100,hunter3,hunter3,hunter4,hunter2,[],hunter2,hunter2/,hunter2,hunter2",
                "100,hunter4,hunter2,,,,,hunter2 /,extensions.d/h.yaml,",
                "101,hunter3,\"hunter5\nx\",000413246672,hunter2,[],hunter2,hunter2/,,hunter6",
                "102,,,,,,,,,!secret ");
        assertThat(reported).hasSizeGreaterThan(5);
        assertThat(String.join("\n", reported)).doesNotContain("hunter");
    }

    @Test
    void aCellOfMoreThan64KiBIsAnErrorOfItsCell() {
        for (int length : List.of(65_537, 17 << 20)) {
            for (String quote : List.of("", "\"")) {
                String cell = quote + "x".repeat(length) + quote;
                assertThat(problems("extension,first_name,last_name", "100,John," + cell, "101,Jane,Roe"))
                        .containsExactly(
                                "t.csv:2:3: error: this cell is longer than 64 KiB; shorten it, or close its quotes");
            }
        }
        assertThat(problems("extension,first_name", "100," + "x".repeat(65_536)))
                .isEmpty();
    }
}
