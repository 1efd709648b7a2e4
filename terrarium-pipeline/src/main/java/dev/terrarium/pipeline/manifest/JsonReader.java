package dev.terrarium.pipeline.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.json.JsonSlip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns JSON text into null, Boolean, Long, BigInteger, Double, String, List and Map.
final class JsonReader {
  private static final JsonFactory FACTORY = new JsonFactory();

  /// A key without quotes, a comment, or the beginning of a document.
  private static final Pattern YAML = Pattern.compile("\\s*(\\w+:|#|---)");

  private final JsonParser parser;
  private final Findings findings;

  private JsonReader(JsonParser parser, Findings findings) {
    this.parser = parser;
    this.findings = findings;
  }

  /// Reads one document; what is not JSON, and keys that appear twice, become faults.
  static Optional<Document> read(String text, Findings findings) {
    if (text.isBlank()) {
      findings.fault("$", "the text is empty, not JSON");
      return Optional.empty();
    }
    var unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try (var parser = FACTORY.createParser(unmarked)) {
      var reader = new JsonReader(parser, findings);
      parser.nextToken();
      var document = new Document(reader.value("$"));
      if (parser.nextToken() != null) {
        findings.fault("$", where(parser) + "there is more text after the end of the document");
      }
      return Optional.of(document);
    } catch (StreamConstraintsException e) {
      findings.fault(
          "$",
          where(e.getLocation())
              + "lists and objects nest too deep, or a number or text is too long");
      return Optional.empty();
    } catch (JsonProcessingException e) {
      findings.fault(
          "$",
          JsonSlip.find(unmarked)
              .map(slip -> slip + notation(unmarked))
              .orElseGet(() -> where(e.getLocation()) + "not JSON"));
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Tells who has written YAML how it is read.
  private static String notation(String text) {
    return YAML.matcher(text).lookingAt()
        ? "; a manifest in YAML stands in a file whose name ends in .yaml or .yml"
        : "";
  }

  private @Nullable Object value(String path) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(path);
      case START_ARRAY -> array(path);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT ->
          switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> parser.getBigIntegerValue();
          };
      case VALUE_NUMBER_FLOAT -> fraction(path);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new AssertionError("JSON does not begin with " + parser.currentToken());
    };
  }

  private double fraction(String path) throws IOException {
    double number = parser.getDoubleValue();
    if (Double.isInfinite(number)) {
      findings.fault(path, where(parser) + "the number is larger than a 64-bit fraction holds");
    }
    return number;
  }

  private Map<String, @Nullable Object> object(String path) throws IOException {
    var object = new LinkedHashMap<String, @Nullable Object>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      var child = Fault.child(path, name);
      if (object.containsKey(name)) {
        findings.fault(child, where(parser) + "the key appears twice");
      }
      parser.nextToken();
      object.put(name, value(child));
    }
    return object;
  }

  private List<@Nullable Object> array(String path) throws IOException {
    var array = new ArrayList<@Nullable Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(path + "[" + array.size() + "]"));
    }
    return array;
  }

  private static String where(JsonParser parser) {
    return where(parser.currentTokenLocation());
  }

  private static String where(@Nullable JsonLocation place) {
    return place == null
        ? ""
        : "line " + place.getLineNr() + ", column " + place.getColumnNr() + ": ";
  }
}
