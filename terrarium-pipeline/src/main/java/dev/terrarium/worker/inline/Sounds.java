package dev.terrarium.worker.inline;

import dev.terrarium.environment.Installation;
import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.python.ConversionException;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.PythonException;
import dev.terrarium.python.Tuple;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Frames of sound as `(float32 ndarray [channels, samples], rate)`.
final class Sounds implements AutoCloseable {
  private final Installation installation;
  private @Nullable PyRef numpy;

  Sounds(Installation installation) {
    this.installation = installation;
  }

  Tuple toPython(Gil gil, AudioFrame frame) {
    var bytes = new byte[frame.samples().capacity() * Float.BYTES];
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .put(0, frame.samples(), 0, frame.samples().capacity());
    var flat = numpy(gil).callMethod("frombuffer", bytes, "float32");
    var array = flat.callMethod("reshape", frame.channels(), frame.length());
    return Tuple.of(array, (long) frame.sampleRate());
  }

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
    var array = samples(gil, object.item(0L));
    int rate = object.item(1L).as(int.class);
    int channels =
        array.attr("ndim").as(int.class) == 1 ? 1 : array.attr("shape").item(0L).as(int.class);
    var bytes = array.callMethod("tobytes").as(byte[].class);
    var memory = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.nativeOrder());
    return new AudioFrame(memory.put(0, bytes).asFloatBuffer(), channels, rate);
  }

  /// Returns the samples as a contiguous float32 array of one or two dimensions.
  private PyObject samples(Gil gil, PyObject array) {
    if (!array.typeName().equals("numpy.ndarray")) {
      throw new ConversionFault("$[0]", "expected an ndarray, got a Python " + array.typeName());
    }
    var dtype = array.attr("dtype");
    if (!dtype.attr("kind").as(String.class).equals("f")) {
      throw new ConversionFault("$[0]", "expected float32 samples, got " + dtype.str());
    }
    int dimensions = array.attr("ndim").as(int.class);
    if (dimensions != 1 && dimensions != 2) {
      throw new ConversionFault(
          "$[0]",
          "expected an array [channels, samples], got one of " + dimensions + " dimensions");
    }
    return numpy(gil).callMethod("ascontiguousarray", array, "float32");
  }

  private PyObject numpy(Gil gil) {
    var known = numpy;
    if (known == null) {
      try {
        known = gil.importModule("numpy").keep();
      } catch (PythonException e) {
        try (var _ = e.value()) {
          throw new ConversionFault(
              "$",
              "sound reaches Python as a NumPy array, but "
                  + Missing.sentence("numpy", installation));
        }
      }
      numpy = known;
    }
    return gil.of(known);
  }

  @Override
  public void close() {
    if (numpy != null) {
      numpy.close();
    }
  }
}
