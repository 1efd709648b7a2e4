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
  /// Every character on a line of its own: those that have a case, or a say in that of others,
  /// alone, within a word, around a sigma and behind a space; all others between a sigma and a
  /// letter, both of which tell whether the character counts as a letter or is passed over. Of the
  /// planes that hold nothing, and of those for private use, each 251st.
  ///
  /// Where it differs, a line counts for nothing if it, or what Java makes of it, has a character
  /// that is newer than this Python, or was changed since; there is none if Python is as new as
  /// Java.
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
      PLAIN = {"Lo", "Cn", "Co", "So", "Sm", "Sc", "Nd", "No", "Mc"}
      CODES = [*range(0xD800), *range(0xE000, 0x40000), *range(0x40000, 0xE0000, 251),
               *range(0xE0000, 0xF0000), *range(0xF0000, 0x110000, 251)]

      def line(code):
          c = chr(code)
          if unicodedata.category(c) in PLAIN and not (c.islower() or c.isupper()) and c.swapcase() == c:
              return f"aΣ{c}b"
          return f"{c}|a{c}b|a{c}Σ|aΣ{c}|aΣ{c}b|{c}Σ b"

      def texts(_):
          for i in range(0, len(CODES), 2000):
              yield {"text": "\\n".join(map(line, CODES[i:i + 2000])), "operations": list(METHODS)}

      # Unicode has said something else of these than when it took them in.
      CHANGED = {0x10FC, 0x1734, 0xA7F2, 0xA7F3, 0xA7F4, 0xAB69, 0x1171E}

      def is_newer(text):
          return any(unicodedata.category(c) == "Cn" or ord(c) in CHANGED for c in text)

      class Differences:
          def __init__(self):
              self.lines = self.newer = 0

          def process(self, item):
              text = item["original_text"]
              self.lines += text.count("\\n") + 1
              for name, result in item["results"].items():
                  expected = METHODS[name](text)
                  if result != expected and isinstance(result, int):
                      yield [name, text, expected, result]
                  elif result != expected:
                      pairs = list(zip(expected.split("\\n"), result.split("\\n"), strict=True))
                      different = [pair for pair in pairs if pair[0] != pair[1]]
                      known = [pair for pair in different if not is_newer("".join(pair))]
                      self.newer += len(different) - len(known)
                      yield from ([name, *pair] for pair in known[:5])

          def flush(self):
              is_as_new_as_java = unicodedata.unidata_version == "16.0.0"
              return [self.lines, is_as_new_as_java == (self.newer == 0)]
      """;

  private static final long LINES = 328_772;

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

    assertThat(out).containsExactly(List.of(LINES, true));
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
