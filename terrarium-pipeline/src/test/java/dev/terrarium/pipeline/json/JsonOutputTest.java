package dev.terrarium.pipeline.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.terrarium.message.AudioFrame;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonOutputTest {
  private final List<String> warnings = new ArrayList<>();
  private final JsonOutput output = new JsonOutput(warnings::add);

  @Test
  void writesEveryKindOfValueOnOneLine() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("null", null);
    map.put("flag", true);
    map.put("list", Arrays.asList(1L, (byte) 2, 3, (short) 4, "five\n", List.of()));
    map.put("queue", new ArrayDeque<>(List.of("a")));
    map.put("array", new Object[] {"b", Map.of()});

    assertThat(output.text(map))
        .isEqualTo(
            "{\"null\":null,\"flag\":true,\"list\":[1,2,3,4,\"five\\n\",[]],"
                + "\"queue\":[\"a\"],\"array\":[\"b\",{}]}");
    assertThat(output.text(null)).isEqualTo("null");
    assertThat(warnings).isEmpty();
  }

  @Test
  void writesEveryDigitOfAnInteger() {
    var digits = "1234567890".repeat(500);

    assertThat(output.text(List.of(Long.MIN_VALUE, new BigInteger(digits))))
        .isEqualTo("[-9223372036854775808," + digits + "]");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, -0.0, 1e300, 5e-324, Double.MAX_VALUE, 0.30000000000000004})
  void writesDoublesThatReadBackTheSame(double number) {
    String text = output.text(number);

    assertThat(Double.parseDouble(text)).isEqualTo(number);
    assertThat(text).isEqualTo(Double.toString(number));
  }

  @Test
  void writesFloatsAsShortAsTheyAre() {
    assertThat(output.text(0.1f)).isEqualTo("0.1");
  }

  @Test
  void writesNumbersThatJsonLacksAsNullAndWarnsOnce() {
    var numbers = new double[] {Double.NaN, 1.5, Double.POSITIVE_INFINITY};

    assertThat(output.text(numbers)).isEqualTo("[null,1.5,null]");
    assertThat(output.text(Float.NEGATIVE_INFINITY)).isEqualTo("null");
    assertThat(warnings).singleElement().asString().contains("NaN").contains("null");
  }

  @Test
  void writesPrimitiveArraysAsLists() {
    assertThat(output.text(new int[] {1, -2})).isEqualTo("[1,-2]");
    assertThat(output.text(new long[] {3})).isEqualTo("[3]");
    assertThat(output.text(new short[] {4})).isEqualTo("[4]");
    assertThat(output.text(new float[] {0.5f, 0.1f})).isEqualTo("[0.5,0.1]");
    assertThat(output.text(new boolean[] {true, false})).isEqualTo("[true,false]");
    assertThat(output.text(new double[0][])).isEqualTo("[]");
  }

  @Test
  void writesASoundAsItsChannelsAndItsRate() {
    var frame = AudioFrame.copyOf(8000, new float[] {0.5f, 0f}, new float[] {-1f, Float.NaN});

    assertThat(output.text(frame)).isEqualTo("[[[0.5,0.0],[-1.0,null]],8000]");
    assertThat(output.text(List.of(frame, frame))).contains("8000],[[[0.5");
    assertThat(warnings).hasSize(1);
  }

  @Test
  void writesWhatIsKnownOfASoundBehindIt() {
    var frame = AudioFrame.silent(1, 1, 8000);

    assertThat(output.text(frame.about(Map.of("is_speech", false))))
        .isEqualTo("[[[[0.0]],8000],{\"is_speech\":false}]");
    assertRefused(frame.about(Map.of("x", new Object())), "$[1].x", "is not JSON");
  }

  @Test
  void writesTextAsItIs() {
    assertThat(output.text("ü \"q\" \\ 🎧 \u0001")).isEqualTo("\"ü \\\"q\\\" \\\\ 🎧 \\u0001\"");
  }

  @Test
  void refusesHalfACharacter() {
    assertRefused(List.of("ok", "a\uD83D"), "$[1]", "\\ud83d at index 1");
    assertRefused("\uDC00\uD800", "$", "\\udc00 at index 0");
    assertRefused(Map.of("a\uD83D", 1L), "$", "half a character");
  }

  @Test
  void refusesKeysThatAreNotText() {
    var value = List.of(Map.of("a b", Map.of(3L, "x")));

    assertRefused(value, "$[0]['a b']", "the keys of an object are texts, not the number 3");
    assertRefused(Collections.singletonMap(null, 1L), "$", "not null");
  }

  @Test
  void refusesBytesUnlessTheyAreWanted() {
    var value = List.of(Map.of("data", new byte[] {1, 2, 3}));
    var base64 = new JsonOutput(warnings::add, JsonOutput.Bytes.BASE64, JsonOutput.Names.JAVA);

    assertRefused(value, "$[0].data", "bytes are not JSON");
    assertThat(base64.text(value)).isEqualTo("[{\"data\":\"AQID\"}]");
  }

  @Test
  void refusesWhatJsonLacksWithItsClass() {
    assertRefused(new Object[] {1L, 'c'}, "$[1]", "java.lang.Character");
    assertRefused(Map.of("price", BigDecimal.ONE), "$.price", "java.math.BigDecimal");
    assertRefused(new char[] {'c'}, "$", "is not JSON");
    assertRefused(new byte[][] {{1}}, "$[0]", "bytes");
  }

  @Test
  void namesWhatCameFromPythonAsItWasThere() {
    var python = new JsonOutput(warnings::add, JsonOutput.Bytes.REFUSED, JsonOutput.Names.PYTHON);

    for (var value :
        Map.of(
                LocalDate.EPOCH,
                "a datetime.date",
                LocalDateTime.MIN,
                "a datetime.datetime",
                Instant.EPOCH.atOffset(ZoneOffset.UTC),
                "a datetime.datetime",
                LocalTime.NOON,
                "a datetime.time",
                Duration.ZERO,
                "a datetime.timedelta",
                BigDecimal.ONE,
                "a decimal.Decimal",
                new UUID(1, 2),
                "a uuid.UUID",
                Path.of("x"),
                "a pathlib.Path")
            .entrySet()) {
      assertThatThrownBy(() -> python.text(List.of(value.getKey())))
          .hasMessageEndingWith(
              "$[0] cannot be written as JSON: "
                  + value.getValue()
                  + " is not JSON; convert it in the node, such as by str(x)");
    }
    assertThatThrownBy(() -> python.text(Map.of(LocalDate.EPOCH, 1L)))
        .hasMessageEndingWith(
            "the keys of an object are texts, not a datetime.date; convert it in the node, such as"
                + " by str(x)");
    assertThatThrownBy(() -> python.text(Collections.singletonMap(null, 1L)))
        .hasMessageContaining("texts, not None;");
    assertThatThrownBy(() -> python.text(Map.of(Set.of(1L), 1L)))
        .hasMessageContaining("texts, not a frozenset;");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void writesASetInAnOrderOfItsOwn(int turns) {
    var big = new BigInteger("9007199254740993");

    assertThat(output.text(turned(turns, 1e300, 9007199254740992.0, big, -1L, 2.5, 10L)))
        .isEqualTo("[-1,2.5,10,9.007199254740992E15,9007199254740993,1.0E300]");
    assertThat(output.text(turned(turns, "b", "a", "é", "B", "10", "9")))
        .isEqualTo("[\"10\",\"9\",\"B\",\"a\",\"b\",\"é\"]");
    assertThat(output.text(turned(turns, "b", 10L, List.of(2L), 9L, true)))
        .isEqualTo("[\"b\",10,9,[2],true]");
    assertThat(output.text(turned(turns, Double.NaN, Double.NEGATIVE_INFINITY, 1L)))
        .isEqualTo("[null,1,null]");
  }

  @Test
  void writesASetInASetInAnOrderOfItsOwn() {
    var inner = turned(1, "y", "x");

    assertThat(output.text(turned(0, inner, turned(1, "b", "a"))))
        .isEqualTo("[[\"a\",\"b\"],[\"x\",\"y\"]]");
  }

  @Test
  @Timeout(60)
  void writesEachElementOfDeepSetsOnce() {
    Set<Object> set = Set.of();
    for (int i = 0; i < 100; i++) {
      set = turned(i, set, "a");
    }

    assertThat(output.text(set)).startsWith("[\"a\",[\"a\",").hasSize(2 + 100 * 6);
  }

  private static Set<Object> turned(int turns, Object... elements) {
    var list = new ArrayList<>(List.of(elements));
    Collections.rotate(list, turns);
    return new LinkedHashSet<>(list);
  }

  @Test
  void tellsWhatJsonCanSay() {
    assertThat(JsonOutput.canSay(List.of(Double.NaN, "a"))).isTrue();
    assertThat(JsonOutput.canSay(List.of(LocalDate.EPOCH))).isFalse();
    assertThat(JsonOutput.canSay(new byte[0])).isFalse();
  }

  @Test
  void writesNestingUpToTheBound() {
    var sound = AudioFrame.silent(1, 1, 8000);

    assertThat(output.text(nested(sound, 1000))).endsWith("[[[0.0]],8000]" + "]".repeat(1000));
  }

  @Test
  void refusesNestingBeyondTheBound() {
    var path = "$" + "[0]".repeat(8) + "... 984 more ..." + "[0]".repeat(8);

    assertRefused(nested(1L, 1001), path, "nest deeper than 1000");
  }

  @Test
  void refusesAListThatContainsItself() {
    var list = new ArrayList<Object>();
    list.add(list);

    assertThatThrownBy(() -> output.text(list))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("contain themselves");
  }

  @Test
  void writesNothingOfAValueThatIsRefused() {
    var text = new StringBuilder();

    assertThatThrownBy(() -> output.write(List.of("a", new Object()), text))
        .isInstanceOf(OutputException.class);
    assertThat(text).isEmpty();
  }

  @Test
  void passesOnWhatTheTargetThrows() {
    var closed =
        new Appendable() {
          @Override
          public Appendable append(CharSequence text) throws IOException {
            throw new IOException("closed");
          }

          @Override
          public Appendable append(CharSequence text, int start, int end) throws IOException {
            throw new IOException("closed");
          }

          @Override
          public Appendable append(char character) throws IOException {
            throw new IOException("closed");
          }
        };

    assertThatThrownBy(() -> output.write(1L, closed))
        .isInstanceOf(IOException.class)
        .hasMessage("closed");
  }

  private void assertRefused(Object value, String path, String reason) {
    var fault = catchThrowableOfType(OutputException.class, () -> output.text(value));

    assertThat(fault.path()).isEqualTo(path);
    assertThat(fault).hasMessageContaining(path).hasMessageContaining(reason);
  }

  private static Object nested(Object core, int depth) {
    Object value = core;
    for (int i = 0; i < depth; i++) {
      value = List.of(value);
    }
    return value;
  }
}
