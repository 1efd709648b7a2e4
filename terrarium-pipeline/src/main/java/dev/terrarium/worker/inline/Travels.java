package dev.terrarium.worker.inline;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PythonException;
import dev.terrarium.python.PythonUnavailableException;
import dev.terrarium.worker.Packable;
import dev.terrarium.worker.Packed;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Takes Python's objects to other processes and back, large arrays by memory that both have.
final class Travels {
  /// How much of shared memory the program may keep, in pieces, of which each takes descriptors
  /// here and in the other process.
  private static final int MOST_KEPT = 64;

  private final AtomicInteger kept = new AtomicInteger();

  /// Returns the pickle by which a value travels; its large arrays are copied into the memory that
  /// there is for them.
  ///
  /// @throws ConversionFault naming the place of what cannot travel
  byte[] pickled(Gil gil, PyObject object, Packable.Room room) {
    try {
      var wire = gil.importModule("terrarium._wire");
      var packed = wire.callMethod("pack_apart", object);
      boolean isWhole = packed.item(1L).size() == 0 || areStored(gil, packed, room);
      return (isWhole ? packed.item(0L) : wire.callMethod("pack", object)).as(byte[].class);
    } catch (PythonException e) {
      if (!e.typeName().equals("terrarium._errors.MarshalError")) {
        throw e;
      }
      try (var value = e.value()) {
        throw new ConversionFault(gil.of(value).attr("path").as(String.class), e.pythonMessage());
      }
    }
  }

  /// The wait for memory goes without the GIL, and so does NumPy's copying.
  private static boolean areStored(Gil gil, PyObject packed, Packable.Room room) {
    var arrays = packed.item(1L);
    var sizes = Arrays.stream(packed.item(2L).as(long[].class)).boxed().toList();
    var places = gil.released(() -> room.take(sizes));
    var memory = gil.importModule("terrarium._memory");
    for (int i = 0; i < places.size(); i++) {
      try (var place = array(gil, places.get(i), () -> {})) {
        memory.callMethod("put", arrays.item((long) i), place);
      }
    }
    return !places.isEmpty();
  }

  /// Returns memory as one array of bytes.
  ///
  /// @param pieces it, one behind the other
  /// @param end called when that and what is made of it is no more
  private static PyObject array(Gil gil, List<ByteBuffer> pieces, Runnable end) {
    var first = gil.ndarray(pieces.getFirst(), end);
    if (pieces.size() == 1) {
      return first;
    }
    var all = new ArrayList<PyObject>(List.of(first));
    pieces.stream().skip(1).map(gil::ndarray).forEach(all::add);
    try {
      return gil.importModule("terrarium._memory").callMethod("joined", all);
    } finally {
      all.forEach(PyObject::close);
    }
  }

  /// Makes the value anew that came from another process.
  ///
  /// @param isTheirs whether the program has it from now on, and nobody else: large arrays of it
  ///   stay in the memory that they are in, which is given back when they are no more. Else they
  ///   are copied, as a node may be given the same value again.
  /// @throws ConversionFault if it cannot be made here, as when its class is only there
  PyObject unpacked(Gil gil, Packed packed, boolean isTheirs) {
    var theirs = isTheirs ? kept(packed) : Map.<Long, Runnable>of();
    var memory = new HashMap<Long, PyObject>();
    try {
      packed
          .memory()
          .forEach((number, pieces) ->
              memory.put(number, array(gil, pieces, theirs.getOrDefault(number, () -> {}))));
      return gil.importModule("terrarium._wire")
          .callMethod("unpack_from", packed.pickle(), memory, theirs.keySet());
    } catch (PythonUnavailableException e) {
      throw e.getCause() instanceof PythonException missing ? fault(missing) : e;
    } catch (PythonException e) {
      throw fault(e);
    } finally {
      theirs.forEach((number, end) -> {
        if (!memory.containsKey(number)) {
          end.run();
        }
      });
      memory.values().forEach(PyObject::close);
    }
  }

  /// Returns what gives the memory back that the program may keep, each at its first call.
  private Map<Long, Runnable> kept(Packed packed) {
    if (kept.get() >= MOST_KEPT) {
      return Map.of();
    }
    var ends = packed.keep();
    ends.replaceAll((_, end) -> {
      kept.incrementAndGet();
      var isOver = new AtomicBoolean();
      return () -> {
        if (!isOver.getAndSet(true)) {
          kept.decrementAndGet();
          end.run();
        }
      };
    });
    return ends;
  }

  private static ConversionFault fault(PythonException e) {
    try (var _ = e.value()) {
      return new ConversionFault(
          "$",
          "what came from a worker process cannot be had here: %s: %s"
              .formatted(e.typeName(), e.pythonMessage()));
    }
  }
}
