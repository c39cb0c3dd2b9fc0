package dev.lineman.command.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.inventory.GeneratedFleet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvExportTest {
    @Test
    void eachPhoneIsARow() {
        GeneratedFleet fleet = new GeneratedFleet()
                .with(
                        "a.yaml",
                        "extension: 0100",
                        "first_name: ' Ann'",
                        "auth_password: !secret a",
                        "label: ''",
                        "model: X",
                        "codecs: [PCMA, 'G722, wide']",
                        "vars: {pin: 1}",
                        "phones:",
                        "- {mac: 000413246672, model: Snom 320, line: 2, vars: {pin: 2}}",
                        "- {mac: 000413246673, blf: [{number: 105}]}")
                .with("b/b.yaml", "extension: 101");
        assertThat(CsvExport.write(fleet.inventory().filesBelow("extensions.d"), false))
                .isEqualTo("""
                        file,extension,first_name,last_name,auth_id,auth_password,pbx_ip,label,mac,line,model,extension.model,codecs[1],codecs[2],vars.pin,phone.blf[1].number,phone.vars.pin
                        extensions.d/a.yaml,0100," Ann",,,!secret a,,!text,00:04:13:24:66:72,2,Snom 320,X,PCMA,"G722, wide",1,,2
                        extensions.d/a.yaml,0100," Ann",,,!secret a,,!text,00:04:13:24:66:73,,,X,PCMA,"G722, wide",1,105,
                        extensions.d/b/b.yaml,101,,,,,,,,,,,,,,,
                        """);
    }

    @Test
    void handsetsAndBasesHaveColumns() {
        GeneratedFleet fleet = new GeneratedFleet()
                .with(
                        "a.yaml",
                        "extension: 100",
                        "phone:",
                        "  mac: 000413246672",
                        "  handset: {number: 5, ipui: 57005 0782068 7, name: Hall}",
                        "  bases: [000413246673, {mac: 000413246674, group: 2}]");
        assertThat(CsvExport.write(fleet.inventory().filesBelow("extensions.d"), false))
                .isEqualTo("""
                        file,extension,first_name,last_name,auth_id,auth_password,pbx_ip,mac,model,handset.number,handset.ipui,handset.name,bases[1].mac,bases[2].mac,bases[2].group
                        extensions.d/a.yaml,100,,,,,,00:04:13:24:66:72,,5,0DEADBEEF4,Hall,00:04:13:24:66:73,00:04:13:24:66:74,2
                        """);
    }

    @Test
    void noExtensionsGiveATableWithoutRows() {
        assertThat(CsvExport.write(List.of(), false))
                .isEqualTo("file,extension,first_name,last_name,auth_id,auth_password,pbx_ip,mac,model\n");
    }
}
