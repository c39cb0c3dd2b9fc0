package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import} finds what {@code check} would find after it, and reports it at the cells of the table. */
class ImportChecksTest {
    private static final String HEADINGS = "extension,first_name,last_name,auth_id,auth_password,mac,model\n";

    private static final String OPEN = "provisioning: {allow: [0.0.0.0/0]}\n";

    @TempDir
    private Path folder;

    private Path root;
    private Terminal terminal;

    @BeforeEach
    void aRootWithATemplate() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        terminal = new Terminal(root);
        terminal.write("extensions.d/_defaults.yaml", OPEN + "pbx_ip: 10.0.0.1\n");
        terminal.write(
                "templates/phones/y.xml", template("Yealink T54W", "u=%%extension_auth_id%% p=%%extension_auth_pw%%"));
    }

    private static String template(String name, String content) {
        return "<doc><header><type>phone-template</type><name>" + name + "</name></header><data><device>"
                + "<deviceconfig filename=\"%%mac_address%%.cfg\"><![CDATA[" + content + "]]></deviceconfig>"
                + "</device></data></doc>";
    }

    private int imports(String table, String... options) throws IOException {
        Files.writeString(folder.resolve("t.csv"), table);
        return terminal.run(
                Stream.concat(Stream.of("import", folder.resolve("t.csv").toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private List<String> problems() {
        return terminal.err()
                .lines()
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }

    @Test
    void allErrorsOfTheResultAreReportedAtTheirCellsInOnePassErrorsFirst() throws IOException {
        String table = """
                extension,first_name,last_name,auth_id,auth_password,mac,model,Router
                100,Ann,Lee,100,s3cret,805ec0000100,Yealink T54X,x
                101,Bob,Ray,101,s3cret,4.13247E+11,Yealink T54W,
                102,Kim,Ro,102,,805ec0000102,Yealink T54W,
                103,Jo,Ho,103,s3cret,805ec0000103,,
                104,Al,Io,104,s3cret,805ec0000102,Yealink T54W,
                """;
        for (String[] options : new String[][] {{"--dry-run"}, {}}) {
            assertThat(imports(table, options)).isEqualTo(1);
            assertThat(problems()).hasSize(6);
            assertThat(problems().get(0))
                    .isEqualTo("t.csv:2:7: error: no template below templates/phones is for model 'Yealink T54X'; did"
                            + " you mean 'Yealink T54W'? (for 805ec0000100)");
            assertThat(problems().get(1)).startsWith("t.csv:3:6: error: a spreadsheet has made a number of this MAC");
            assertThat(problems().get(2))
                    .startsWith("t.csv:4:1: error: extension 102 has a phone, and needs 'auth_password'");
            assertThat(problems().get(3)).startsWith("t.csv:5:6: error: the phone has no 'model'");
            assertThat(problems().get(4))
                    .startsWith("t.csv:6:6: error: line 1 of phone 805ec0000102 is already taken at t.csv:4:6");
            assertThat(problems().get(5)).startsWith("t.csv:1:8: warning: column 'Router' is ignored");
            assertThat(terminal.out()).isEqualTo("nothing was written\n");
            assertThat(root.resolve("secrets.yaml")).doesNotExist();
            assertThat(root.resolve("extensions.d/104.yaml")).doesNotExist();
        }
    }

    @Test
    void anImportWithoutProblemsLeavesARootWithoutProblems() throws IOException {
        assertThat(imports(HEADINGS + "100,Ann,Lee,100,s3cret,805ec0000100,Yealink T54W\n"))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.run("check")).as(terminal.err()).isZero();
        assertThat(terminal.out()).isEqualTo("1 extension, 1 phone, no problems\n");
    }

    @Test
    void aMissingVariableOfTheTemplateStopsTheImport() throws IOException {
        terminal.write("templates/phones/y.xml", template("Yealink T54W", "p=%%admin_password%%"));
        assertThat(imports(HEADINGS + "100,Ann,Lee,100,s3cret,805ec0000100,Yealink T54W\n", "--dry-run"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("admin_password");
        terminal.write("extensions.d/_defaults.yaml", OPEN + "pbx_ip: 10.0.0.1\nvars: {admin_password: x}\n");
        assertThat(imports(HEADINGS + "100,Ann,Lee,100,s3cret,805ec0000100,Yealink T54W\n", "--dry-run"))
                .as(terminal.err())
                .isZero();
    }

    @Test
    void aProblemOfTheFolderThatReachesTheNewPhoneIsReportedAtItsPlace() throws IOException {
        terminal.write("templates/phones/y.xml", template("Yealink T54W", "%%pbx_ip%%"));
        terminal.write("extensions.d/_defaults.yaml", "pbx_ip: !secret pbx\n" + OPEN);
        String old = """
                extension: 100
                first_name: A
                last_name: B
                auth_id: 1
                auth_password: x
                phone: {mac: 805ec0000100, model: Yealink T54W}
                """;
        terminal.write("extensions.d/100.yaml", old);
        assertThat(imports(HEADINGS + "101,Ann,Lee,101,s3cret,805ec0000101,Yealink T54W\n"))
                .isEqualTo(1);
        assertThat(problems()).hasSize(1);
        assertThat(problems().get(0)).startsWith("extensions.d/_defaults.yaml:1:9: error: !secret pbx");
        // A placeholder for missing secrets.
        assertThat(imports(HEADINGS + "101,Ann,Lee,101,s3cret,805ec0000101,Yealink T54W\n", "--assume-secrets"))
                .as(terminal.err())
                .isZero();
    }

    @Test
    void problemsThatAreThereAlreadyDoNotStopAnImport() throws IOException {
        terminal.write("extensions.d/100.yaml", "extension: 100\nphone: {mac: 805ec0000100, model: Nothing}\n");
        assertThat(imports(HEADINGS + "101,Ann,Lee,101,s3cret,805ec0000101,Yealink T54W\n"))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.err()).isEmpty();
        assertThat(terminal.out()).startsWith("besides this import, the inputs have ");
        // Nor if the file is replaced, and the problem moves to another line.
        assertThat(imports("extension,mac,model,label\n100,805ec0000100,Nothing,x\n", "--overwrite"))
                .as(terminal.err())
                .isZero();
    }

    @Test
    void aProblemWhoseTextAnImportChangesIsNotNew() throws IOException {
        terminal.write("templates/phones/w.xml", template("Snom D120", "x"));
        terminal.write("templates/phones/z.xml", template("Snom D785", "%%colour%%"));
        terminal.write("extensions.d/_defaults.yaml", OPEN + "pbx_ip: 10.0.0.1\nvars: {colour: red}\n");
        terminal.write("extensions.d/100.yaml", """
                extension: 100
                first_name: A
                last_name: B
                auth_id: 1
                auth_password: x
                phone: {mac: 805ec0000100, model: Yealink T54W}
                """);
        assertThat(terminal.run("check")).isZero();
        assertThat(terminal.err())
                .contains("'colour' in 'vars' has no effect: templates/phones/y.xml does not read it");
        assertThat(imports(HEADINGS + "101,Ann,Lee,101,s3cret,805ec0000101,Snom D120\n"))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.err()).isEmpty();
        assertThat(terminal.out()).startsWith("besides this import, the inputs have 1 problem:");
        assertThat(terminal.run("check")).isZero();
        assertThat(terminal.err()).contains("'colour' in 'vars' has no effect: none of the 2 templates");
    }

    @Test
    void aFileOfSecretsWithAnErrorGivesOneErrorAtItsPlace() throws IOException {
        for (String[] bad : new String[][] {{"a: [\n", "2:1"}, {"a: 1\nb: {}\n", "2:4"}}) {
            terminal.write("secrets.yaml", bad[0]);
            assertThat(imports(HEADINGS + "101,Ann,Lee,101,s3cret,805ec0000101,Yealink T54W\n"))
                    .isEqualTo(1);
            assertThat(problems()).hasSize(1);
            assertThat(problems().get(0))
                    .startsWith("secrets.yaml:" + bad[1] + ": error: ")
                    .endsWith("; correct it, and import again: the secrets of the table are added to this file");
        }
    }

    @Test
    void aTemplateOfAnotherSystemIsMappedOrLeftOut() throws IOException {
        terminal.write("templates/phones/vendor/z.xml", template("Snom D785", "x"));
        String table = """
                Number,FirstName,LastName,AuthID,AuthPassword,MAC,Template,Model
                100,A,B,100,x,805ec0000100,yealinkT4x.ph.xml,Yealink T54W
                101,A,B,101,x,805ec0000101,snom/d785,
                102,A,B,102,x,805ec0000102,vendor/z.xml,
                103,A,B,103,x,,yealinkT4x.ph.xml,
                104,A,B,104,x,805ec0000104,yealinkT4x.ph.xml,Yealink T54W
                105,A,B,105,x,,other.xml,
                106,A,B,106,x,,z,
                """;
        assertThat(imports(table)).as(terminal.err()).isZero();
        assertThat(problems())
                .containsExactly(
                        "t.csv:2:7: warning: template 'yealinkT4x.ph.xml' is not below templates/phones, and is left"
                                + " out in 2 rows; the phones get the template of their model. To use this one, copy it"
                                + " there",
                        "t.csv:5:7: warning: template 'yealinkT4x.ph.xml' is not below templates/phones, and is left"
                                + " out; name the model in a column 'model', or copy the template to templates/phones",
                        "t.csv:7:7: warning: template 'other.xml' is not below templates/phones, and is left out; name"
                                + " the model in a column 'model', or copy the template to templates/phones",
                        "t.csv:8:7: warning: template 'z' is not below templates/phones, and is left out; name the"
                                + " model in a column 'model', or copy the template to templates/phones");
        assertThat(root.resolve("extensions.d/100.yaml"))
                .content()
                .contains("model: Yealink T54W")
                .doesNotContain("template");
        assertThat(root.resolve("extensions.d/101.yaml"))
                .content()
                .contains("model: Snom D785")
                .doesNotContain("template");
        assertThat(root.resolve("extensions.d/102.yaml")).content().contains("template: vendor/z.xml");
        assertThat(root.resolve("extensions.d/103.yaml")).content().doesNotContain("template");
        assertThat(terminal.run("check")).as(terminal.err()).isZero();
    }

    @Test
    void aRowsTemplateIsNearerThanTheModelOfTheFolder() throws IOException {
        terminal.write("templates/phones/z.xml", template("Snom D785", "x"));
        terminal.write("extensions.d/_defaults.yaml", OPEN + "pbx_ip: 10.0.0.1\nmodel: Yealink T54W\n");
        assertThat(imports("""
                Number,FirstName,LastName,AuthID,AuthPassword,MAC,Template
                101,A,B,101,x,805ec0000101,snom/d785.xml
                """)).as(terminal.err()).isZero();
        assertThat(root.resolve("extensions.d/101.yaml")).content().contains("model: Snom D785");
    }

    @Test
    void anExportOfFreePbxIsUnderstood() throws IOException {
        terminal.write("extensions.d/_defaults.yaml", OPEN + "pbx_ip: p\nmodel: Yealink T54W\n");
        assertThat(imports("""
                extension,password,name,voicemail,ringtimer,callwaiting,id,tech,dial,devicetype,user,description,emergency_cid,secret,context,mac
                201,,Ann Lee,novm,0,enabled,201,pjsip,PJSIP/201,fixed,201,Ann Lee,,s3cr3tA,from-internal,80:5e:c0:00:02:01
                202,pin,"Bob ""Bobby"" Ray",novm,0,enabled,2020,pjsip,PJSIP/202,fixed,202,Bob Ray,,s3cr3tB,from-internal,80:5e:c0:00:02:02
                203,,Lobby,novm,0,enabled,203,pjsip,PJSIP/203,fixed,203,,,s3cr3tC,from-internal,
                """, "--plain-passwords")).as(terminal.err()).isZero();
        assertThat(problems())
                .containsExactly("t.csv:1:2: warning: columns of FreePBX that set up the PBX are ignored: 'password',"
                        + " 'voicemail', 'ringtimer', 'callwaiting', 'tech' and 4 more; if a template needs one, rename it"
                        + " to 'vars.NAME'");
        assertThat(root.resolve("extensions.d/202.yaml")).hasContent("""
                extension: 202
                first_name: 'Bob "Bobby"'
                last_name: Ray
                auth_id: 2020
                auth_password: s3cr3tB
                phone:
                  mac: 80:5e:c0:00:02:02""");
        assertThat(root.resolve("extensions.d/203.yaml")).content().contains("first_name: Lobby\nlast_name: ''\n");
        assertThat(terminal.run("check")).as(terminal.err()).isZero();
    }

    @Test
    void anExportOfExtensionsOfFusionPbxIsUnderstood() throws IOException {
        assertThat(imports("""
                extension_uuid,extension,number_alias,password,directory_first_name,directory_last_name,effective_caller_id_name,enabled
                u,201,,s3cr3tA,Ann,Lee,Ann L,true
                u,202,,s3cr3tB,,,"Ray, Bob",true
                """, "--plain-passwords")).as(terminal.err()).isZero();
        assertThat(root.resolve("extensions.d/201.yaml"))
                .hasContent("extension: 201\nfirst_name: Ann\nlast_name: Lee\nauth_id: 201\nauth_password: s3cr3tA");
        assertThat(root.resolve("extensions.d/202.yaml"))
                .hasContent("extension: 202\nfirst_name: Bob\nlast_name: Ray\nauth_id: 202\nauth_password: s3cr3tB");
    }

    @Test
    void anExportOfDevicesOfFusionPbxIsUnderstood() throws IOException {
        assertThat(imports("""
                device_uuid,device_mac_address,device_label,device_vendor,device_template,line_number,server_address,display_name,user_id,auth_id,password,sip_port
                u,805ec0000201,Desk,yealink,yealink/t54w,1,pbx.example,Ann Lee,201,a201,s3cr3tA,5060
                u,805ec0000202,202,yealink,yealink/t54w,2,pbx.example,202,202,,s3cr3tB,5060
                """, "--plain-passwords")).as(terminal.err()).isZero();
        assertThat(root.resolve("extensions.d/201.yaml")).hasContent("""
                extension: 201
                first_name: Ann
                last_name: Lee
                auth_id: a201
                auth_password: s3cr3tA
                pbx_ip: pbx.example
                label: Desk
                phone:
                  mac: 805ec0000201
                  line: 1
                  model: Yealink T54W""");
        assertThat(imports("""
                device_mac_address,device_template,device_label
                805ec0000203,yealink/t54w,203
                805ec0000204,yealink/t54w,Lobby
                """)).isEqualTo(1);
        assertThat(terminal.err())
                .contains("t.csv:2:3: error: extension 203 has a phone, and needs 'auth_password'")
                .contains("t.csv:3:1: error: this row has no extension number");
        assertThat(imports("device_mac_address,device_template\n805ec0000203,yealink/t54w\n"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("select user_id, auth_id and password of the device lines too");
    }

    @Test
    void passwordsAndAddressesOf3cxPhonesAreUsed() throws IOException {
        terminal.write("extensions.d/_defaults.yaml", OPEN + "model: Yealink T54W\n");
        terminal.write("templates/phones/y.xml", template("Yealink T54W", "%%pbx_ip%% %%admin_password%%"));
        for (String interfaceIp : List.of("InterfaceIP", "InterfaceIP_0")) {
            assertThat(imports(
                            "Number,FirstName,LastName,AuthID,AuthPassword,MAC_0," + interfaceIp + ",DeskphoneWebPass\n"
                                    + "100,A,B,100,x,805ec0000100,10.9.9.9,w3b\n",
                            "--overwrite"))
                    .as(terminal.err())
                    .isZero();
            assertThat(root.resolve("extensions.d/100.yaml"))
                    .content()
                    .contains("pbx_ip: 10.9.9.9", "admin_password: !secret 100-admin_password");
        }
        assertThat(root.resolve("secrets.yaml")).hasContent("100-auth_password: x\n100-admin_password: w3b");
        assertThat(terminal.run("check")).as(terminal.err()).isZero();
    }
}
