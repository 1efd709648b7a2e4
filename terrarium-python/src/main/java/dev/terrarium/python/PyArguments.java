package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import dev.terrarium.python.convert.Text;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Python passed to a [JavaFunction]; valid while that runs.
public final class PyArguments {
  private final Gil gil;
  private final long arguments;
  private final int positional;
  private final long keywords;

  /// The names of the parameters, where they are declared.
  private @Nullable List<String> names;

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
    return (T) read(MethodArguments.place(index), index, type);
  }

  /// A positional argument read as a type with arguments.
  ///
  /// @throws IndexOutOfBoundsException when there are fewer
  /// @throws ConversionException when it does not fit
  @SuppressWarnings({"unchecked", "NullAway"}) // Null where the type admits it.
  public <T extends @Nullable Object> T as(int index, TypeRef<T> type) {
    return (T) read(MethodArguments.place(index), index, Given.there(type, "type").type());
  }

  /// A positional argument's Java value by its own type.
  public @Nullable Object toJava(int index) {
    return border().value(MethodArguments.place(index), pointer(index));
  }

  /// An argument by the name of its parameter.
  ///
  /// @throws IllegalArgumentException when the function declares no such parameter
  public PyObject get(String name) {
    return get(index(name));
  }

  /// An argument by the name of its parameter, read as a type.
  ///
  /// @throws IllegalArgumentException when the function declares no such parameter
  /// @throws ConversionException when it does not fit
  @SuppressWarnings({"unchecked", "NullAway"}) // Null where the type admits it.
  public <T extends @Nullable Object> T as(String name, Class<T> type) {
    return (T) read("argument '" + name + "'", index(name), type);
  }

  /// An argument by the name of its parameter, read as a type with arguments.
  ///
  /// @throws IllegalArgumentException when the function declares no such parameter
  /// @throws ConversionException when it does not fit
  @SuppressWarnings({"unchecked", "NullAway"}) // Null where the type admits it.
  public <T extends @Nullable Object> T as(String name, TypeRef<T> type) {
    return (T) read("argument '" + name + "'", index(name), Given.there(type, "type").type());
  }

  /// An argument's Java value by its own type, by the name of its parameter.
  ///
  /// @throws IllegalArgumentException when the function declares no such parameter
  public @Nullable Object toJava(String name) {
    return border().value("argument '" + name + "'", pointer(index(name)));
  }

  private int index(String name) {
    List<String> declared = names == null ? List.of() : names;
    int index = declared.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "the function declares no parameter '" + name + "', but " + declared);
    }
    return index;
  }

  /// The same arguments, which have these names.
  PyArguments named(List<String> declared) {
    names = declared;
    return this;
  }

  /// A positional argument read as a type.
  ///
  /// @param root what stands for it in the path of a refusal
  @Nullable Object read(String root, int index, Type type) {
    return border().readBorrowed(root, Given.there(type, "type"), pointer(index));
  }

  boolean hasKeywords() {
    return keywords != 0 && Macros.PyTuple_GET_SIZE(keywords) > 0;
  }

  /// The TypeError that Python raises for a wrong call, to be thrown.
  RuntimeException refused(String message) {
    return refused(message, null);
  }

  /// The same, raised from what code of the user threw meanwhile.
  RuntimeException refused(String message, @Nullable Throwable cause) {
    return gil.attachment.interpreter.functions.refusal(gil.attachment, message, cause);
  }

  /// The same for an argument that cannot be read.
  ///
  /// @param call how the call is named
  RuntimeException unreadable(String call, ConversionException unfit) {
    return refused(call + unfit.getMessage(), unfit.getCause());
  }

  /// The keyword arguments, by name in the order given.
  public Map<String, PyObject> keywords() {
    boolean _ = gil.here(); // Python's own memory, which is there as long as the call.
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

  /// The address of a positional argument, borrowed.
  long pointer(int index) {
    if (index < 0 || index >= positional) {
      throw new IndexOutOfBoundsException(
          "argument %d of a call with %d positional arguments".formatted(index, positional));
    }
    gil.isHere();
    return Memory.getLong(arguments + 8L * index);
  }

  private Border border() {
    return gil.attachment.border;
  }

  /// How many there are. Reads none of them.
  @Override
  public String toString() {
    return "PyArguments[%d positional%s]".formatted(positional, names == null ? "" : " " + names);
  }
}
