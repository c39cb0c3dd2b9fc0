package dev.lineman.command.contact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VCardReaderTest {
    private static ContactSource read(String text) {
        return VCardReader.read("p.vcf", text.getBytes(UTF_8));
    }

    private static String yaml(ContactSource source) {
        ContactYaml page = new ContactYaml();
        source.contacts().forEach(page::add);
        return page.text();
    }

    private static List<String> problems(ContactSource source) {
        return source.problems().stream().map(Object::toString).toList();
    }

    @Test
    void aCardOfVersion4IsAContact() {
        ContactSource source = read("""
                BEGIN:VCARD
                VERSION:4.0
                UID:urn:uuid:1
                N:Muster;Max;Karl;Dr.;
                FN:Dr. Max Muster
                ORG:Muster\\, Söhne;Sales;North
                TEL;TYPE="work,voice";VALUE=uri;PREF=2:tel:+49-30-1
                TEL;TYPE=work;VALUE=uri;PREF=1:tel:+49-30-2;phone-context=x
                TEL;TYPE="home,voice":030/3
                TEL;TYPE=cell:0171 4
                TEL;TYPE=fax:5
                TEL;VALUE=uri:tel:6;ext=7
                CATEGORIES:Suppliers,Print\\, Web
                EMAIL:max@example.com
                PHOTO:data:image/jpeg;base64,AAAA
                ADR:;;Street;City;;;
                EMAIL:m@example.com
                END:VCARD
                """.replace("\n", "\r\n"));
        assertThat(yaml(source)).isEqualTo("""
                - contact:
                    first_name: Max
                    last_name: Muster
                    company: Muster, Söhne
                    department: Sales
                    numbers:
                      work: +49-30-2
                      mobile: 0171 4
                      home: 030/3
                      other: +49-30-1
                    groups:
                      - Suppliers
                      - Print, Web
                """);
        assertThat(problems(source))
                .containsExactly(
                        "p.vcf:1:1: warning: what contacts do not have is left out: 1 ADR, 2 EMAIL, 1 PHOTO",
                        "p.vcf:12:1: warning: this is not a telephone number and is left out; write one such as +49 30 123456",
                        "p.vcf:11:1: warning: this number of a fax machine or a pager is left out");
    }

    @Test
    void cardsOfVersion3And2AreContacts() {
        ContactSource source = read("""
                BEGIN:VCARD
                VERSION:3.0
                N:;;;;
                FN:Ann
                 e Lee
                item1.TEL:1
                item1.X-ABLabel:_$!<Mobile>!$_
                TEL;TYPE=WORK,pref:2
                END:VCARD

                begin:vcard
                VERSION:2.1
                N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=
                =F6rg
                TEL;WORK;VOICE:3
                TEL;CELL:4
                TEL;HOME;FAX:5
                end:vcard
                BEGIN:VCARD
                VERSION:3.0
                FN:City Taxi
                X-ABShowAs:COMPANY
                TEL:110
                END:VCARD
                """);
        assertThat(yaml(source)).isEqualTo("""
                - contact:
                    first_name: Anne
                    last_name: Lee
                    numbers:
                      work: 2
                      mobile: 1
                - contact:
                    first_name: Jörg
                    last_name: Müller
                    numbers:
                      work: 3
                      mobile: 4
                - contact:
                    company: City Taxi
                    numbers:
                      work: 110
                """);
        assertThat(problems(source))
                .containsExactly("p.vcf:17:1: warning: this number of a fax machine or a pager is left out");
    }

    @Test
    void whatIsNoFileOfCardsIsAProblem() {
        assertThat(problems(read("")))
                .containsExactly("p.vcf:1:1: error: the file has no vCard, which begins with BEGIN:VCARD");
        assertThat(problems(read("BEGIN:VCARD\nVERSION:3.0\nFN:A B\nTEL:1\nEND:VCARD\nBEGIN:VCARD\nFN:C\nTEL:2\n")))
                .containsExactly("p.vcf:6:1: error: this card has no END:VCARD, so the end of the file may be missing;"
                        + " export it again");
        assertThat(problems(VCardReader.read("p.vcf", "BEGIN:VCARD\nFN:Jörg\n".getBytes(ISO_8859_1)))
                        .get(0))
                .startsWith("p.vcf:1:1: error: this is not UTF-8: convert the file");
        assertThat(problems(read("BEGIN:VCARD\nVERSION:3.0\nnonsense\nFN:A\nTEL:1\nEND:VCARD\n")))
                .containsExactly("p.vcf:3:1: warning: this line is no line of a vCard and is left out");
    }

    @Test
    void cardsInsideACardAreNoContacts() {
        ContactSource source = read("""
                BEGIN:VCARD
                VERSION:2.1
                N:Boss;Bea
                TEL;WORK:1
                AGENT:
                BEGIN:VCARD
                VERSION:2.1
                N:Agent;Al
                TEL;WORK:2
                END:VCARD
                END:VCARD
                """);
        assertThat(yaml(source)).contains("last_name: Boss", "work: 1").doesNotContain("Agent");
    }

    @Test
    void hostileFilesGiveProblemsInBoundedTime() {
        String cards = "BEGIN:VCARD\nVERSION:3.0\nN:A;B\nTEL:1\nEND:VCARD\n";
        Random random = new Random(1);
        for (String text : List.of(
                "BEGIN:VCARD\n".repeat(200_000),
                "END:VCARD\n".repeat(200_000),
                "BEGIN:VCARD\nVERSION:4.0\nFN:" + "x".repeat(8 << 20) + "\nTEL:1\nEND:VCARD\n",
                "BEGIN:VCARD\nVERSION:4.0\nFN:A\n" + " x\n".repeat(500_000) + "TEL:1\nEND:VCARD\n",
                "BEGIN:VCARD\nVERSION:4.0\nFN:A\nTEL" + ";TYPE=a".repeat(200_000) + ":1\nEND:VCARD\n",
                cards.repeat(10_000),
                "\0\1\2:;".repeat(100_000))) {
            org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofSeconds(60), () -> read(text));
        }
        assertThat(read(cards.repeat(10_000)).contacts()).hasSize(10_000);
        for (int round = 0; round < Rounds.of(200); round++) {
            char[] broken = cards.repeat(2).toCharArray();
            for (int i = random.nextInt(9); i >= 0; i--) {
                broken[random.nextInt(broken.length)] = "\n:;=,\\\" \0\t\r.^".charAt(random.nextInt(13));
            }
            assertThat(read(new String(broken)).problems()).isNotNull();
        }
    }
}
