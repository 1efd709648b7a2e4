package dev.terrarium.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputTest {
  @TempDir Path folder;

  @Test
  void takesTheElementsOfAListAsItems() {
    assertThat(items("[1, \"two\", 3.5, true, null, {\"a\": []}]"))
        .isEqualTo(Arrays.asList(1L, "two", 3.5, true, null, Map.of("a", List.of())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "\"text\"", "null", "{\"a\": 1}", "1.5", " true "})
  void takesAnyOtherValueAsTheOnlyItem(String text) {
    assertThat(items(text)).hasSize(1);
  }

  @Test
  void keepsTheDigitsOfHugeIntegers() {
    var digits = "9".repeat(5000);

    assertThat(items("[9223372036854775807, 9223372036854775808, -" + digits + "]"))
        .isEqualTo(
            List.of(Long.MAX_VALUE, BigInteger.ONE.shiftLeft(63), new BigInteger(digits).negate()));
  }

  @Test
  void refusesANumberThatNoDoubleHolds() {
    assertRefused("[1e999]", "the number 1e999 is larger than any double");
  }

  @Test
  void refusesAKeyThatAppearsTwice() {
    assertRefused("{\"a\": 1, \"a\": 2}", "the key \"a\" appears twice in one object");
  }

  @Test
  void readsNestingUpToTheBound() {
    assertThat(items("[".repeat(1000) + "]".repeat(1000))).hasSize(1);
  }

  @Test
  void refusesNestingBeyondTheBound() {
    assertRefused("[".repeat(1001) + "]".repeat(1001), "nest deeper than 1000");
    assertRefused("[".repeat(100_000), "nest deeper than 1000");
    assertRefused("{\"a\":".repeat(1001), "nest deeper than 1000");
  }

  @Test
  void refusesMoreTextAfterTheValue() {
    assertRefused("[1] [2]", "more text after the end");
    assertRefused("1 2", "more text after the end");
  }

  @Test
  void saysWhereTheTextIsNotJson() {
    assertRefused("[1,\n x]", "line 2, column 2: not JSON: ");
    assertRefused(
        "[1, 2", "line 1, column 6: not JSON: found the end of the text, expected ',' or ']'");
    assertThatThrownBy(() -> items("[NaN]"))
        .message()
        .endsWith("column 2: not JSON: found the word 'NaN', expected null, as JSON has no NaN");
  }

  @Test
  void saysWhatWasTriedForATextThatIsNothing() {
    assertThatThrownBy(() -> items("hello"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("hello is no existing file, and as JSON it is refused: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"data.json", "missing/data", "./x", "C:\\data.wav", "my sound.WAV", "~/a"})
  void saysThatThereIsNoSuchFileForAPath(String path) {
    assertThatThrownBy(() -> items(path))
        .isInstanceOf(InputException.class)
        .hasMessage("There is no file " + path + ", and it is not JSON either");
  }

  @Test
  void refusesAnEmptyInput() {
    assertThatThrownBy(() -> items(" ")).hasMessageStartingWith("The input is empty");
  }

  @Test
  void takesAJsonTextThatNoPathMayHold() {
    assertThat(items("\"a\\u0000b/c.json\"")).isEqualTo(List.of("a\0b/c.json"));
    assertThatThrownBy(() -> items("a\0b")).isInstanceOf(InputException.class);
  }

  @Test
  void readsAJsonFileElementByElement() throws IOException {
    var file = write("data.json", "\uFEFF[1, 2, oops]");

    try (var input = open(file)) {
      var items = input.items();

      assertThat(input.isStream()).isFalse();
      assertThat(input.recording()).isEmpty();
      assertThat(items.next()).isEqualTo(1L);
      assertThat(items.next()).isEqualTo(2L);
      assertThatThrownBy(items::next)
          .isInstanceOf(InputException.class)
          .hasMessage(
              file + ", line 1, column 8: not JSON: found the word 'oops', expected a value");
      assertThat(items).isExhausted();
    }
  }

  @Test
  void takesAnObjectInAFileAsTheOnlyItem() throws IOException {
    assertThat(items(write("one.json", "{\"a\": [1]}").toString()))
        .isEqualTo(List.of(Map.of("a", List.of(1L))));
  }

  @Test
  void refusesAnEmptyJsonFile() throws IOException {
    var file = write("empty.json", "\n");

    assertThatThrownBy(() -> open(file)).hasMessage(file + " is empty, not JSON");
  }

  @Test
  void readsAFileOfJsonLinesAsAStream() throws IOException {
    try (var input = open(write("data.JSONL", "1\n\n{\"a\": 2}\r\n \t\r\n[3]"))) {
      assertThat(input.isStream()).isTrue();
      assertThat(drain(input)).isEqualTo(List.of(1L, Map.of("a", 2L), List.of(3L)));
    }
  }

  @Test
  void refusesAFileOfAnotherKind() throws IOException {
    var file = write("data.csv", "1,2");

    assertThatThrownBy(() -> open(file))
        .hasMessage(file + " is of no kind that can be read, which are .json, .jsonl and .wav");
  }

  @Test
  void refusesAFolder() {
    assertThatThrownBy(() -> open(folder)).hasMessageContaining("is a folder");
  }

  @Test
  void neverClosesStandardInput() {
    var closed = new AtomicBoolean();
    var stdin =
        new InputStream() {
          @Override
          public int read() {
            return -1;
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };

    Input.open("-", stdin).close();

    assertThat(closed).isFalse();
  }

  private void assertRefused(String text, String reason) {
    assertThatThrownBy(() -> items(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(reason);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Input open(Path file) {
    return Input.open(file.toString(), InputStream.nullInputStream());
  }

  private static List<@Nullable Object> items(String argument) {
    try (var input = Input.open(argument, InputStream.nullInputStream())) {
      return drain(input);
    }
  }

  private static List<@Nullable Object> drain(Input input) {
    var items = new ArrayList<@Nullable Object>();
    input.items().forEachRemaining(items::add);
    return items;
  }
}
