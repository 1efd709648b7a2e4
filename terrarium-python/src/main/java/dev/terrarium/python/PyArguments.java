package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import dev.terrarium.python.convert.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Python passed to a [JavaFunction]; valid while that runs.
public final class PyArguments {
  private final Gil gil;
  private final long arguments;
  private final int positional;
  private final long keywords;

  /// @param arguments the address of borrowed pointers: the positional ones, then one for each
  ///   keyword
  /// @param keywords a borrowed tuple of names, or 0
  PyArguments(Gil gil, long arguments, int positional, long keywords) {
    this.gil = gil;
    this.arguments = arguments;
    this.positional = positional;
    this.keywords = keywords;
  }

  /// The region of this call.
  public Gil gil() {
    return gil;
  }

  /// The number of positional arguments.
  public int size() {
    return positional;
  }

  /// A positional argument.
  ///
  /// @throws IndexOutOfBoundsException when there are fewer
  public PyObject get(int index) {
    return border().borrowed(pointer(index));
  }

  /// A positional argument read as a type.
  ///
  /// @throws IndexOutOfBoundsException when there are fewer
  /// @throws ConversionException when it does not fit
  @SuppressWarnings({"unchecked", "NullAway"}) // Null where the type admits it.
  public <T extends @Nullable Object> T as(int index, Class<T> type) {
    return (T) border().readBorrowed(type, pointer(index));
  }

  /// A positional argument's Java value by its own type.
  public @Nullable Object toJava(int index) {
    return border().value(pointer(index));
  }

  /// The keyword arguments, by name in the order given.
  public Map<String, PyObject> keywords() {
    Map<String, PyObject> named = new LinkedHashMap<>();
    if (keywords != 0) {
      for (int i = 0; i < Macros.PyTuple_GET_SIZE(keywords); i++) {
        named.put(
            Text.value(Macros.PyTuple_GET_ITEM(keywords, i)),
            border().borrowed(Memory.getLong(arguments + 8L * (positional + i))));
      }
    }
    return named;
  }

  private long pointer(int index) {
    if (index < 0 || index >= positional) {
      throw new IndexOutOfBoundsException(
          "argument %d of a call with %d positional arguments".formatted(index, positional));
    }
    gil.here();
    return Memory.getLong(arguments + 8L * index);
  }

  private Border border() {
    return gil.attachment.border;
  }
}
