package dev.terrarium.pipeline.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ConversionFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes values as JSON, each on one line.
///
/// Doubles are written so short that they read back as the same double. NaN and infinities, which
/// JSON lacks, become null, with one warning in all. An [AudioFrame] is a pair of its channels,
/// each a list of samples, and its rate; one with metadata is a pair of that pair and the metadata.
/// A set is a list whose order depends on its elements alone.
public final class JsonOutput {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamWriteConstraints(
              // The frame at the deepest place adds two pairs, the channels and the samples.
              StreamWriteConstraints.builder().maxNestingDepth(Inspection.DEEPEST + 4).build())
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .build();

  private final Consumer<String> warnings;
  private final Bytes bytes;
  private final Names names;
  private boolean warned;

  /// Makes an output that refuses bytes.
  ///
  /// @param warnings takes at most one sentence
  public JsonOutput(Consumer<String> warnings) {
    this(warnings, Bytes.REFUSED, Names.JAVA);
  }

  /// @param bytes what becomes of `byte[]`
  /// @param names what a type is called that JSON lacks
  public JsonOutput(Consumer<String> warnings, Bytes bytes, Names names) {
    this.warnings = warnings;
    this.bytes = bytes;
    this.names = names;
  }

  /// What becomes of bytes, which JSON lacks.
  public enum Bytes {
    REFUSED,
    BASE64
  }

  /// In which language types are named.
  public enum Names {
    JAVA,
    /// What values are that came from Python is told as it was there.
    PYTHON
  }

  /// Whether JSON can say a value, NaN and infinities by null.
  public static boolean canSay(@Nullable Object value) {
    try {
      new Inspection(Bytes.REFUSED, Names.JAVA).require(value);
      return true;
    } catch (ConversionFault fault) {
      return false;
    }
  }

  /// Writes one value, without an end of line; nothing at all if it is refused.
  ///
  /// @throws OutputException if JSON cannot say some part of it
  public void write(@Nullable Object value, Appendable to) throws IOException {
    try {
      new Inspection(bytes, names).require(value);
    } catch (ConversionFault fault) {
      throw new OutputException(fault);
    }
    try (var generator = FACTORY.createGenerator(new AppendingWriter(to))) {
      put(value, generator);
    }
  }

  /// Returns one value as text.
  ///
  /// @throws OutputException if JSON cannot say some part of it
  public String text(@Nullable Object value) {
    var text = new StringBuilder();
    try {
      write(value, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void put(@Nullable Object value, JsonGenerator to) throws IOException {
    switch (value) {
      case null -> to.writeNull();
      case String text -> to.writeString(text);
      case Boolean flag -> to.writeBoolean(flag);
      case BigInteger number -> to.writeNumber(number);
      case Double number -> putFraction(number, number.toString(), to);
      case Float number -> putFraction(number, number.toString(), to);
      case Number number -> to.writeNumber(number.longValue());
      case AudioFrame frame when frame.metadata().isEmpty() -> putFrame(frame, to);
      case AudioFrame frame -> {
        to.writeStartArray();
        putFrame(frame, to);
        putMap(frame.metadata(), to);
        to.writeEndArray();
      }
      case byte[] data -> to.writeBinary(data);
      case Map<?, ?> map -> putMap(map, to);
      case Set<?> set -> putSet(set, to);
      case Collection<?> list -> putList(list, to);
      case Object[] array -> putList(Arrays.asList(array), to);
      default -> putArray(value, to);
    }
  }

  private void putMap(Map<?, ?> map, JsonGenerator to) throws IOException {
    to.writeStartObject();
    for (var entry : map.entrySet()) {
      to.writeFieldName(String.valueOf(entry.getKey()));
      put(entry.getValue(), to);
    }
    to.writeEndObject();
  }

  private void putList(Collection<?> list, JsonGenerator to) throws IOException {
    to.writeStartArray();
    for (Object element : list) {
      put(element, to);
    }
    to.writeEndArray();
  }

  /// Puts a set in an order that does not differ from run to run: that of numbers or texts, or else
  /// that of its elements' JSON.
  private void putSet(Set<?> set, JsonGenerator to) throws IOException {
    var ordered = SetOrder.of(set);
    if (ordered.isPresent()) {
      putList(ordered.get(), to);
      return;
    }
    to.writeStartArray();
    for (var text : set.stream().map(this::text).sorted().toList()) {
      to.writeRawValue(text);
    }
    to.writeEndArray();
  }

  private void putArray(Object array, JsonGenerator to) throws IOException {
    to.writeStartArray();
    for (int i = 0; i < Array.getLength(array); i++) {
      put(Array.get(array, i), to);
    }
    to.writeEndArray();
  }

  private void putFrame(AudioFrame frame, JsonGenerator to) throws IOException {
    to.writeStartArray();
    to.writeStartArray();
    for (int channel = 0; channel < frame.channels(); channel++) {
      FloatBuffer samples = frame.channel(channel);
      to.writeStartArray();
      while (samples.hasRemaining()) {
        float sample = samples.get();
        putFraction(sample, Float.toString(sample), to);
      }
      to.writeEndArray();
    }
    to.writeEndArray();
    to.writeNumber(frame.sampleRate());
    to.writeEndArray();
  }

  private void putFraction(double number, String digits, JsonGenerator to) throws IOException {
    if (Double.isFinite(number)) {
      to.writeRawValue(digits);
      return;
    }
    if (!warned) {
      warned = true;
      warnings.accept("NaN and infinities are no JSON numbers: they are written as null");
    }
    to.writeNull();
  }
}
