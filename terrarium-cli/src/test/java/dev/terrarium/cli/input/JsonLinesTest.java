package dev.terrarium.cli.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void givesTheFirstItemBeforeTheSecondLineArrives() throws IOException {
    try (var writer = new PipedOutputStream();
        var stdin = new PipedInputStream(writer)) {
      Iterator<@Nullable Object> items = Input.open("-", stdin).items();

      writer.write("{\"n\": 1}\n{\"n\"".getBytes(UTF_8));
      writer.flush();

      assertThat(items.next()).hasToString("{n=1}");
      writer.write(": 2}".getBytes(UTF_8));
      writer.close();
      assertThat(items.next()).hasToString("{n=2}");
      assertThat(items).isExhausted();
    }
  }

  @Test
  void numbersTheLineThatIsNotJsonWhenItIsReached() {
    var items = lines("1\n\nnull\noops\n5\n");

    assertThat(items.next()).isEqualTo(1L);
    assertThat(items.next()).isNull();
    assertThatThrownBy(items::hasNext)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("standard input, line 4, column ")
        .hasMessageContaining("not JSON");
    assertThat(items).isExhausted();
  }

  @Test
  void refusesALineThatIsLongerThanAny() {
    var items = new JsonLines("here", bytes("12345678\n123456789\n"), 8);

    assertThat(items.next()).isEqualTo(12_345_678L);
    assertThatThrownBy(items::hasNext)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("here, line 2: longer than 8 bytes, the most that a line may have");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 2", "{\"a\":1,\"a\":2}", "[1,", "\uFEFF", "1e999", "NaN"})
  void refusesALineThatIsNotOneValue(String line) {
    assertThatThrownBy(() -> lines(line).next())
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("standard input, line 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1,\n2]", "{\n  \"a\": 1\n}", "\"one\ntwo\"", "{\"a\": \"cut o"})
  void saysThatAValueMustNotGoOnInTheNextLine(String text) {
    var items = lines("0\n" + text + "\n");

    assertThat(items.next()).isEqualTo(0L);
    assertThatThrownBy(items::next)
        .isInstanceOf(InputException.class)
        .hasMessage(
            "standard input, line 2: the value does not end in this line, and each line must hold a"
                + " whole one: write it on one line, or give it as a .json file");
  }

  @Test
  void numbersTheLineThatIsNotUtf8() {
    var stdin = new ByteArrayInputStream(new byte[] {'1', '\n', '"', (byte) 0xFF, '"', '\n'});

    var items = Input.open("-", stdin).items();

    assertThat(items.next()).isEqualTo(1L);
    assertThatThrownBy(items::next)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("standard input, line 2");
  }

  @Test
  void joinsALineThatArrivesInPieces() {
    var text = "[\"" + "ä".repeat(200_000) + "\"]\n7";
    var trickle =
        new ByteArrayInputStream(text.getBytes(UTF_8)) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 999));
          }
        };

    var items = Input.open("-", trickle).items();

    assertThat(items.next()).isEqualTo(List.of("ä".repeat(200_000)));
    assertThat(items.next()).isEqualTo(7L);
    assertThat(items).isExhausted();
  }

  @Test
  void isEmptyWithoutLines() {
    assertThat(lines("")).isExhausted();
    assertThat(lines("\n \n")).isExhausted();
  }

  @Test
  void saysThatTheStreamCannotBeRead() {
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the pipe broke");
          }
        };

    assertThatThrownBy(() -> Input.open("-", broken).items().next())
        .isInstanceOf(InputException.class)
        .hasMessage("standard input cannot be read: the pipe broke");
  }

  private static Iterator<@Nullable Object> lines(String text) {
    return Input.open("-", bytes(text)).items();
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
