package dev.lineman.phonefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader of provisioning files reads each form, and refuses what phones cannot read. */
class PhoneFileReaderTest {
    @ParameterizedTest
    @CsvSource({
        "'#!version:1.0.0.1\na.b = 1 2\n', a.b, 1 2",
        "'# c\na.b = \n', a.b, ''",
        "'voip/line/0/id=1=2\n', voip/line/0/id, 1=2",
        "'# c\n\nsip line1 vmail: a:b\n', sip line1 vmail, a:b",
        "'!sip dial plan: \"x#\"\n', sip dial plan, x#",
        "'# Panasonic SIP Phone Standard Format File #\n\nA_1=\"x # y\"\n', A_1, x # y",
        "'SET A_1 \"x y\"\n', A_1, x y",
        "'IF $MODEL4 SEQ J129 GOTO END\nGOTO END\n# END\nGET 46xxsettings.txt\n', GET, 46xxsettings.txt",
        "'<settings><phone-settings><a idx=\"1\" perm=\"R\">x</a></phone-settings></settings>', a[1], x",
        "'<settings><setting id=\"A1\" value=\"x\" override=\"true\"/></settings>', A1, x",
        "'<p><nvm><param name=\"A.1\" value=\"x\"/></nvm></p>', A.1, x",
        "'<P><ITEM ID=\"a[0]\" class=\"symb_item\" value=''\"x\"''/></P>', a[0], '\"x\"'",
        "'<hl_provision version=\"1\"><config version=\"1\"><P47 para=\"a\">x</P47></config></hl_provision>', P47, x",
        "'<Db><Sip At=\"0\"><Id>x</Id></Sip></Db>', Sip[0]/Id, x"
    })
    void eachFormHasItsParameters(String file, String name, String value) {
        assertThat(PhoneFileReader.read(file)).containsExactly(new PhoneParameter(name, value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing\n",
                "#!version:2\na = 1\n",
                "#!version:1.0.0.1\na=1\n",
                "a=1\nb = 2\n",
                "a = 1\nb=2\n",
                "a: 1 # comment\n",
                "a: \"1\n",
                "a: 1\nb\n",
                "# Panasonic SIP Phone Standard Format File #\nA = \"1\"\n",
                "# Panasonic SIP Phone Standard Format File #\nA=1\n",
                "# Panasonic SIP Phone Standard Format File #\nA=\"1\"2\"\n",
                "SET A one two\n",
                "SET A \"1\nGET b\n",
                "<settings><a>",
                "<settings><setting id=\"a\" value=\"1\"/>text</settings>",
                "<other>text</other>"
            })
    void whatAPhoneCannotReadIsRefused(String file) {
        assertThatThrownBy(() -> PhoneFileReader.read(file)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The group of a parameter is part of its name, so that the parameters of two handsets differ. */
    @Test
    void aGroupWithANameAndAValueIsPartOfTheName() {
        assertThat(PhoneFileReader.read("""
                        <nvm>
                          <oper value="1" name="add_hs"><param name="hs.RegStatus" value="ToReg"/></oper>
                          <oper value="2" name="add_hs"><param name="hs.RegStatus" value="ToReg"/></oper>
                          <oper name="DeleteNotProvisionedHS"/>
                          <param name="A" value="1" url="http://a.example/"/>
                        </nvm>
                        """))
                .extracting(PhoneParameter::name)
                .isEqualTo(
                        List.of("add_hs[1]/hs.RegStatus", "add_hs[2]/hs.RegStatus", "oper", "oper@name", "A", "A@url"));
    }
}
