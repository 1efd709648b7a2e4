package dev.terrarium.python.convert;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/// What a conversion asks of the room above: values of that room, and everything it has no rule
/// for.
public interface Boundary {
  /// A new reference to the object that one of ours is, or 0 where the value is none.
  long own(Object value);

  /// A new reference to the Python object that stands for a Java value without a rule of its own.
  long incoming(Object value);

  /// The Java value that stands for a Python object without a rule: the Java object a handle
  /// carries, or a reference.
  Object outgoing(long borrowed);

  /// The Java value for an object that is to be read as a type of the room above; null where it is
  /// no such type.
  @Nullable Object outgoing(long borrowed, Type type);

  /// The Java object that a Python object carries or stands for, or null.
  @Nullable Object carried(long borrowed);

  /// A new reference to what a converter of the user makes of a value; 0 where there is none.
  long registered(Object value);

  /// What a converter of the user that gives a type makes of an object; null where there is none.
  @Nullable Object registered(long borrowed, Class<?> type);

  /// A new reference to the built-in value of an object that merely wraps one, as NumPy's scalars
  /// do; 0 for any other.
  long plain(long borrowed);

  /// Whether a record class belongs to the room above, and so has a rule of its own.
  boolean owns(Class<?> record);

  /// The Java value for a tuple.
  Object tuple(@Nullable Object[] elements);

  /// A new reference to an attribute's name, interned.
  long name(String name);

  /// Calls with objects that are borrowed: a new reference.
  long callRaw(long callable, long... objects);

  /// The same; 0 with the exception set where it raises.
  long tryCall(long callable, long... objects);

  /// What to throw where a method of a user's container has thrown while it was taken apart.
  RuntimeException thrown(String method, RuntimeException thrown);

  /// Takes the Python exception that is set, as the Java exception to throw.
  RuntimeException raised();

  /// Takes the Python exception that is set, as the cause of a refusal that says what was tried;
  /// one that must reach the caller as it is, such as an interrupt, is returned as itself.
  RuntimeException raised(String trying);
}
