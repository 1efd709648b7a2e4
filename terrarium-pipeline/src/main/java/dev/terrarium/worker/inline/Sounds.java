package dev.terrarium.worker.inline;

import dev.terrarium.environment.Installation;
import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.pipeline.Values;
import dev.terrarium.python.ConversionException;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.PythonException;
import dev.terrarium.python.PythonUnavailableException;
import dev.terrarium.python.Tuple;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Frames of sound as `(float32 ndarray [channels, samples], rate)`.
final class Sounds implements AutoCloseable {
  private final Installation installation;
  private @Nullable PyRef numpy;

  Sounds(Installation installation) {
    this.installation = installation;
  }

  /// Makes the pair over the frame's own memory, which lives until both sides have let it go; with
  /// metadata, the pair of that pair and the metadata.
  Tuple toPython(Gil gil, AudioFrame frame) {
    try {
      var array = gil.ndarray(frame.samples(), frame.channels(), frame.length());
      var sound = Tuple.of(array, (long) frame.sampleRate());
      return frame.metadata().isEmpty() ? sound : Tuple.of(sound, frame.metadata());
    } catch (PythonUnavailableException e) {
      throw noNumpy(e);
    }
  }

  /// Makes a frame of `(ndarray, rate)`, `((ndarray, rate), metadata)` or `(ndarray, rate,
  /// metadata)`: over the same memory where that is Java's, as it is when a node gives back what it
  /// got, or a part of it; of a copy where Python made the array.
  ///
  /// @param plain converts metadata
  AudioFrame toJava(Gil gil, PyObject object, Function<PyObject, @Nullable Object> plain) {
    try {
      return frame(gil, object, plain);
    } catch (PythonException e) {
      try (var _ = e.value()) {
        throw new ConversionFault("$", String.valueOf(e.getMessage()));
      }
    } catch (ConversionException e) {
      throw Faults.conversion(e);
    }
  }

  private AudioFrame frame(Gil gil, PyObject object, Function<PyObject, @Nullable Object> plain) {
    if (isTuple(object, 2) && isTuple(object.item(0L), 2)) {
      var sound = at("[0]", () -> sound(gil, object.item(0L)));
      return sound.about(at("[1]", () -> metadata(plain.apply(object.item(1L)))));
    }
    if (isTuple(object, 3)) {
      return sound(gil, object).about(at("[2]", () -> metadata(plain.apply(object.item(2L)))));
    }
    if (!isTuple(object, 2)) {
      throw new ConversionFault(
          "$", "expected sound as (ndarray, rate), got a Python " + object.typeName());
    }
    return sound(gil, object);
  }

  private AudioFrame sound(Gil gil, PyObject object) {
    int rate = rate(object.item(1L));
    var samples = samples(gil, object.item(0L));
    try (var view = samples.array()) {
      int channels = channels(view.shape());
      var own = JavasMemory.of(samples, view);
      if (own.isPresent()) {
        return new AudioFrame(own.get(), channels, rate);
      }
      var frame = AudioFrame.silent(channels, Math.toIntExact(view.size() / channels), rate);
      MemorySegment.ofBuffer(frame.samples()).copyFrom(view.segment());
      return frame;
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> metadata(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new ConversionFault("$", "expected metadata, an object, got " + Values.describe(value));
    }
    for (var key : map.keySet()) {
      if (!(key instanceof String)) {
        throw new ConversionFault(
            "$", "the names of metadata are texts, not " + Values.describe(key));
      }
    }
    return (Map<String, @Nullable Object>) map;
  }

  private static <T> T at(String step, Supplier<T> conversion) {
    try {
      return conversion.get();
    } catch (ConversionFault fault) {
      throw fault.under(step);
    }
  }

  private static boolean isTuple(PyObject object, int size) {
    return object.typeName().equals("tuple") && object.size() == size;
  }

  private static int rate(PyObject object) {
    try {
      int rate = object.as(int.class);
      if (rate < 1) {
        throw new ConversionFault("$[1]", "expected a rate of at least 1, got " + rate);
      }
      return rate;
    } catch (ConversionException e) {
      throw Faults.conversion(e).under("[1]");
    }
  }

  private static int channels(long[] shape) {
    if (shape.length != 1 && shape.length != 2) {
      throw new ConversionFault(
          "$[0]",
          "expected an array [channels, samples], got one of " + shape.length + " dimensions");
    }
    if (shape.length == 2 && shape[0] < 1) {
      throw new ConversionFault("$[0]", "expected at least one channel, got none");
    }
    return shape.length == 1 ? 1 : Math.toIntExact(shape[0]);
  }

  /// Returns the samples as a contiguous float32 array.
  private PyObject samples(Gil gil, PyObject array) {
    if (!array.typeName().equals("numpy.ndarray")) {
      throw new ConversionFault("$[0]", "expected an ndarray, got a Python " + array.typeName());
    }
    var dtype = array.attr("dtype");
    if (!dtype.attr("kind").as(String.class).equals("f")) {
      throw new ConversionFault("$[0]", "expected float32 samples, got " + dtype.str());
    }
    return numpy(gil).callMethod("ascontiguousarray", array, "float32");
  }

  private PyObject numpy(Gil gil) {
    var known = numpy;
    if (known == null) {
      known = gil.importModule("numpy").keep();
      numpy = known;
    }
    return gil.of(known);
  }

  private UnavailableException noNumpy(PythonUnavailableException e) {
    var message =
        "Sound reaches Python as a NumPy array, but " + Missing.sentence("numpy", installation);
    return new UnavailableException(message, e);
  }

  @Override
  public void close() {
    if (numpy != null) {
      numpy.close();
    }
  }
}
