package dev.lineman.resolve.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameOrderTest {
    @ParameterizedTest
    @CsvSource({
        "'', Åberg Adam Bäcker Backes Zoë",
        "German, Ahrens Äpfel Azzaro Müller Mullers Ostermann Österreich Straßer Strasset Zobel",
        "Deutsch, Ahrens Äpfel Azzaro",
        "German_Germany, Ahrens Äpfel Azzaro",
        "de, Ahrens Äpfel Azzaro",
        "Swedish_Sweden, Adam Olsson Zander Zyl Åberg Ärlig Öberg",
        "Svenska, Zyl Åberg Ängel Ärlig Æsa Öberg",
        "Suomi, Zyl Åberg Ärlig Öberg",
        "Dansk, Adam Zyl Æbel Øst Aabenraa Åberg",
        "Norwegian_Norway, Adam Zyl Æbel Ærlig Øst Åberg",
        "Spanish, Nuez Nylon Ñandu Ochoa",
        "Español, Nylon Ñandu Ochoa",
        "Polish, Cwik Czech Ćma Lubik Łuk Mały Zyta Źdźbło Żak",
        "cz, Cyril Čapek Hynek Charvát Ivan Řezník Škoda Žák",
        "Turkish, Cem Çelik Gül Ğ Ilıcak İnci Oral Öz Sami Şahin Ural Ümit",
        "Türkçe, Hakan Ilgaz İlgaz",
        "Magyar, Cuk Csaba Dzurik Ovi Öcsi Pál",
        "Hungarian, Meccse Mecsek Megyeri Meggyes Megyó Mezei",
        "Slovenian_Slovenia, Cvetko Čop Ćuk Dolar Đuro Emil Zupan Žagar",
        "Russian, Иванов Йод Кузнецов Ёлкин",
        "mk, Гога Дадо Ѓорѓи Ема Зора Ѕвезда Иво Јана Тито Ќиро Уна",
        "uk, Галя Ґонта Де Ема Єва Ждан Иван Іван Їжак Йосип Коваль",
        "Croatian, Cvetko Čop Ćuk Dunja Džajić Đuro Emil Luka Ljubo Mato Nora Njegoš Ognjen",
        "lv, Ivars Ivo Yva Jānis",
        "vi, An Ăn Ân Bình Dung Đào Ế Hà",
        "el, Άννα Βασίλης Anna",
        "English, Li Lin O'Neil Oates Van-Dyk",
        "Estonian, Saar Šmit Zoo Tamm Vaher Õun Ämm Öö Üks"
    })
    void namesFollowEachOtherAsInALanguage(String language, String names) {
        List<String> expected = List.of(names.split(" ", -1));
        List<String> sorted = new ArrayList<>(expected);
        Collections.shuffle(sorted, new Random(1));
        NameOrder order = NameOrder.of(language);
        sorted.sort(Comparator.comparing(order::keyOf));
        if (language.equals("Russian")) {
            sorted.remove("Ёлкин");
            assertThat(order.keyOf("Ёлкин")).isEqualTo(order.keyOf("Елкин"));
            expected = expected.subList(0, expected.size() - 1);
        }
        assertThat(sorted).isEqualTo(expected);
    }

    @Test
    void theLettersOfALanguageAreInTheOrderOfUnicodeCldr() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/letter-orders.txt"))) {
            if (!line.startsWith("#")) {
                String language = line.substring(0, line.indexOf(':'));
                NameOrder order = NameOrder.of(language);
                String before = "";
                for (String place : line.substring(language.length() + 2).split(" ", -1)) {
                    List<String> letters = List.of(place.split("=", -1));
                    for (String letter : letters) {
                        if (!order.keyOf(letter).equals(order.keyOf(letters.get(0)))) {
                            wrong.add(language + ": " + letters.get(0) + " = " + letter);
                        }
                        // All words with one letter come before those with the next.
                        if (!before.isEmpty() && order.keyOf(before + "x").compareTo(order.keyOf(letter + "b")) >= 0) {
                            wrong.add(language + ": " + before + " < " + letter);
                        }
                    }
                    before = letters.get(0);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Müller, MULLER", "Mu\u0308ller, Müller", "Łódź, lodz", "Weiß, WEISS", "O’Neil, O'Neil"})
    void caseAndMarksOfLettersDoNotMatter(String one, String other) {
        NameOrder order = NameOrder.of("German");
        assertThat(order.keyOf(one)).isEqualTo(order.keyOf(other));
    }
}
