package dev.terrarium.cli.input;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The elements of one JSON list, or any other JSON value as the only item.
final class JsonDocument extends Items {
  private final JsonParser parser;
  private final JsonValues values;
  private final boolean isList;
  private boolean begun;

  private JsonDocument(String source, JsonParser parser) throws IOException {
    super(source);
    this.parser = parser;
    this.values = new JsonValues(parser);
    this.isList = begin();
  }

  /// Opens a file, of which one element at a time is in memory.
  static JsonDocument open(String source, Path file) throws IOException {
    var parser = JsonValues.FACTORY.createParser(Files.newInputStream(file));
    try {
      return new JsonDocument(source, parser);
    } catch (IOException | InputException e) {
      parser.close();
      throw e;
    }
  }

  /// Reads a text at once.
  static List<@Nullable Object> parse(String source, String text) throws IOException {
    try (var document = new JsonDocument(source, JsonValues.FACTORY.createParser(text))) {
      var items = new ArrayList<@Nullable Object>();
      document.forEachRemaining(items::add);
      return items;
    }
  }

  @Override
  Optional<Item> read() throws IOException {
    try {
      return isList ? element() : whole();
    } catch (JsonProcessingException e) {
      throw explained(e);
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  private boolean begin() throws IOException {
    try {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new InputException(source() + " is empty, not JSON");
      }
      if (first == JsonToken.START_ARRAY) {
        values.descend();
        return true;
      }
      return false;
    } catch (JsonProcessingException e) {
      throw explained(e);
    }
  }

  private Optional<Item> element() throws IOException {
    if (parser.nextToken() == JsonToken.END_ARRAY) {
      values.end();
      return Optional.empty();
    }
    return Optional.of(new Item(values.value()));
  }

  private Optional<Item> whole() throws IOException {
    if (begun) {
      return Optional.empty();
    }
    begun = true;
    var item = new Item(values.value());
    values.end();
    return Optional.of(item);
  }

  private InputException explained(JsonProcessingException fault) {
    JsonLocation place = fault.getLocation();
    var where =
        place == null ? "" : ", line " + place.getLineNr() + ", column " + place.getColumnNr();
    return JsonValues.explain(source() + where, fault);
  }
}
