package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No value of a site occurs in files of another site, after any edits. Every value of a site contains the site's
 * mark.
 */
class SitesLawTest {
    private static final int FLEETS = Rounds.of(15);
    private static final int EDITS = 6;
    private static final List<String> SITES = List.of("one", "two");
    private static final Map<String, String> MARKS = Map.of("one", "M4RK0NE", "two", "M4RKTW0");

    @TempDir
    Path folder;

    @Test
    void noValueOfASiteIsInFilesOfAnotherSite() {
        int looked = 0;
        for (int seed = 0; seed < FLEETS; seed++) {
            Random random = new Random(seed);
            TestRoot root = new TestRoot(folder.resolve("f" + seed));
            templates(root);
            SITES.forEach(site -> defaults(root, random, site));
            for (int edit = 0; edit < EDITS; edit++) {
                String site = SITES.get(random.nextInt(2));
                String other = site.equals("one") ? "two" : "one";
                Map<String, String> before = of(root, other);
                int file = random.nextInt(3);
                if (random.nextInt(6) == 0) {
                    root.delete("extensions.d/" + site + "/" + file + ".yaml");
                } else if (random.nextInt(6) == 0) {
                    defaults(root, random, site);
                } else {
                    root.write("extensions.d/" + site + "/" + file + ".yaml", extensions(random, site));
                }
                root.runUntilIdle();
                String told = "seed " + seed + ", edit " + edit;
                looked += checkSeparation(root, told);
                if (edit > 0) {
                    assertThat(siteFiles(of(root, other)))
                            .as("site files of the other, " + told)
                            .isEqualTo(siteFiles(before));
                }
            }
            Map<String, String> scratch = root.fromScratch().files();
            if (root.problems().isEmpty()) {
                assertThat(root.files()).as("seed " + seed).isEqualTo(scratch);
            }
        }
        assertThat(looked).as("files looked at").isGreaterThan(FLEETS * EDITS);
    }

    private static int checkSeparation(TestRoot root, String told) {
        int looked = 0;
        for (String site : SITES) {
            String foreign = MARKS.get(site.equals("one") ? "two" : "one");
            for (Map.Entry<String, String> file : of(root, site).entrySet()) {
                assertThat(file.getKey() + '\n' + file.getValue()).as(told).doesNotContain(foreign);
                looked++;
            }
        }
        root.files().keySet().forEach(path -> assertThat(path).as(told).containsAnyOf("/one/", "/two/"));
        return looked;
    }

    private static Map<String, String> of(TestRoot root, String site) {
        Map<String, String> files = new TreeMap<>(root.files());
        files.keySet().removeIf(path -> !path.contains("/" + site + "/"));
        return files;
    }

    private static Map<String, String> siteFiles(Map<String, String> files) {
        Map<String, String> rest = new TreeMap<>(files);
        rest.keySet().removeIf(path -> path.contains("phone-"));
        return rest;
    }

    private static void defaults(TestRoot root, Random random, String site) {
        String mark = MARKS.get(site);
        root.write(
                "extensions.d/" + site + "/_defaults.yaml",
                "site: " + site + "\npbx_ip: pbx-" + mark + "\nprovisioning_url: http://h-" + mark
                        + "/provisioning\nvars: {v: v" + random.nextInt(3) + mark + "}\nmodels: {\"*\": {vars: {w: w"
                        + mark + "}}}\n");
    }

    /** Uses the same numbers in both sites, and sometimes the same MAC. */
    private static String extensions(Random random, String site) {
        String mark = MARKS.get(site);
        StringBuilder yaml = new StringBuilder();
        for (int left = random.nextInt(4); left >= 0; left--) {
            yaml.append("---\nextension: ").append(100 + random.nextInt(12));
            for (String key : List.of("first_name", "last_name", "auth_id", "auth_password", "label")) {
                yaml.append('\n')
                        .append(key)
                        .append(": ")
                        .append(key.charAt(0))
                        .append(random.nextInt(3))
                        .append(mark);
            }
            String own = random.nextInt(3) == 0 ? "c" : site.equals("one") ? "a" : "b";
            yaml.append("\nphone:\n  mac: 0000000000")
                    .append(own)
                    .append(random.nextInt(8))
                    .append("\n  model: ")
                    .append(random.nextBoolean() ? "Plain" : "Loop")
                    .append("\n  line: ")
                    .append(1 + random.nextInt(3))
                    .append("\n  vars: {u: u")
                    .append(mark)
                    .append("}\n");
            if (random.nextBoolean()) {
                yaml.append("  blf: [{number: ")
                        .append(100 + random.nextInt(12))
                        .append("}]\n");
            }
        }
        return yaml.toString();
    }

    private static void templates(TestRoot root) {
        root.write(
                "templates/phones/plain.xml",
                TestRoot.template(
                        "Plain",
                        "phone-%%mac_address%%",
                        "%%extension_first_name%% %%extension_auth_pw%% %%pbx_ip%% %%u%% %%v%% %%w%%"
                                + " %%ext_label_02%% %%ext_auth_pw_03%% %%provlink%%"));
        root.write(
                "templates/phones/loop.xml",
                TestRoot.template(
                        "phone-template",
                        "Loop",
                        "filename=\"phone-${phone.mac}\" syntax=\"velocity\"",
                        "#foreach($a in $accounts)$a.line $a.displayName $a.authPassword $a.vars.v\n#end"
                                + "#foreach($k in $blf)$k.number $k.firstName $k.lastName\n#end$vars.u $vars.w"));
        root.write(
                "templates/site/all.xml",
                TestRoot.template(
                        "site-template",
                        "All",
                        "filename=\"all.txt\" syntax=\"velocity\"",
                        "$site\n#foreach($e in $extensions)$e.number $e.displayName $e.label $e.authId $e.authPassword"
                                + " $e.pbxIp $e.vars.v#foreach($p in $e.phones) $p.mac $p.model $p.provisioningUrl"
                                + "#foreach($a in $p.accounts) $a.line $a.number $a.authPassword#end#end\n#end"));
        root.write(
                "templates/site/phones.xml",
                TestRoot.template(
                        "site-template",
                        "Phones",
                        "filename=\"phones.txt\" syntax=\"velocity\" serve=\"true\"",
                        "#foreach($p in $phones)$p.mac $p.provisioningUrl#foreach($a in $p.accounts) $a.label#end\n#end"));
    }
}
