package dev.terrarium.cli.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.terrarium.pipeline.json.JsonSlip;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads JSON as null, Boolean, Long, BigInteger, Double, String, List and Map.
final class JsonValues {
  /// How deep lists and objects may nest, counting from the outermost.
  static final int DEEPEST = 1000;

  /// Numbers, texts and names may be of any length: whoever runs the pipeline chose the input.
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST + 1)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final JsonParser parser;
  private int depth;

  JsonValues(JsonParser parser) {
    this.parser = parser;
  }

  /// Reads the value that the parser's current token begins.
  @Nullable Object value() throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        descend();
        var object = object();
        depth--;
        yield object;
      }
      case START_ARRAY -> {
        descend();
        var array = array();
        depth--;
        yield array;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT ->
          switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> parser.getBigIntegerValue();
          };
      case VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new AssertionError("A JSON value does not begin with " + parser.currentToken());
    };
  }

  /// Steps into a list whose elements the caller reads one by one.
  void descend() throws JsonRefusal {
    depth++;
    if (depth > DEEPEST) {
      throw refusal("lists and objects nest deeper than " + DEEPEST);
    }
  }

  /// Makes sure that the text ends after what was read.
  void end() throws IOException {
    if (parser.nextToken() != null) {
      throw refusal("there is more text after the end of the value");
    }
  }

  /// Whether a text is no JSON, rather than JSON that is refused.
  static boolean isSlip(JsonProcessingException fault) {
    return !(fault instanceof JsonRefusal || fault instanceof StreamConstraintsException);
  }

  /// Says in one sentence what is wrong with a text.
  ///
  /// @param place the text, and the place in it
  /// @param slip what breaks the grammar, if it does and was found
  static InputException explain(
      String place, JsonProcessingException fault, Optional<JsonSlip> slip) {
    var sentence =
        switch (fault) {
          case StreamConstraintsException _ -> "lists and objects nest deeper than " + DEEPEST;
          case JsonRefusal refusal -> refusal.getOriginalMessage();
          default -> slip.map(JsonSlip::sentence).orElse("not JSON");
        };
    return new InputException(place + ": " + sentence, fault);
  }

  private Map<String, @Nullable Object> object() throws IOException {
    var object = new LinkedHashMap<String, @Nullable Object>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      if (object.containsKey(name)) {
        throw refusal("the key \"" + name + "\" appears twice in one object");
      }
      parser.nextToken();
      object.put(name, value());
    }
    return object;
  }

  private List<@Nullable Object> array() throws IOException {
    var array = new ArrayList<@Nullable Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value());
    }
    return array;
  }

  private double number() throws IOException {
    double number = parser.getDoubleValue();
    if (Double.isInfinite(number)) {
      throw refusal("the number " + parser.getText() + " is larger than any double");
    }
    return number;
  }

  private JsonRefusal refusal(String message) {
    return new JsonRefusal(message, parser.currentTokenLocation());
  }
}
