package dev.terrarium.broker.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The page about the file says of every field what the reader's table says.
class RobotTomlPageTest {
  private static final Path PAGE = Path.of("../docs/reference/robot-toml.md");

  static List<Section> sections() {
    return Schema.SECTIONS;
  }

  @ParameterizedTest
  @MethodSource("sections")
  void tellsOfEveryFieldWhatMayStandThere(Section section) throws IOException {
    var page = Files.readString(PAGE);

    assertThat(page).contains(table(section));
  }

  private static String table(Section section) {
    var heading =
        "### `"
            + section.name()
            + "`\n\n| field | what may stand there | default | what it is |\n|---|---|---|---|\n";
    return heading
        + section.fields().stream()
            .map(RobotTomlPageTest::row)
            .collect(Collectors.joining("\n", "", "\n"));
  }

  private static <T> String row(Field<T> field) {
    var otherwise =
        field.required()
            ? "required"
            : field
                .usual()
                .map(usual -> "`" + TomlWriter.written(field.kind().write(usual)) + "`")
                .orElse("");
    return Stream.of("`" + field.name() + "`", field.kind().words(), otherwise, field.doc())
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
