package dev.terrarium.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value that lives in another language, held by identity and not yet converted.
///
/// It is valid while the call lasts that it was handed to; who wants it for longer converts it, or
/// asks for a [#share()] of it.
public interface ForeignValue extends AutoCloseable {
  /// Returns the same value, which lives at least until the share is closed.
  ForeignValue share();

  /// Gives up this share of the value.
  @Override
  void close();

  /// Converts to the Java value that stands for it: null, Boolean, Long, Double, String, List, Map.
  ///
  /// @throws ConversionFault if something in it has no counterpart in Java
  @Nullable Object toJava();

  /// Converts to one given type, such as [AudioFrame]; an array, or that of sound, to an
  /// [ArrayView] of the memory that it lies in.
  ///
  /// @throws ConversionFault if it is no such value
  <T> T as(Class<T> type);

  /// Returns what this value, a list or a tuple, holds, in order; each is valid as long as this one
  /// is, and may be shared by itself.
  ///
  /// @throws ConversionFault if it is neither, or holds nothing that can be had by itself
  default List<ForeignValue> parts() {
    throw new ConversionFault(
        "$", "expected a list or a tuple that can be taken apart, got a " + typeName());
  }

  /// Shows the value with its parts, in the words of its language; a text of any length.
  String describe();

  /// Names the kind of value for a message, such as `list`.
  String typeName();
}
