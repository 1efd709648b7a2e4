package dev.terrarium.pipeline.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSlipTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "nodes: [] | line 1, column 1: not JSON: found the word 'nodes', expected a value",
        "[1,] | line 1, column 4: not JSON: found ']', expected a value: no comma stands behind the"
            + " last one",
        "{\"a\": 1,} | line 1, column 9: not JSON: found '}', expected a key in double quotes: no"
            + " comma stands behind the last one",
        "{'a': 1} | line 1, column 2: not JSON: found a single quote, expected a key in double quotes"
            + " or '}'; texts stand in double quotes",
        "{\"a\" 1} | line 1, column 6: not JSON: found '1', expected ':' behind the key",
        "{\"a\": } | line 1, column 7: not JSON: found '}', expected a value",
        "[1 2] | line 1, column 4: not JSON: found '2', expected ',' or ']' in the list that begins"
            + " in line 1",
        "[True] | line 1, column 2: not JSON: found the word 'True', expected true",
        "[NaN] | line 1, column 2: not JSON: found the word 'NaN', expected null, as JSON has no NaN",
        "[01] | line 1, column 3: not JSON: found '1', expected no zero in front of a number",
        "[1.] | line 1, column 4: not JSON: found ']', expected a digit",
        "[.5] | line 1, column 2: not JSON: found '.', expected a value or ']'",
        "[\"\\x\"] | line 1, column 4: not JSON: found 'x', expected one of \" \\ / b f n r t u behind"
            + " the backslash",
        "[\"\\u00g0\"] | line 1, column 7: not JSON: found the word 'g0', expected four digits from 0"
            + " to f behind \\u",
        "# a comment | line 1, column 1: not JSON: found '#', expected a value; JSON has no comments",
        "[\"é\", x] | line 1, column 7: not JSON: found the word 'x', expected a value",
        "{} {} | line 1, column 4: not JSON: found '{', expected the end of the text"
      })
  void saysWhatIsFoundAndWhatIsExpected(String text, String slip) {
    assertThat(JsonSlip.find(text)).map(JsonSlip::toString).hasValue(slip);
  }

  @Test
  void saysInWhichLineWhatIsOpenBegan() {
    assertThat(JsonSlip.find("{\n \"a\": [1,\r\n 2"))
        .map(JsonSlip::toString)
        .hasValue(
            "line 3, column 3: not JSON: found the end of the text, expected ',' or ']' in the list"
                + " that begins in line 2");
    assertThat(JsonSlip.find("[\n\"abc"))
        .map(JsonSlip::sentence)
        .hasValue(
            "not JSON: found the end of the text, expected a closing '\"' of the text that begins in"
                + " line 2");
    assertThat(JsonSlip.find("[\"a\nb\"]"))
        .map(JsonSlip::toString)
        .hasValue(
            "line 1, column 4: not JSON: found the end of the line, expected a closing '\"', or an"
                + " escape such as \\n, in the text");
  }

  @Test
  void saysWhichByteIsNotUtf8() throws IOException {
    var text = new byte[] {'[', '"', 'a', (byte) 0xE9, '"', ']'};

    assertThat(JsonSlip.find(new ByteArrayInputStream(text)))
        .map(JsonSlip::toString)
        .hasValue("line 1, column 4: not JSON: found the byte 0xE9, expected UTF-8");
  }

  @Test
  void leavesOtherEncodingsAlone() throws IOException {
    var text = "[oops".getBytes(StandardCharsets.UTF_16);

    assertThat(JsonSlip.find(new ByteArrayInputStream(text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        " [ ] ",
        "\uFEFF{\"a\": [true, false, null, -0.5e+10, 0, 12]}",
        "\"\\u00e9\\n\\\"é😀\"",
        "[[], {}, [{}]]"
      })
  void findsNoneInJson(String text) {
    assertThat(JsonSlip.find(text)).isEmpty();
  }

  @Test
  void agreesWithTheParserOnTextsThatAreNearlyJson() throws IOException {
    var random = new Random(7);
    var whole = "{\"a\": [1, -2.5e3, \"x\\u00e9\\n\", true], \"b\": {\"c\": null}, \"d\": []}";
    for (int i = 0; i < 5_000; i++) {
      var text = new StringBuilder(whole);
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, "{}[],:\"\\ 0e-.tx".charAt(random.nextInt(15)));
        default -> text.setLength(at);
      }

      assertThat(JsonSlip.find(text.toString()).isEmpty())
          .as(text.toString())
          .isEqualTo(isJson(text.toString()));
    }
  }

  private static boolean isJson(String text) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      boolean isFirst = true;
      int depth = 0;
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (depth == 0 && !isFirst) {
          return false;
        }
        isFirst = false;
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
      return !isFirst;
    } catch (JsonProcessingException notJson) {
      return false;
    }
  }
}
