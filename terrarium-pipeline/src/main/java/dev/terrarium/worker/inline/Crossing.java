package dev.terrarium.worker.inline;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.python.ConversionException;
import dev.terrarium.python.Gil;
import dev.terrarium.python.KeptArray;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.PythonException;
import dev.terrarium.python.Tuple;
import dev.terrarium.worker.Packed;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Takes items across between Java nodes and Python nodes.
///
/// To Python, a frame of sound goes as `(ndarray, rate)`, or `((ndarray, rate), metadata)`, also
/// inside lists and maps; what came from Python goes back as the object it was. To Java, tuples
/// come as lists, and what has no rule of its own as what `terrarium._plain` makes of it: NumPy
/// arrays as nested lists, NumPy's numbers as numbers, subclasses of built-in types as those.
final class Crossing implements AutoCloseable {
  private final Sounds sounds;
  private final PyRef plain;
  private final Travels travels = new Travels();

  Crossing(Gil gil, Sounds sounds) {
    this.sounds = sounds;
    this.plain = gil.importModule("terrarium._plain").attr("plain").keep();
  }

  PyObject toPython(Gil gil, @Nullable Object item) {
    return switch (item) {
      case PythonValue value -> gil.of(value.reference());
      case Packed packed -> travels.unpacked(gil, packed, false);
      case null, default ->
          gil.of(
              Trees.rewrite(
                  item,
                  leaf -> leaf instanceof AudioFrame frame ? sounds.toPython(gil, frame) : leaf));
    };
  }

  /// Makes the object for an output, which the program has from now on.
  PyObject toProgram(Gil gil, @Nullable Object output) {
    return output instanceof Packed packed
        ? travels.unpacked(gil, packed, true)
        : toPython(gil, output);
  }

  /// Returns what takes objects to other processes and back.
  Travels travels() {
    return travels;
  }

  /// Makes a list of items.
  PyObject toPython(Gil gil, List<? extends @Nullable Object> items) {
    if (items.size() == 1) { // What does not fit is then told by its place in the item.
      return gil.of(List.of(toPython(gil, items.getFirst())));
    }
    return gil.of(
        Trees.rewrite(
            items,
            leaf ->
                switch (leaf) {
                  case PythonValue value -> gil.of(value.reference());
                  case Packed packed -> travels.unpacked(gil, packed, false);
                  case AudioFrame frame -> sounds.toPython(gil, frame);
                  case null, default -> leaf;
                }));
  }

  /// Converts to Java, arrays of numbers to views of the memory that they lie in.
  ///
  /// @param lent takes what the caller closes, and the views with it
  /// @throws ConversionFault naming the place of what has no counterpart there
  @Nullable Object toJava(Gil gil, PyObject object, List<KeptArray> lent) {
    UnaryOperator<@Nullable Object> leaf = leafToJava(gil, Optional.of(lent));
    try {
      return Trees.rewrite(object.toJava(), leaf);
    } catch (ConversionException e) {
      throw Faults.conversion(e);
    }
  }

  /// Converts to Java.
  ///
  /// @throws ConversionFault naming the place of what has no counterpart there
  @Nullable Object toJava(Gil gil, PyObject object) {
    UnaryOperator<@Nullable Object> leaf = leafToJava(gil, Optional.empty());
    try {
      return Trees.rewrite(object.toJava(), leaf);
    } catch (ConversionException e) {
      throw Faults.conversion(e);
    }
  }

  /// Converts `(ndarray, rate)`, with metadata or without, to a frame.
  ///
  /// @throws ConversionFault if it is no such thing
  AudioFrame toFrame(Gil gil, PyObject object) {
    return sounds.toJava(gil, object, metadata -> toJava(gil, metadata));
  }

  /// @param lent takes the memory of arrays that are to be views
  private UnaryOperator<@Nullable Object> leafToJava(Gil gil, Optional<List<KeptArray>> lent) {
    return leaf ->
        switch (leaf) {
          case PyObject handle when lent.isPresent() && LentArray.isOfNumbers(handle) -> {
            var array = LentArray.of(handle);
            lent.get().add(array.memory());
            yield array.view();
          }
          case PyObject handle -> {
            yield lent.isEmpty()
                ? toJava(gil, plain(gil, handle))
                : toJava(gil, plain(gil, handle), lent.get());
          }
          case Tuple tuple -> Trees.rewrite(tuple.elements(), leafToJava(gil, lent));
          case null, default -> leaf;
        };
  }

  private PyObject plain(Gil gil, PyObject handle) {
    try {
      return gil.of(plain).call(handle);
    } catch (PythonException e) {
      try (var _ = e.value()) {
        throw new ConversionFault("$", e.pythonMessage());
      }
    }
  }

  @Override
  public void close() {
    plain.close();
  }
}
