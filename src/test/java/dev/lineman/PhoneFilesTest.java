package dev.lineman;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The XML that the project's own templates make for phones, as it lies in the golden folders. */
class PhoneFilesTest {
    private static final Path CASES = Path.of("src/test/resources/golden");
    private static final String MAC = "[0-9a-fA-F]{12}";

    static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> cases = Files.list(CASES)) {
            for (Path one : cases.filter(path -> path.getFileName().toString().startsWith("phones-"))
                    .sorted()
                    .toList()) {
                try (Stream<Path> made = Files.walk(one.resolve("out/provisioning"))) {
                    made.filter(Files::isRegularFile)
                            .filter(PhoneFilesTest::isXml)
                            .sorted()
                            .forEach(files::add);
                }
            }
        }
        return files;
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyParameterStandsThereOnce(Path file) throws Exception {
        List<String> parameters = new ArrayList<>();
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        collect(factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement(), "", parameters);
        assertThat(parameters).isNotEmpty().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileThatIsNotOfOnePhoneHasNoPassword(Path file) throws IOException {
        String name = file.getFileName().toString();
        boolean common = name.contains("000000000000") || !name.matches(".*" + MAC + ".*");
        if (common) {
            assertThat(Files.readString(file))
                    .doesNotContainIgnoringCase("passw")
                    .doesNotContainIgnoringCase("pswd");
        }
    }

    private static boolean isXml(Path file) {
        try {
            return Files.readString(file).startsWith("<?xml");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The path of each element: names, told apart by the attributes that phones tell them apart by. */
    private static void collect(Element element, String parent, List<String> paths) {
        String path = parent + "/" + element.getTagName();
        for (String key : new String[] {"index", "name", "idx"}) {
            if (element.hasAttribute(key)) {
                path += "[" + element.getAttribute(key) + "]";
            }
        }
        paths.add(path);
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                collect(inner, path, paths);
            }
        }
    }
}
