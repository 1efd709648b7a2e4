package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The built-in text nodes, held against the very methods that they stand for.
@Tag("native")
class TextsTest {
  /// Every character alone, within a word, around a sigma and behind a space, in texts of 500.
  private static final String NODES =
      """
      import unicodedata

      METHODS = {
          "uppercase": str.upper,
          "lowercase": str.lower,
          "title_case": str.title,
          "word_count": lambda text: len(text.split()),
          "char_count": len,
          "reverse": lambda text: text[::-1],
      }

      def texts(_):
          characters = [chr(i) for i in range(0x110000) if not 0xD800 <= i < 0xE000]
          for i in range(0, len(characters), 500):
              text = "\\n".join(f"{c}|a{c}b|a{c}Σ|aΣ{c}|aΣ{c}b|{c}Σ b" for c in characters[i:i + 500])
              yield {"text": text, "operations": list(METHODS)}

      class Differences:
          def __init__(self):
              self.texts = 0

          def process(self, item):
              self.texts += 1
              for name, result in item["results"].items():
                  expected = METHODS[name](item["original_text"])
                  if result != expected:
                      yield [name, next((a, b) for a, b in zip(expected, result) if a != b)]

          def flush(self):
              return [self.texts, unicodedata.unidata_version]
      """;

  @TempDir Path folder;
  private Workshop workshop;

  @BeforeEach
  void open() {
    workshop = new Workshop(folder);
  }

  @AfterEach
  void close() {
    workshop.close();
  }

  @Test
  void areChangedAsPythonChangesThemWhateverTheCharacter() throws Exception {
    var module = workshop.module(NODES);

    var out =
        workshop.outputs(
            List.of(1L), module + ":texts", "TextProcessorNode", module + ":Differences");

    assertThat(out).containsExactly(List.of(2225L, "16.0.0"));
  }

  @Test
  void areCountedWhateverTheyAre() throws Exception {
    var module = workshop.module("def thing(item): return object()\n");

    var out =
        workshop.outputs(
            List.of(1L, 2L), module + ":thing", "StatefulCounter {\"initial_value\": 5}");

    assertThat(out).containsExactly(5L, 6L);
  }
}
