package dev.lineman.command.init;

import dev.lineman.command.csv.YamlWriter;
import dev.lineman.command.schema.SchemaKind;
import java.util.Map;

/** The texts of the files of a new root. Stateless. */
final class RootTexts {
    /** Never in git: what Lineman makes, and passwords. */
    static final String GIT_IGNORE = """
            /out/
            /secrets.yaml
            """;

    /** A workflow for GitHub Actions. A clone has no secrets. */
    static final String WORKFLOW = """
            # Checks each change of this folder, and shows in a pull request what it changes in the files of the phones.
            # It fails until you set the variable LINEMAN_URL of the repository to the address of your copy of the program
            # 'lineman', which is one file: Settings > Secrets and variables > Actions > Variables.
            name: lineman
            on:
              push:
              pull_request:
            permissions:
              contents: read
            jobs:
              check:
                runs-on: ubuntu-latest
                timeout-minutes: 10
                env:
                  LINEMAN_URL: ${{ vars.LINEMAN_URL }}
                  BASE: origin/${{ github.base_ref }}
                steps:
                  - uses: actions/checkout@v4
                    with:
                      fetch-depth: 0
                  - uses: actions/setup-java@v4
                    with:
                      distribution: temurin
                      java-version: "21"
                  - name: Get Lineman
                    run: |
                      test -n "$LINEMAN_URL" || { echo "::error::set the variable LINEMAN_URL: Settings > Secrets and variables > Actions > Variables"; exit 1; }
                      curl -fsSL -o "$RUNNER_TEMP/lineman" "$LINEMAN_URL"
                      chmod +x "$RUNNER_TEMP/lineman"
                  - name: Check
                    run: |
                      "$RUNNER_TEMP/lineman" check --assume-secrets --format github
                  - name: Plan
                    if: github.event_name == 'pull_request'
                    run: |
                      "$RUNNER_TEMP/lineman" plan --assume-secrets --against "$BASE"
            """;

    /** Settings of VS Code for the YAML language server: tags of this project, and the schemas. */
    static final String EDITOR_SETTINGS = """
            {
              "yaml.customTags": ["!secret scalar", "!env scalar"],
              "yaml.schemas": {
                "./.schemas/extension.json": ["extensions.d/**/*.yaml", "!extensions.d/**/_defaults.yaml"],
                "./.schemas/defaults.json": ["extensions.d/**/_defaults.yaml"],
                "./.schemas/secrets.json": ["secrets.yaml"]
              }
            }
            """;

    /** The variable with the password of the phones' menus. */
    static final String ADMIN_PASSWORD = "admin_password";

    /** The name of the secret with the password of the phones' menus. */
    static final String ADMIN_SECRET = "phone_admin_password";

    private RootTexts() {}

    /** Returns the path of the JSON Schema of a kind of files. */
    static String schemaFile(SchemaKind kind) {
        return ".schemas/" + kind + ".json";
    }

    /** Returns the name of the secret with the SIP password of an extension, as {@code lineman adopt} names it. */
    static String passwordSecret(String extension) {
        return extension + "-auth_password";
    }

    /** Returns the file of secrets. */
    static String secrets(Map<String, String> secrets) {
        return YamlWriter.append("""
                # yaml-language-server: $schema=.schemas/secrets.json
                # The values of '!secret NAME'. Keep this file out of git, and readable only for you and for Lineman.
                """, secrets);
    }

    /**
     * Returns the defaults of the fleet.
     *
     * @param offers what the template of the first phone uses; other lines are comments
     */
    static String defaults(RootAnswers answers, ModelOffers offers) {
        return """
                # yaml-language-server: $schema=../.schemas/defaults.json
                # Values for all extensions in this folder and below.
                # A _defaults.yaml in a deeper folder, an extension and a phone override them.

                # The PBX, where phones register.
                pbx_ip: %s

                # Who may fetch the files of the phones, which contain passwords: private networks, and this machine.
                provisioning:
                  allow: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 127.0.0.0/8, "fc00::/7", "fe80::/10", "::1"]

                # Where phones ask for their files: the address of this machine for the phones.
                # provisioning_url: http://192.0.2.1:5481/provisioning

                # Choices that the templates offer.
                options:
                %s
                %s
                  # How phones talk to the PBX: UDP (if you set nothing), TCP or TLS.
                  # transport: TLS

                # The password of the menus and web pages of the phones, from secrets.yaml.
                %svars:
                %s  admin_password: !secret %s

                # Site templates make files for a whole site: phonebooks for phones, files for other programs.
                # There are: %s.
                %s
                """.formatted(
                        YamlWriter.scalar(answers.get(RootQuestion.PBX)),
                        choice(answers, RootQuestion.TIMEZONE, offers.timezone()),
                        choice(answers, RootQuestion.LANGUAGE, offers.language()),
                        offers.adminPassword() ? "" : "# ",
                        offers.adminPassword() ? "" : "# ",
                        ADMIN_SECRET,
                        String.join(", ", offers.siteTemplates()),
                        siteTemplates(answers.get(RootQuestion.SITE_TEMPLATES)));
    }

    /** Returns the line of the site templates; a comment if there are none. */
    private static String siteTemplates(String names) {
        return names.equals(RootQuestion.NO_NAMES)
                ? "# site_templates: [phonebooks]"
                : "site_templates: [" + names + ']';
    }

    /** Returns the line of a choice; a comment if the template of the first phone does not offer it. */
    private static String choice(RootAnswers answers, RootQuestion question, boolean offered) {
        String line = question.choice() + ": " + YamlWriter.scalar(answers.get(question));
        return offered ? "  " + line : "  # " + question.choice() + " is not a choice of the first phone's template.";
    }

    /** Returns the first extension with its phone. */
    static String extension(RootAnswers answers) {
        String number = answers.get(RootQuestion.EXTENSION);
        return """
                # yaml-language-server: $schema=../.schemas/extension.json
                # An extension of the PBX and its phone. Copy this file for the next one, and change all values, also the name
                # behind !secret. The name of the file does not matter. In a deeper folder, add one more ../ to the first line.
                extension: %s
                first_name: %s
                last_name: %s
                auth_id: %s
                # The SIP password, from secrets.yaml. Set the same at the PBX.
                auth_password: !secret %s
                phone:
                  # The MAC on the label of the phone.
                  mac: %s
                  model: %s
                """.formatted(
                        YamlWriter.scalar(number),
                        YamlWriter.scalar(answers.get(RootQuestion.FIRST_NAME)),
                        YamlWriter.scalar(answers.get(RootQuestion.LAST_NAME)),
                        YamlWriter.scalar(number),
                        YamlWriter.scalar(passwordSecret(number)),
                        YamlWriter.scalar(answers.get(RootQuestion.MAC)),
                        YamlWriter.scalar(answers.get(RootQuestion.MODEL)));
    }
}
