package dev.terrarium.worker.inline;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.python.ConversionException;
import dev.terrarium.python.KeptArray;
import dev.terrarium.python.PyObject;
import java.util.Arrays;
import java.util.regex.Pattern;

/// An ndarray that Java reads where it lies, until its memory is closed.
record LentArray(ArrayView view, KeptArray memory) {
  private static final Pattern NUMBERS = Pattern.compile("[<>|=][biuf][1248]");

  /// Lends the array that an object is, or that it has in front, as sound does; a copy of it where
  /// its elements do not lie one after the other.
  ///
  /// @throws ConversionFault if there is none of numbers
  static LentArray of(PyObject object) {
    boolean isTuple = object.typeName().equals("tuple") && object.size() > 0;
    var array = isTuple ? object.item(0L) : object;
    if (!array.typeName().equals("numpy.ndarray")) {
      throw new ConversionFault(
          "$", "expected an ndarray, or sound, got a Python " + array.typeName());
    }
    var dtype = array.attr("dtype").attr("str").as(String.class);
    if (!NUMBERS.matcher(dtype).matches()) {
      throw new ConversionFault("$", "expected an ndarray of numbers, got one of " + dtype);
    }
    boolean isInOrder = array.attr("flags").attr("c_contiguous").isTrue();
    return kept(isInOrder ? array : array.callMethod("copy"), dtype);
  }

  /// Whether an object is an array of numbers, with an axis at least.
  static boolean isOfNumbers(PyObject object) {
    return object.typeName().equals("numpy.ndarray")
        && object.attr("ndim").as(int.class) > 0
        && NUMBERS.matcher(object.attr("dtype").attr("str").as(String.class)).matches();
  }

  private static LentArray kept(PyObject array, String dtype) {
    try (var lease = array.array()) {
      var shape = Arrays.stream(lease.shape()).mapToObj(Math::toIntExact).toList();
      var memory = lease.keep();
      return new LentArray(new ArrayView(dtype, shape, memory.segment().asByteBuffer()), memory);
    } catch (ConversionException e) {
      throw Faults.conversion(e);
    }
  }
}
