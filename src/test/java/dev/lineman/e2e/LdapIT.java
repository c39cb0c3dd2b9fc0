package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The import of contacts from OpenLDAP's slapd, without and with TLS. Needs slapd and openssl. */
@SystemTest
class LdapIT {
    private static final String BASE = "dc=example,dc=com";
    private static final String ADMIN = "cn=admin," + BASE;

    /** More than fit into one page, and than the default limit of slapd. */
    private static final int PEOPLE = 1200;

    @TempDir
    Path folder;

    private Path root;
    private Process slapd;
    private int plain;
    private int tls;

    @BeforeEach
    void aDirectory() throws Exception {
        Path program = Debian.program("slapd", "slapd");
        root = Files.createDirectories(folder.resolve("root/extensions.d")).getParent();
        Files.createDirectory(folder.resolve("db"));
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-keyout",
                "key.pem",
                "-out",
                "cert.pem",
                "-days",
                "30",
                "-subj",
                "/CN=directory",
                "-addext",
                "subjectAltName=IP:127.0.0.1");
        Path configuration = Files.writeString(folder.resolve("slapd.conf"), """
                include /etc/ldap/schema/core.schema
                include /etc/ldap/schema/cosine.schema
                include /etc/ldap/schema/inetorgperson.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                TLSCertificateFile FOLDER/cert.pem
                TLSCertificateKeyFile FOLDER/key.pem
                database mdb
                suffix "dc=example,dc=com"
                rootdn "cn=admin,dc=example,dc=com"
                rootpw s3cret-directory
                directory FOLDER/db
                access to dn.subtree="ou=closed,dc=example,dc=com" by * none
                access to * by anonymous read
                """.replace("FOLDER", folder.toString()));
        Path data = Files.writeString(folder.resolve("data.ldif"), people());
        run(program.toString(), "-T", "add", "-f", configuration.toString(), "-l", data.toString());
        plain = Ports.free();
        tls = Ports.free();
        start(configuration, tls);
    }

    /** Starts slapd, and waits until it listens on its port for TLS. */
    private void start(Path configuration, int tlsPort) throws Exception {
        slapd = new ProcessBuilder(
                        Debian.program("slapd", "slapd").toString(),
                        "-f",
                        configuration.toString(),
                        "-h",
                        "ldap://127.0.0.1:" + plain + " ldaps://127.0.0.1:" + tlsPort,
                        "-d",
                        "0")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("slapd.out").toFile())
                .start();
        Deadline.await(() -> assertThat(isOpen(tlsPort)).isTrue());
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (slapd != null) {
            slapd.destroy();
            slapd.waitFor();
        }
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void run(String... command) throws Exception {
        Jar.CommandResult ended = Jar.run(folder, Map.of(), List.of(command));
        assertThat(ended.code()).as("%s: %s", command[0], ended.err()).isZero();
    }

    private static String people() {
        StringBuilder ldif = new StringBuilder("""
                dn: dc=example,dc=com
                objectClass: dcObject
                objectClass: organization
                o: Example
                dc: example

                dn: ou=people,dc=example,dc=com
                objectClass: organizationalUnit
                ou: people

                dn: ou=closed,dc=example,dc=com
                objectClass: organizationalUnit
                ou: closed

                dn: ou=away,dc=example,dc=com
                objectClass: referral
                objectClass: extensibleObject
                ou: away
                ref: ldap://other.example.com/ou=away,dc=example,dc=com??sub

                dn: cn=Boss,ou=closed,dc=example,dc=com
                objectClass: inetOrgPerson
                cn: Bea Boss
                sn: Boss
                mobile: 0170 1

                dn: cn=Ann Lee,ou=people,dc=example,dc=com
                objectClass: inetOrgPerson
                cn: Ann Lee
                givenName: Ann
                sn: Lee
                o: Lee Ltd
                ou: Sales
                telephoneNumber: +49 (0)30 1
                telephoneNumber: +49 30 2
                mobile: 0171 3
                homePhone: 030 4
                employeeType: 7

                dn: cn=No Phone,ou=people,dc=example,dc=com
                objectClass: inetOrgPerson
                cn: No Phone
                sn: Phone

                """);
        for (int i = 1; i < PEOPLE; i++) {
            ldif.append("dn: cn=P").append(i).append(",ou=people,").append(BASE).append('\n');
            ldif.append("objectClass: inetOrgPerson\ncn: P")
                    .append(i)
                    .append("\nsn: P")
                    .append(i);
            ldif.append("\ntelephoneNumber: ").append(100_000 + i).append("\n\n");
        }
        return ldif.toString();
    }

    private Jar.CommandResult imports(String url, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("import", url, "--root", root.toString()));
        Stream.of(options).forEach(arguments::add);
        return Jar.run(folder, Map.of("LINEMAN_LDAP_PASSWORD", "s3cret-directory"), arguments.toArray(String[]::new));
    }

    private String plain(String rest) {
        return "ldap://127.0.0.1:" + plain + "/" + rest;
    }

    private String written() throws IOException {
        return Files.readString(root.resolve("extensions.d/ldap-127.0.0.1.yaml"));
    }

    @Test
    void allPagesBecomeContactsInOneFile() throws Exception {
        Jar.CommandResult preview = imports(plain("ou=people," + BASE), "--ldap-user", ADMIN, "--dry-run");
        assertThat(preview.out())
                .contains(
                        "would write extensions.d/ldap-127.0.0.1.yaml",
                        PEOPLE + " contacts in 1 file, nothing was written");
        Jar.CommandResult result = imports(plain("ou=people," + BASE), "--ldap-user", ADMIN);
        assertThat(result.code()).as("%s", result.err()).isZero();
        assertThat(result.out()).contains(PEOPLE + " contacts in 1 file written");
        assertThat(result.err())
                .containsExactly("127.0.0.1:1:1: warning: the password was sent without encryption; use ldaps:// or"
                        + " --ldap-starttls");
        assertThat(written())
                .startsWith("# Contacts of ldap://127.0.0.1/ou=people,dc=example,dc=com, (|(")
                .contains("""
                - contact:
                    first_name: Ann
                    last_name: Lee
                    company: Lee Ltd
                    department: Sales
                    numbers:
                      work: +49 30 1
                """, "      other: +49 30 2\n")
                .doesNotContain("s3cret", "Boss", "No Phone");

        Jar.CommandResult again = imports(
                plain("ou=people," + BASE + "??sub?(sn=Lee)"),
                "--ldap-user",
                ADMIN,
                "--map",
                "speed_dial=employeeType",
                "--overwrite");
        assertThat(again.code()).as("%s", again.err()).isZero();
        assertThat(String.join("\n", again.err())).contains("P1, P10, P100", "stay; remove them with --remove-missing");
        assertThat(written()).contains("speed_dial: 7", "last_name: P1199");
        Jar.CommandResult removed = imports(
                plain("ou=people," + BASE + "??sub?(sn=Lee)"),
                "--overwrite",
                "--remove-missing",
                "--ldap-starttls",
                "--ldap-ca",
                folder.resolve("cert.pem").toString());
        assertThat(removed.out()).contains("1 contact in 1 file written");
        assertThat(removed.err()).isEmpty();
        assertThat(written()).doesNotContain("P1199");
    }

    @Test
    void aCertificateIsVerified() throws Exception {
        String url = "ldaps://127.0.0.1:" + tls + "/" + BASE + "??sub?(sn=Boss)";
        Jar.CommandResult untrusted = imports(url, "--ldap-user", ADMIN);
        assertThat(untrusted.code()).isEqualTo(3);
        assertThat(String.join("\n", untrusted.err())).contains("--ldap-ca").doesNotContain("s3cret");
        Path password = Files.writeString(folder.resolve("password"), "s3cret-directory\n");
        String authority = folder.resolve("cert.pem").toString();
        Jar.CommandResult trusted =
                imports(url, "--ldap-user", ADMIN, "--ldap-password-file", password.toString(), "--ldap-ca", authority);
        assertThat(trusted.code()).as("%s", trusted.err()).isZero();
        assertThat(written()).contains("last_name: Boss", "mobile: 0170 1");
        Jar.CommandResult otherHost =
                imports(url.replace("127.0.0.1", "localhost"), "--ldap-user", ADMIN, "--ldap-ca", authority);
        assertThat(otherHost.code()).isEqualTo(3);
    }

    @Test
    void whatTheDirectoryRefusesIsSaid() throws Exception {
        Files.writeString(folder.resolve("wrong"), "wrong\n");
        Jar.CommandResult wrong = imports(
                plain(BASE),
                "--ldap-user",
                ADMIN,
                "--ldap-password-file",
                folder.resolve("wrong").toString());
        assertThat(wrong.code()).isEqualTo(3);
        assertThat(String.join("\n", wrong.err()))
                .contains("does not accept this user")
                .doesNotContain("s3cret");
        Jar.CommandResult limited = imports(plain("ou=people," + BASE));
        assertThat(limited.code()).isEqualTo(1);
        assertThat(String.join("\n", limited.err())).contains("the server returns only");
        assertThat(limited.out()).contains("nothing was written");
        Jar.CommandResult noBase = imports(plain("ou=nowhere," + BASE));
        assertThat(String.join("\n", noBase.err())).contains("there is no such base");
        assertThat(imports(plain(BASE), "--map", "boss=manager").code()).isEqualTo(2);
        Jar.CommandResult noAttribute = imports(plain(BASE), "--map", "work=(x");
        assertThat(noAttribute.code()).isEqualTo(2);
        assertThat(String.join("\n", noAttribute.err())).contains("'(x' is not the name of an attribute");
        assertThat(imports("ldap://127.0.0.1:1/" + BASE).code()).isEqualTo(3);
    }

    @Test
    void partsOnOtherServersAreNamed() throws Exception {
        Jar.CommandResult read = imports(
                plain(BASE + "?cn?sub?(sn=Lee)"), "--ldap-user", ADMIN, "--ldap-starttls", "--ldap-ca", authority());
        assertThat(read.code()).as("%s", read.err()).isZero();
        assertThat(String.join("\n", read.err()))
                .contains("import from them too: ldap://other.example.com/ou=away,dc=example,dc=com??sub")
                .contains("the attributes in the URL have no effect");
        Jar.CommandResult away = imports(plain("ou=x,ou=away," + BASE));
        assertThat(away.code()).isEqualTo(3);
        assertThat(String.join("\n", away.err()))
                .contains("the base is on another server; import from there: ldap://other.example.com/ou=x,ou=away");
    }

    @Test
    void nothingFoundIsSaid() throws Exception {
        Jar.CommandResult none = imports(plain("ou=people," + BASE + "??sub?(sn=Nobody)"));
        assertThat(String.join("\n", none.err())).contains("no entry that this user can read matches (sn=Nobody)");
    }

    @Test
    void aServerThatWantsEncryptionOrAUserSaysSo() throws Exception {
        stop();
        Path strict = folder.resolve("strict.conf");
        Files.writeString(
                strict,
                Files.readString(folder.resolve("slapd.conf"))
                        .replace("database mdb", "security tls=1\ndatabase mdb")
                        .replace("by anonymous read", "by anonymous auth by * read"));
        plain = Ports.free();
        tls = Ports.free();
        start(strict, tls);
        Jar.CommandResult open = imports(plain(BASE), "--ldap-user", ADMIN);
        assertThat(open.code()).isEqualTo(3);
        assertThat(String.join("\n", open.err()))
                .contains("use ldaps:// or --ldap-starttls, and change the password, which was sent without encryption")
                .doesNotContain("s3cret");
        Jar.CommandResult anonymous = imports(plain(BASE), "--ldap-starttls", "--ldap-ca", authority());
        assertThat(anonymous.code()).isEqualTo(3);
        assertThat(String.join("\n", anonymous.err())).contains("name one with --ldap-user");
    }

    private String authority() {
        return folder.resolve("cert.pem").toString();
    }
}
