package dev.terrarium.worker.process;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.pipeline.Values;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Frames of sound, which are `(ndarray, rate)`, `((ndarray, rate), metadata)` or `(ndarray, rate,
/// metadata)` in Python.
final class Sound {
  private static final int PAIR = 2;

  private Sound() {}

  /// Makes a frame of a value as it came from a worker.
  ///
  /// @throws ConversionFault if it is no sound
  static AudioFrame frame(@Nullable Object value) {
    if (!(value instanceof TupleList tuple) || tuple.size() < PAIR || tuple.size() > PAIR + 1) {
      throw new ConversionFault(
          "$", "expected sound as (ndarray, rate), got a Python " + ProcessValue.typeName(value));
    }
    if (tuple.size() > PAIR) {
      return samples(tuple).about(metadata(tuple.get(PAIR), "[2]"));
    }
    if (tuple.get(0) instanceof TupleList inner && inner.size() == PAIR) {
      try {
        return samples(inner).about(metadata(tuple.get(1), "[1]"));
      } catch (ConversionFault fault) {
        throw fault.path().startsWith("$[1]") ? fault : fault.under("[0]");
      }
    }
    return samples(tuple);
  }

  private static AudioFrame samples(TupleList sound) {
    if (!(sound.get(1) instanceof Long rate) || rate < 1 || rate > Integer.MAX_VALUE) {
      throw new ConversionFault(
          "$[1]", "expected a rate of at least 1, got " + Shown.of(sound.get(1)));
    }
    if (!(sound.get(0) instanceof WireArray array)) {
      throw new ConversionFault(
          "$[0]", "expected an ndarray, got a Python " + ProcessValue.typeName(sound.get(0)));
    }
    if (!array.isOfFractions()) {
      throw new ConversionFault("$[0]", "expected float32 samples, got " + array.dtype());
    }
    var shape = array.shape();
    if (shape.size() != 1 && shape.size() != PAIR) {
      throw new ConversionFault(
          "$[0]",
          "expected an array [channels, samples], got one of " + shape.size() + " dimensions");
    }
    if (shape.size() == PAIR && shape.getFirst() < 1) {
      throw new ConversionFault("$[0]", "expected at least one channel, got none");
    }
    int channels = shape.size() == 1 ? 1 : shape.getFirst();
    var frame = AudioFrame.silent(channels, shape.getLast(), rate.intValue());
    array.copyTo(frame.samples());
    return frame;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> metadata(@Nullable Object value, String place) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new ConversionFault(
          "$" + place, "expected metadata, an object, got " + Values.describe(value));
    }
    for (var key : map.keySet()) {
      if (!(key instanceof String)) {
        throw new ConversionFault(
            "$" + place, "the names of metadata are texts, not " + Values.describe(key));
      }
    }
    try {
      return (Map<String, @Nullable Object>) (Map<?, @Nullable Object>) Settled.of(map);
    } catch (ConversionFault fault) {
      throw fault.under(place);
    }
  }
}
