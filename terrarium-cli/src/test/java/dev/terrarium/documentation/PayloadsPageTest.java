package dev.terrarium.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.payload.PayloadField;
import dev.terrarium.message.payload.PayloadType;
import dev.terrarium.message.payload.PayloadTypes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The page about payloads says what the code says.
class PayloadsPageTest {
  private static final Page PAGE =
      Page.all().stream()
          .filter(page -> page.file().endsWith("docs/reference/payloads.md"))
          .findFirst()
          .orElseThrow();

  @Test
  void tellsEveryTypeWithItsFields() {
    List<String> told =
        PAGE.text()
            .lines()
            .filter(line -> line.startsWith("### ") || line.startsWith("| `"))
            .toList();

    var expected = new ArrayList<String>();
    for (PayloadType<?> type : PayloadTypes.builtIn().all()) {
      expected.add("### `" + type.name() + "`");
      type.fields().forEach(field -> expected.add(row(field)));
    }
    assertThat(told).containsExactlyElementsOf(expected);
  }

  private static String row(PayloadField field) {
    String otherwise =
        field.isRequired()
            ? "required"
            : field.otherwise().isEmpty() ? "" : "`" + field.otherwise() + "`";
    return "| `%s` | %s | %s | %s |".formatted(field.name(), field.type(), otherwise, field.doc());
  }
}
