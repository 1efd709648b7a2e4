package dev.terrarium.session.arm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of JSON, as the protocol of arms has it: with NaN, Infinity and -Infinity as numbers.
final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private Json() {}

  /// Returns the object that a line is: null, Boolean, Long, Double, String, List and Map.
  ///
  /// @throws ProtocolException if it is none; says where it goes wrong
  static Map<String, @Nullable Object> object(String line) {
    try (JsonParser parser = FACTORY.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ProtocolException(
            "a line is one JSON object, such as {\"id\": 1, \"do\": \"status\"}, and this is none");
      }
      var object = map(parser);
      if (parser.nextToken() != null) {
        throw new ProtocolException("a line is one JSON object, and this one goes on after it");
      }
      return object;
    } catch (StreamConstraintsException e) {
      throw new ProtocolException(
          "the line is taken for no command: %s".formatted(e.getOriginalMessage()));
    } catch (JsonProcessingException e) {
      throw new ProtocolException(
          "the line is not JSON, at its column %d: %s"
              .formatted(e.getLocation().getColumnNr(), e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, @Nullable Object> map(JsonParser parser) throws IOException {
    var map = new LinkedHashMap<String, @Nullable Object>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      map.put(name, value(parser));
    }
    return map;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> map(parser);
      case START_ARRAY -> {
        var list = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT ->
          switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> parser.getDoubleValue();
          };
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new AssertionError("JSON does not begin with " + parser.currentToken());
    };
  }

  /// Returns a value as one line, without its end.
  static String line(Object value) {
    var text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      put(value, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void put(@Nullable Object value, JsonGenerator to) throws IOException {
    switch (value) {
      case null -> to.writeNull();
      case String text -> to.writeString(text);
      case Boolean flag -> to.writeBoolean(flag);
      case Double number -> to.writeNumber(number);
      case Number number -> to.writeNumber(number.longValue());
      case double[] numbers -> to.writeArray(numbers, 0, numbers.length);
      case Map<?, ?> map -> {
        to.writeStartObject();
        for (var entry : map.entrySet()) {
          to.writeFieldName(String.valueOf(entry.getKey()));
          put(entry.getValue(), to);
        }
        to.writeEndObject();
      }
      case List<?> list -> {
        to.writeStartArray();
        for (Object element : list) {
          put(element, to);
        }
        to.writeEndArray();
      }
      default ->
          throw new AssertionError("a bug of Terrarium: no JSON is made of " + value.getClass());
    }
  }
}
