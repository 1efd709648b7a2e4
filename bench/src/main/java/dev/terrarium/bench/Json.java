package dev.terrarium.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Results files as maps, lists, strings, longs, doubles and booleans.
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  static void write(Path file, Map<String, ?> document) throws IOException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));
    try (Writer writer = Files.newBufferedWriter(file);
        JsonGenerator generator = FACTORY.createGenerator(writer)) {
      generator.setPrettyPrinter(printer);
      put(generator, document);
      generator.writeRaw('\n');
    }
  }

  /// @throws IllegalArgumentException when there is no such file, or it is no results file
  @SuppressWarnings("unchecked") // an object's keys are strings
  static Map<String, Object> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("There is no results file " + file + ".");
    }
    try (JsonParser parser = FACTORY.createParser(file.toFile())) {
      parser.nextToken();
      if (take(parser) instanceof Map<?, ?> document && document.containsKey("rows")) {
        return (Map<String, Object>) document;
      }
      throw new IllegalArgumentException(file + " is not a results file: it has no rows.");
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException(
          "%s is not a results file: %s".formatted(file, broken.getMessage()), broken);
    }
  }

  private static void put(JsonGenerator generator, @Nullable Object value) throws IOException {
    switch (value) {
      case Map<?, ?> map -> {
        generator.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          generator.writeFieldName(String.valueOf(entry.getKey()));
          put(generator, entry.getValue());
        }
        generator.writeEndObject();
      }
      case Iterable<?> list -> {
        generator.writeStartArray();
        for (Object element : list) {
          put(generator, element);
        }
        generator.writeEndArray();
      }
      case Boolean flag -> generator.writeBoolean(flag);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Double number -> number(generator, number);
      case null -> generator.writeNull();
      default -> generator.writeString(value.toString());
    }
  }

  /// Three decimals: a figure in nanoseconds has no more to say.
  private static void number(JsonGenerator generator, double number) throws IOException {
    if (Double.isFinite(number)) {
      generator.writeNumber(Math.round(number * 1000) / 1000.0);
    } else {
      generator.writeNull();
    }
  }

  private static @Nullable Object take(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> takeObject(parser);
      case START_ARRAY -> takeArray(parser);
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
      case VALUE_NULL -> null;
      case null, default -> parser.getText();
    };
  }

  private static Map<String, @Nullable Object> takeObject(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      map.put(key, take(parser));
    }
    return map;
  }

  private static List<@Nullable Object> takeArray(JsonParser parser) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(take(parser));
    }
    return list;
  }
}
