package dev.terrarium.worker.inline;

import dev.terrarium.environment.Installation;
import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.python.ConversionException;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.PythonException;
import dev.terrarium.python.PythonUnavailableException;
import dev.terrarium.python.Tuple;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Frames of sound as `(float32 ndarray [channels, samples], rate)`.
final class Sounds implements AutoCloseable {
  private final Installation installation;
  private @Nullable PyRef numpy;

  Sounds(Installation installation) {
    this.installation = installation;
  }

  /// Makes the pair over the frame's own memory, which lives until both sides have let it go.
  Tuple toPython(Gil gil, AudioFrame frame) {
    try {
      var array = gil.ndarray(frame.samples(), frame.channels(), frame.length());
      return Tuple.of(array, (long) frame.sampleRate());
    } catch (PythonUnavailableException e) {
      throw noNumpy(e);
    }
  }

  /// Copies the samples of a pair into a frame.
  AudioFrame toJava(Gil gil, PyObject object) {
    try {
      return frame(gil, object);
    } catch (PythonException e) {
      try (var _ = e.value()) {
        throw new ConversionFault("$", String.valueOf(e.getMessage()));
      }
    } catch (ConversionException e) {
      throw Faults.conversion(e);
    }
  }

  private AudioFrame frame(Gil gil, PyObject object) {
    if (!object.typeName().equals("tuple") || object.size() != 2) {
      throw new ConversionFault(
          "$", "expected sound as (ndarray, rate), got a Python " + object.typeName());
    }
    int rate = rate(object.item(1L));
    try (var view = samples(gil, object.item(0L)).array()) {
      int channels = channels(view.shape());
      var frame = AudioFrame.silent(channels, Math.toIntExact(view.size() / channels), rate);
      MemorySegment.ofBuffer(frame.samples()).copyFrom(view.segment());
      return frame;
    }
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
