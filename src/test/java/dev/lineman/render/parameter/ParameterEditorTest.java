package dev.lineman.render.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.problem.Position;
import dev.lineman.render.text.BudgetExceededException;
import dev.lineman.render.text.OutputWriter;
import dev.lineman.resolve.parameter.VendorParameter;
import dev.lineman.template.dialect.ValueEscape;
import dev.lineman.template.parameter.ParameterFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each format: what a file becomes with some parameters, byte for byte. */
class ParameterEditorTest {
    private static final Position AT = new Position("extensions.d/100.yaml", 3, 9);
    private static final int LIMIT = 10_000;

    static List<Arguments> examples() {
        return List.of(
                example(
                        ParameterFormat.ASSIGNMENTS,
                        """
                        #!version:1.0.0.1
                        # a.b = comment
                        a.b = 1
                        a.bc =
                        x.y=2
                        a.b = 3
                        """,
                        """
                        #!version:1.0.0.1
                        # a.b = comment
                        a.b = ü & < " '
                        a.bc =
                        x.y=one
                        x.y=two
                        new.one = 7
                        new.two = =
                        """,
                        parameter("a.b", "ü & < \" '"),
                        parameter("new.one", "7"),
                        parameter("new.two", "="),
                        parameter("x.y", "one", "two")),
                example(ParameterFormat.QUOTED, "A=\"1\"\n\n \n", "A=\"1\"\nB=\"2\"\n\n \n", parameter("B", "2")),
                example(ParameterFormat.QUOTED, "\nA=\"1\"", "\nA=\"1\"\nB=\"2\"\n", parameter("B", "2")),
                example(
                        ParameterFormat.ATTRIBUTES,
                        """
                        <?xml version="1.0"?>
                        <polycomConfig
                          a.b="1"
                          a.c='x > y'
                        />
                        """,
                        """
                        <?xml version="1.0"?>
                        <polycomConfig
                          a.b="&lt;2&gt;"
                          a.c='&apos;&quot;'
                          a.d="new"
                          b.e=""
                        />
                        """,
                        parameter("a.b", "<2>"),
                        parameter("a.c", "'\""),
                        parameter("a.d", "new"),
                        parameter("b.e", "")),
                example(
                        ParameterFormat.ATTRIBUTES,
                        "<c><one a.b=\"1\"/><two c.d=\"2\" ></two><three/></c>\n",
                        "<c><one a.b=\"1\"/><two c.d=\"2\" x.y=\"3\" ></two><three/></c>\n",
                        parameter("x.y", "3")),
                example(
                        ParameterFormat.ITEMS,
                        """
                        <gs_provision version="1">
                          <mac>c074ad000001</mac>
                          <config version="2">
                            <!-- <item name="a.1">old</item> -->
                            <item name="a.1">1</item>
                            <item name="a.2"/>
                          </config>
                        </gs_provision>
                        """,
                        """
                        <gs_provision version="1">
                          <mac>c074ad000001</mac>
                          <config version="2">
                            <!-- <item name="a.1">old</item> -->
                            <item name="a.1"></item>
                            <item name="a.2">R&amp;D</item>
                            <item name="a.10">ten</item>
                          </config>
                        </gs_provision>
                        """,
                        parameter("a.1", ""),
                        parameter("a.10", "ten"),
                        parameter("a.2", "R&D")),
                example(
                        ParameterFormat.ITEMS,
                        "<gs_provision><config/></gs_provision>\n",
                        "<gs_provision><config>\n  <item name=\"a\">1</item>\n</config></gs_provision>\n",
                        parameter("a", "1")),
                example(
                        ParameterFormat.ELEMENTS,
                        """
                        <settings>
                          <phone-settings>
                            <language perm="R">Deutsch</language>
                            <user_srtp idx="1" perm="R">on</user_srtp>
                            <user_srtp idx="2" perm="R">on</user_srtp>
                          </phone-settings>
                          <functionKeys>
                            <fkey idx="0" context="1" label="100" perm="R">line</fkey>
                          </functionKeys>
                        </settings>
                        """,
                        """
                        <settings>
                          <phone-settings>
                            <language perm="R">Deutsch</language>
                            <user_srtp idx="1" perm="R">on</user_srtp>
                            <user_srtp idx="2" perm="R">off</user_srtp>
                            <dnd_mode perm="R"/>
                            <user_srtp idx="3" perm="R">off</user_srtp>
                          </phone-settings>
                          <functionKeys>
                            <fkey idx="0" context="1" label="100" perm="R">line</fkey>
                            <fkey idx="7" perm="R">dtmf 1</fkey>
                          </functionKeys>
                        </settings>
                        """,
                        parameter("dnd_mode", ""),
                        parameter("fkey[7]", "dtmf 1"),
                        parameter("user_srtp[2]", "off"),
                        parameter("user_srtp[3]", "off")),
                example(
                        ParameterFormat.ELEMENTS,
                        "<flat-profile>\n  <A_1_ ua=\"na\">x</A_1_>\n</flat-profile>\n",
                        "<flat-profile>\n  <A_1_ ua=\"na\">x</A_1_>\n  <B_1_ ua=\"na\">y</B_1_>\n</flat-profile>\n",
                        parameter("B_1_", "y")),
                example(
                        ParameterFormat.PATHS,
                        """
                        <sysConf>
                          <sip>
                            <line index="1">
                              <A>1</A>
                              <B/>
                            </line>
                          </sip>
                        </sysConf>
                        """,
                        """
                        <sysConf>
                          <sip>
                            <line index="1">
                              <A>2</A>
                              <B>3</B>
                              <C>4</C>
                            </line>
                            <line index="2">
                              <A>5</A>
                              <B>6</B>
                            </line>
                          </sip>
                          <mm>
                            <x index="1">8</x>
                            <y>9</y>
                          </mm>
                        </sysConf>
                        """,
                        parameter("mm/x[1]", "8"),
                        parameter("mm/y", "9"),
                        parameter("sip/line[1]/A", "2"),
                        parameter("sip/line[1]/B", "3"),
                        parameter("sip/line[1]/C", "4"),
                        parameter("sip/line[2]/A", "5"),
                        parameter("sip/line[2]/B", "6")),
                example(
                        ParameterFormat.PATHS,
                        "<DeviceDatabase>\n  <Sip At=\"0\"><Enabled>0</Enabled></Sip>\n</DeviceDatabase>\n",
                        """
                        <DeviceDatabase>
                          <Sip At="0"><Enabled>1</Enabled></Sip>
                          <Sip At="1">
                            <Enabled>0</Enabled>
                          </Sip>
                        </DeviceDatabase>
                        """,
                        parameter("Sip[0]/Enabled", "1"),
                        parameter("Sip[1]/Enabled", "0")),
                example(
                        ParameterFormat.PATHS,
                        "<settings>\n  <sip><idx id=\"1\"><dscp>46</dscp></idx></sip>\n</settings>\n",
                        """
                        <settings>
                          <sip><idx id="1"><dscp>40</dscp></idx>
                            <idx id="2">
                              <dscp>46</dscp>
                            </idx>
                          </sip>
                        </settings>
                        """,
                        parameter("sip/idx[1]/dscp", "40"),
                        parameter("sip/idx[2]/dscp", "46")),
                example(
                        ParameterFormat.ASSIGNMENTS,
                        "[voip]\n  line/0/id=100\nline/0/name=\n; line/0/x=1\n",
                        "[voip]\n  line/0/id=200\nline/0/name=Jane Roe\n; line/0/x=1\nline/1/id=101\n",
                        parameter("line/0/id", "200"),
                        parameter("line/0/name", "Jane Roe"),
                        parameter("line/1/id", "101")),
                example(
                        ParameterFormat.ASSIGNMENTS,
                        "a =\r\nb = 1\r\n",
                        "a = x\r\nb = 2\r\nc = 3\r\n",
                        parameter("a", "x"),
                        parameter("b", "2"),
                        parameter("c", "3")),
                example(
                        ParameterFormat.COLONS,
                        """
                        # sip line1 proxy ip: old
                        sip line1 proxy ip: 10.0.0.1
                        !sip line1 proxy port: 5060 # locked
                        sip dial plan: "x+#|xx+*"
                        admin password:
                        """,
                        """
                        # sip line1 proxy ip: old
                        sip line1 proxy ip: [2001:db8::1]
                        !sip line1 proxy port: 5061
                        sip dial plan: "x#"
                        admin password: 1:2
                        contact rcs: 0
                        sip line1 screen name: say "hello"
                        sip line2 screen name: " #"
                        """,
                        parameter("admin password", "1:2"),
                        parameter("contact rcs", "0"),
                        parameter("sip dial plan", "x#"),
                        parameter("sip line1 proxy ip", "[2001:db8::1]"),
                        parameter("sip line1 proxy port", "5061"),
                        parameter("sip line1 screen name", "say \"hello\""),
                        parameter("sip line2 screen name", " #")),
                example(
                        ParameterFormat.QUOTED,
                        """
                        # Panasonic SIP Phone Standard Format File #
                        #ADMIN_PASS="1"
                        ADMIN_PASS="2"
                        NTP_ADDR=""
                        """,
                        """
                        # Panasonic SIP Phone Standard Format File #
                        #ADMIN_PASS="1"
                        ADMIN_PASS="a=b # c"
                        NTP_ADDR="10.0.0.1"
                        SIP_PASS_1=""
                        """,
                        parameter("ADMIN_PASS", "a=b # c"),
                        parameter("NTP_ADDR", "10.0.0.1"),
                        parameter("SIP_PASS_1", "")),
                example(
                        ParameterFormat.SET,
                        """
                        ## SET SNTPSRVR "old"
                        IF $MODEL4 SEQ J139 GOTO END
                        SET SNTPSRVR pool.ntp.org
                        SET PHONEKEY "Keynum=1;Type=dial"
                        SET PHONEKEY "Keynum=2;Type=dial"
                        # END
                        """,
                        """
                        ## SET SNTPSRVR "old"
                        IF $MODEL4 SEQ J139 GOTO END
                        SET SNTPSRVR "10.0.0.1"
                        SET PHONEKEY "one"
                        SET PHONEKEY "two"
                        SET PHONEKEY "three"
                        # END
                        SET ADMIN_PASSWORD "a # b"
                        """,
                        parameter("ADMIN_PASSWORD", "a # b"),
                        parameter("PHONEKEY", "one", "two", "three"),
                        parameter("SNTPSRVR", "10.0.0.1")),
                example(
                        ParameterFormat.VALUES,
                        """
                        <settings>
                          <setting id="Account1Enable" value="true" override="true"/>
                          <setting id='Account1Label' value='old'></setting>
                        </settings>
                        """,
                        """
                        <settings>
                          <setting id="Account1Enable" value="" override="true"/>
                          <setting id='Account1Label' value='&apos;R&amp;D&apos;'></setting>
                          <setting id="Account2Label" value="a &lt; b" override="true"/>
                          <setting id="Empty" value="" override="true"/>
                        </settings>
                        """,
                        parameter("Account1Enable", ""),
                        parameter("Account1Label", "'R&D'"),
                        parameter("Account2Label", "a < b"),
                        parameter("Empty", "")),
                example(ParameterFormat.VALUES, """
                        <provisioning>
                          <nvm>
                            <param name="A.1" value="1"/>
                            <oper value="00001" name="add_hs">
                              <param name="hs.RegStatus" value="ToReg"/>
                            </oper>
                          </nvm>
                        </provisioning>
                        """, """
                        <provisioning>
                          <nvm>
                            <param name="A.1" value="1"/>
                            <oper value="00001" name="add_hs">
                              <param name="hs.RegStatus" value="2"/>
                            </oper>
                            <param name="B[0].c" value="3"/>
                          </nvm>
                        </provisioning>
                        """, parameter("B[0].c", "3"), parameter("hs.RegStatus", "2")),
                example(
                        ParameterFormat.VALUES,
                        "<p><ITEM ID=\"a[0]\" class=\"symb_item\" value='\"x\"'/></p>\n",
                        """
                        <p><ITEM ID="a[0]" class="symb_item" value='0x1'/>
                          <ITEM ID="a[1]" class="symb_item" value="&quot;y&quot;"/>
                        </p>
                        """,
                        parameter("a[0]", "0x1"),
                        parameter("a[1]", "\"y\"")),
                example(
                        ParameterFormat.ENTRIES,
                        """
                        <config xmlns="http://www.linphone.org/xsds/lpconfig.xsd">
                          <section name="sip">
                            <entry name="a" overwrite="true">0</entry>
                          </section>
                        </config>
                        """,
                        """
                        <config xmlns="http://www.linphone.org/xsds/lpconfig.xsd">
                          <section name="sip">
                            <entry name="a" overwrite="true">1</entry>
                            <entry name="b" overwrite="true">2</entry>
                          </section>
                          <section name="net">
                            <entry name="mtu" overwrite="true">1300</entry>
                          </section>
                        </config>
                        """,
                        parameter("net/mtu", "1300"),
                        parameter("sip/a", "1"),
                        parameter("sip/b", "2")));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aFileGetsItsParameters(ParameterFormat format, String before, String after, List<VendorParameter> parameters) {
        assertThat(ParameterEditor.edit(format, parameters, written(before)).text())
                .isEqualTo(after);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aSecondRunChangesNothing(
            ParameterFormat format, String before, String after, List<VendorParameter> parameters) {
        assertThat(ParameterEditor.edit(format, parameters, written(after)).text())
                .isEqualTo(after);
    }

    @Test
    void masksMoveWithTheirTextAndThoseOfReplacedValuesGo() {
        OutputWriter file = new OutputWriter(ValueEscape.NONE, 100, LIMIT, value -> true);
        file.write("first = 1\nold.password = ");
        file.writeReference("gone");
        file.write("\nkept.password = ");
        file.writeReference("kept");
        file.write("\n");
        List<VendorParameter> parameters = List.of(
                parameter("first", "a longer value"),
                secret("new.password", "s3cret"),
                parameter("old.password", "shown"));
        OutputWriter edited = ParameterEditor.edit(ParameterFormat.ASSIGNMENTS, parameters, file);
        String text = edited.text();
        assertThat(edited.masks().spans().mask(text, 0, text.length())).isEqualTo("""
                        first = a longer value
                        old.password = shown
                        kept.password = ••••••
                        new.password = ••••••
                        """);
    }

    @Test
    void aSecretBetweenQuotationMarksIsMaskedAlone() {
        OutputWriter edited = ParameterEditor.edit(
                ParameterFormat.SET, List.of(secret("A", "one two"), secret("B", "")), written("SET A \"old\"\n"));
        String text = edited.text();
        assertThat(text).isEqualTo("SET A \"one two\"\nSET B \"\"\n");
        assertThat(edited.masks().spans().mask(text, 0, text.length())).isEqualTo("SET A \"••••••\"\nSET B \"\"\n");
    }

    @ParameterizedTest
    @CsvSource({
        "ASSIGNMENTS, 'a \"#\" b', true",
        "COLONS, 'a \"b\"', true",
        "COLONS, 'a # b', true",
        "COLONS, '\"a\"', false",
        "COLONS, 'a \"#\" b', false",
        "COLONS, ' \"b', false",
        "QUOTED, 'a \" b', false",
        "QUOTED, 'a # b', true",
        "SET, 'a \" b', false",
        "SET, '$MACADDR', true",
        "VALUES, '\"#<', true"
    })
    void aFormatSaysWhichValuesItCanWrite(ParameterFormat format, String value, boolean possible) {
        assertThat(format.canWrite(value)).isEqualTo(possible);
    }

    @Test
    void aSecretIsMaskedInXmlWithItsEscapes() {
        OutputWriter edited = ParameterEditor.edit(
                ParameterFormat.ELEMENTS, List.of(secret("b", "<&>")), written("<r><a>1</a><b>2</b></r>\n"));
        String text = edited.text();
        assertThat(text).isEqualTo("<r><a>1</a><b>&lt;&amp;&gt;</b></r>\n");
        assertThat(edited.masks().spans().mask(text, 0, text.length())).isEqualTo("<r><a>1</a><b>••••••</b></r>\n");
    }

    static List<Arguments> refusals() {
        return List.of(
                Arguments.of(ParameterFormat.PATHS, "<s><sip><x>1</x></sip></s>", "sip/x/y", "is below 'sip/x'"),
                Arguments.of(
                        ParameterFormat.PATHS,
                        "<s><a><b><c>1</c></b></a></s>",
                        "a/b",
                        "is a group in the phone's file"),
                Arguments.of(ParameterFormat.ELEMENTS, "<s><a><c>1</c></a></s>", "a", "is a group in the phone's file"),
                Arguments.of(
                        ParameterFormat.ELEMENTS,
                        "<s><a idx=\"2\">1</a><a idx=\"3\">1</a></s>",
                        "a",
                        "'a' in 'settings' has an index in the phone's file; write 'a[2]'"),
                Arguments.of(
                        ParameterFormat.PATHS,
                        "<s><sip><line index=\"1\"><a>1</a></line></sip></s>",
                        "sip/line/b",
                        "has an index in the phone's file; write 'sip/line[1]/b'"),
                Arguments.of(
                        ParameterFormat.PATHS,
                        "<s><sip><line index=\"1\">1</line></sip></s>",
                        "sip/line",
                        "has an index in the phone's file; write 'sip/line[1]'"),
                Arguments.of(ParameterFormat.ITEMS, "<s><a/></s>", "x", "has no <config>"),
                Arguments.of(
                        ParameterFormat.VALUES,
                        "<s><a name=\"b\"/></s>",
                        "x",
                        "has no element with a name and a 'value'"),
                Arguments.of(ParameterFormat.ATTRIBUTES, "no markup", "x", "it has no element"),
                Arguments.of(ParameterFormat.ATTRIBUTES, "<a", "x", "an attribute has no value"),
                Arguments.of(ParameterFormat.ATTRIBUTES, "<a b=\"1></a>", "x", "an attribute has no value"),
                Arguments.of(ParameterFormat.ATTRIBUTES, "<a b=", "x", "an attribute has no value"),
                Arguments.of(ParameterFormat.ELEMENTS, "<a><b></a>", "x", "</a> does not fit"),
                Arguments.of(ParameterFormat.ELEMENTS, "</a>", "x", "</a> does not fit"),
                Arguments.of(ParameterFormat.ELEMENTS, "<a><!-- <b/></a>", "x", "'-->' is missing"),
                Arguments.of(ParameterFormat.ELEMENTS, "<a>", "x", "<a> has no end tag"),
                Arguments.of(ParameterFormat.ELEMENTS, "<a".repeat(50) + ">".repeat(50), "x", "no XML"),
                Arguments.of(ParameterFormat.ELEMENTS, "<a>".repeat(200), "x", "100 elements inside each other"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aFileThatCannotTakeAParameterSaysWhy(ParameterFormat format, String file, String name, String reason) {
        assertThatThrownBy(() -> ParameterEditor.edit(format, List.of(parameter(name, "1")), written(file)))
                .isInstanceOf(ParameterRefusedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aParameterAndAGroupOfTheSameNameAreRefused() {
        assertThatThrownBy(() -> ParameterEditor.edit(
                        ParameterFormat.PATHS,
                        List.of(parameter("a/b", "1"), parameter("a/b/c", "2")),
                        written("<s/>")))
                .hasMessageContaining("'a/b' in 'settings' is a group too");
    }

    @Test
    void aFileDoesNotGrowPastItsLimit() {
        assertThatThrownBy(() -> ParameterEditor.edit(
                        ParameterFormat.ASSIGNMENTS, List.of(parameter("a", "x".repeat(LIMIT))), written("b = 1\n")))
                .isInstanceOf(BudgetExceededException.class);
    }

    private static Arguments example(
            ParameterFormat format, String before, String after, VendorParameter... parameters) {
        return Arguments.of(format, before, after, List.of(parameters));
    }

    private static VendorParameter parameter(String name, String... values) {
        return new VendorParameter(
                name,
                Stream.of(values)
                        .map(value -> new VendorParameter.ParameterValue(value, false))
                        .toList(),
                AT);
    }

    private static VendorParameter secret(String name, String value) {
        return new VendorParameter(name, List.of(new VendorParameter.ParameterValue(value, true)), AT);
    }

    private static OutputWriter written(String text) {
        OutputWriter writer = new OutputWriter(ValueEscape.NONE, text.length(), LIMIT, value -> false);
        writer.write(text);
        return writer;
    }
}
