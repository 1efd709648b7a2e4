package dev.terrarium.python;

import dev.terrarium.capi.LongObject;
import dev.terrarium.capi.Macros;
import dev.terrarium.python.convert.Mismatch;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/// The Java type that values are read as which arrive one by one, or later.
///
/// @param type what to read
/// @param travels whether the value outlives the region it is read in, so that a Python object
///   becomes a [PyRef], at any depth
record ItemType(Type type, boolean travels) {
  /// A type for values that are used in the region they are read in.
  static ItemType here(Type type) {
    return new ItemType(Given.there(type, "type"), false);
  }

  /// A type for values that outlive the region they are read in.
  ///
  /// @throws IllegalArgumentException for [PyObject], which does not
  static ItemType travelling(Type type) {
    refuseEnding(type);
    return new ItemType(Given.there(type, "type"), true);
  }

  /// Refuses a type whose values end with the region they are read in.
  ///
  /// @throws IllegalArgumentException for [PyObject]
  static void refuseEnding(Type type) {
    if (type == PyObject.class) {
      throw new IllegalArgumentException(
          "a PyObject ends with the region it is read in, and this value outlives it: ask for PyRef.class");
    }
  }

  /// Reads a new reference, and releases it. Needs the GIL.
  ///
  /// @param index its place among those read so far, for a refusal; negative for a single value
  @Nullable Object read(Attachment attachment, long object, long index) {
    try {
      if ((type == Long.class || type == long.class)
          && Macros.Py_TYPE(object) == LongObject.PyLong_Type
          && Macros.PyLong_IsCompact(object)) {
        return Macros.PyLong_CompactValue(object);
      }
      return travels
          ? attachment.border.travelling.read(type, object)
          : attachment.interpreter.conversions.read(type, object, attachment.fromPython);
    } catch (Mismatch mismatch) {
      throw ConversionException.of(index < 0 ? "the result" : "item " + index, mismatch);
    } finally {
      Macros.Py_DECREF(object);
    }
  }
}
