package dev.terrarium.cli.input;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.terrarium.pipeline.json.JsonSlip;
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
  private final Slips slips;
  private final boolean isList;
  private boolean begun;

  private JsonDocument(String source, JsonParser parser, Slips slips) throws IOException {
    super(source);
    this.parser = parser;
    this.slips = slips;
    this.values = new JsonValues(parser);
    this.isList = begin();
  }

  /// Looks once more at what turned out not to be JSON.
  private interface Slips {
    Optional<JsonSlip> find() throws IOException;
  }

  /// Opens a file, of which one element at a time is in memory.
  static JsonDocument open(String source, Path file) throws IOException {
    var parser = JsonValues.FACTORY.createParser(Files.newInputStream(file));
    try {
      return new JsonDocument(source, parser, () -> slip(file));
    } catch (IOException | InputException e) {
      parser.close();
      throw e;
    }
  }

  /// Reads a text at once.
  static List<@Nullable Object> parse(String source, String text) throws IOException {
    var parser = JsonValues.FACTORY.createParser(text);
    try (var document = new JsonDocument(source, parser, () -> JsonSlip.find(text))) {
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

  private InputException explained(JsonProcessingException fault) throws IOException {
    var slip = JsonValues.isSlip(fault) ? slips.find() : Optional.<JsonSlip>empty();
    var where =
        slip.map(known -> place(known.line(), known.column()))
            .or(() ->
                Optional.ofNullable(fault.getLocation())
                    .map(place -> place(place.getLineNr(), place.getColumnNr())))
            .orElse("");
    return JsonValues.explain(source() + where, fault, slip);
  }

  private static String place(long line, long column) {
    return ", line " + line + ", column " + column;
  }

  /// A file that is gone, or cannot be read twice, is told of with the parser's place alone.
  private static Optional<JsonSlip> slip(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (var text = Files.newInputStream(file)) {
      return JsonSlip.find(text);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
