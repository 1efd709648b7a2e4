package dev.terrarium.cli.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.terrarium.pipeline.json.JsonSlip;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One JSON value per line, as a stream: a line is an item before the next one has arrived.
final class JsonLines extends Items {
  private static final int CHUNK = 1 << 16;
  private static final int LONGEST = 1 << 30;
  private static final String UNENDED =
      ": the value does not end in this line, and each line must hold a whole one: write it on one"
          + " line, or give it as a .json file";

  private final InputStream stream;
  private final int longest;
  private final byte[] chunk = new byte[CHUNK];
  private int position;
  private int limit;
  private long line;

  JsonLines(String source, InputStream stream) {
    this(source, stream, LONGEST);
  }

  /// @param longest the most bytes that a line may have
  JsonLines(String source, InputStream stream, int longest) {
    super(source);
    this.stream = stream;
    this.longest = longest;
  }

  @Override
  Optional<Item> read() throws IOException {
    for (byte[] text = line(); text != null; text = line()) {
      line++;
      if (!isBlank(text)) {
        return Optional.of(new Item(parse(text)));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private @Nullable Object parse(byte[] text) throws IOException {
    try (var parser = JsonValues.FACTORY.createParser(text)) {
      var values = new JsonValues(parser);
      if (parser.nextToken() == null) {
        throw new InputException(place() + ": there is no value in it");
      }
      Object value = values.value();
      values.end();
      return value;
    } catch (JsonProcessingException e) {
      var slip =
          JsonValues.isSlip(e)
              ? JsonSlip.find(new ByteArrayInputStream(text))
              : Optional.<JsonSlip>empty();
      if (slip.filter(JsonSlip::isAtEnd).isPresent()) {
        throw new InputException(place() + UNENDED, e);
      }
      var column =
          slip.map(JsonSlip::column)
              .or(() -> Optional.ofNullable(e.getLocation()).map(at -> (long) at.getColumnNr()))
              .map(known -> ", column " + known)
              .orElse("");
      throw JsonValues.explain(place() + column, e, slip);
    } catch (CharConversionException e) {
      throw new InputException(place() + ": not UTF-8: " + e.getMessage(), e);
    }
  }

  private String place() {
    return source() + ", line " + line;
  }

  /// Returns the next line without its end, or null after the last.
  private byte @Nullable [] line() throws IOException {
    var longer = new ByteArrayOutputStream(0);
    while (position < limit || fill()) {
      int start = position;
      while (position < limit && chunk[position] != '\n') {
        position++;
      }
      if (longer.size() + (position - start) > longest) {
        throw new InputException(
            ("%s, line %d: longer than %,d bytes, the most that a line may have; in a .json file, a"
                    + " list is read element by element")
                .formatted(source(), line + 1, longest));
      }
      longer.write(chunk, start, position - start);
      if (position < limit) {
        position++;
        return longer.toByteArray();
      }
    }
    return longer.size() == 0 ? null : longer.toByteArray();
  }

  /// Waits for at least one more byte; false at the end.
  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, stream.read(chunk));
    return limit > 0;
  }

  private static boolean isBlank(byte[] text) {
    for (byte character : text) {
      if (character != ' ' && character != '\t' && character != '\r') {
        return false;
      }
    }
    return true;
  }
}
