package dev.terrarium.python.arrow;

import static dev.terrarium.python.arrow.Structs.NULLABLE;
import static dev.terrarium.python.arrow.Structs.SCHEMA_CHILDREN;
import static dev.terrarium.python.arrow.Structs.SCHEMA_DICTIONARY;
import static dev.terrarium.python.arrow.Structs.SCHEMA_FLAGS;
import static dev.terrarium.python.arrow.Structs.SCHEMA_FORMAT;
import static dev.terrarium.python.arrow.Structs.SCHEMA_METADATA;
import static dev.terrarium.python.arrow.Structs.SCHEMA_NAME;
import static dev.terrarium.python.arrow.Structs.SCHEMA_N_CHILDREN;
import static dev.terrarium.python.arrow.Structs.SCHEMA_PRIVATE;
import static dev.terrarium.python.arrow.Structs.SCHEMA_RELEASE;
import static dev.terrarium.python.arrow.Structs.SCHEMA_SIZE;

import dev.terrarium.capi.FunctionPointer;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.PyMem;
import dev.terrarium.capi.Upcalls;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Fields read from and written to `ArrowSchema` structs.
final class Schemas {
  private static final long RELEASE = Upcalls.stub(release());

  private Schemas() {}

  /// Copies what a struct says; the struct stays whose it is.
  static ArrowField read(long schema) {
    boolean whole = format(schema).equals("+s"); // Whose name is none of a column.
    return read(schema, whole ? "" : name(schema));
  }

  private static String name(long schema) {
    long name = Memory.getLong(schema + SCHEMA_NAME);
    return name == 0 ? "" : Memory.getString(name);
  }

  private static String format(long schema) {
    return Memory.getString(Memory.getLong(schema + SCHEMA_FORMAT));
  }

  private static ArrowField read(long schema, String path) {
    List<ArrowField> children = new ArrayList<>();
    for (long child = 0; child < Memory.getLong(schema + SCHEMA_N_CHILDREN); child++) {
      long children_ = Memory.getLong(schema + SCHEMA_CHILDREN);
      long at = Memory.getLong(children_ + 8 * child);
      children.add(read(at, path.isEmpty() ? name(at) : path + "." + name(at)));
    }
    long flags = Memory.getLong(schema + SCHEMA_FLAGS);
    ArrowType type = Formats.parse(format(schema), path, children, flags);
    long dictionary = Memory.getLong(schema + SCHEMA_DICTIONARY);
    if (dictionary != 0 && type instanceof ArrowType.Int index) {
      type =
          new ArrowType.Dictionary(
              index, read(dictionary, path), (flags & Structs.DICTIONARY_ORDERED) != 0);
    }
    long metadata = Memory.getLong(schema + SCHEMA_METADATA);
    return new ArrowField(
        name(schema), type, (flags & NULLABLE) != 0, metadata == 0 ? null : metadata(metadata));
  }

  /// A count, and then keys and values, each after its length.
  private static byte[] metadata(long at) {
    long end = at + 4;
    for (int texts = 2 * Memory.getIntUnaligned(at); texts > 0; texts--) {
      end += 4 + Memory.getIntUnaligned(end);
    }
    return Memory.getBytes(at, (int) (end - at));
  }

  /// Whether two fields have columns of the same names and types, whatever else is noted of them.
  static boolean agree(ArrowField one, ArrowField other) {
    List<ArrowField> mine = below(one.type());
    List<ArrowField> theirs = below(other.type());
    if (!Formats.of(one.type()).equals(Formats.of(other.type())) || mine.size() != theirs.size()) {
      return false;
    }
    boolean named = one.type() instanceof ArrowType.Struct;
    for (int i = 0; i < mine.size(); i++) {
      if (!agree(mine.get(i), theirs.get(i))
          || (named && !mine.get(i).name().equals(theirs.get(i).name()))) {
        return false;
      }
    }
    return true;
  }

  private static List<ArrowField> below(ArrowType type) {
    return type instanceof ArrowType.Dictionary encoded
        ? List.of(encoded.values())
        : Formats.children(type);
  }

  /// Fills a struct, which is the caller's; its `release` frees what it points to.
  static void write(long schema, ArrowField field) {
    byte[] format = (Formats.of(field.type()) + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] name = (field.name() + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] given = field.metadata();
    byte[] metadata = given == null ? new byte[0] : given;
    List<ArrowField> children = Formats.children(field.type());
    ArrowField dictionary =
        field.type() instanceof ArrowType.Dictionary encoded ? encoded.values() : null;
    long structs = (long) children.size() + (dictionary == null ? 0 : 1);
    long size =
        structs * SCHEMA_SIZE
            + 8L * children.size()
            + metadata.length
            + format.length
            + name.length;
    long block = allocate(size);
    long pointers = block + structs * SCHEMA_SIZE;
    long texts = pointers + 8L * children.size();
    Memory.putBytes(texts, metadata);
    Memory.putBytes(texts + metadata.length, format);
    Memory.putBytes(texts + metadata.length + format.length, name);
    for (int child = 0; child < children.size(); child++) {
      Memory.putLong(pointers + 8L * child, block + child * SCHEMA_SIZE);
      write(block + child * SCHEMA_SIZE, children.get(child));
    }
    Memory.putLong(schema + SCHEMA_FORMAT, texts + metadata.length);
    Memory.putLong(schema + SCHEMA_NAME, texts + metadata.length + format.length);
    Memory.putLong(schema + SCHEMA_METADATA, given == null ? 0 : texts);
    Memory.putLong(schema + SCHEMA_FLAGS, flags(field));
    Memory.putLong(schema + SCHEMA_N_CHILDREN, children.size());
    Memory.putLong(schema + SCHEMA_CHILDREN, children.isEmpty() ? 0 : pointers);
    Memory.putLong(schema + SCHEMA_DICTIONARY, 0);
    if (dictionary != null) {
      Memory.putLong(schema + SCHEMA_DICTIONARY, block + children.size() * SCHEMA_SIZE);
      write(block + children.size() * SCHEMA_SIZE, dictionary);
    }
    Memory.putLong(schema + SCHEMA_RELEASE, RELEASE);
    Memory.putLong(schema + SCHEMA_PRIVATE, block);
  }

  static long allocate(long size) {
    long block = PyMem.PyMem_RawMalloc(size);
    if (block == 0) {
      throw new OutOfMemoryError("no native memory for a table's description");
    }
    return block;
  }

  private static long flags(ArrowField field) {
    long flags = field.nullable() ? NULLABLE : 0;
    return switch (field.type()) {
      case ArrowType.Dictionary it when it.ordered() -> flags | Structs.DICTIONARY_ORDERED;
      case ArrowType.MapOf it when it.sorted() -> flags | Structs.MAP_KEYS_SORTED;
      default -> flags;
    };
  }

  /// Releases a struct that is not released yet, whoever filled it.
  static void release(long schema) {
    long release = Memory.getLong(schema + SCHEMA_RELEASE);
    if (release != 0) {
      long _ = FunctionPointer.call(release, schema);
    }
  }

  /// `void (*release)(ArrowSchema *)`: on any thread, with the GIL or without.
  @SuppressWarnings("UnusedMethod") // Called from C.
  private static void released(long schema) {
    if (Upcalls.areInChild()) {
      Memory.putLong(schema + SCHEMA_RELEASE, 0);
      return;
    }
    for (long child = 0; child < Memory.getLong(schema + SCHEMA_N_CHILDREN); child++) {
      release(Memory.getLong(Memory.getLong(schema + SCHEMA_CHILDREN) + 8 * child));
    }
    long dictionary = Memory.getLong(schema + SCHEMA_DICTIONARY);
    if (dictionary != 0) {
      release(dictionary);
    }
    PyMem.PyMem_RawFree(Memory.getLong(schema + SCHEMA_PRIVATE));
    Memory.putLong(schema + SCHEMA_RELEASE, 0);
  }

  private static java.lang.invoke.MethodHandle release() {
    try {
      return MethodHandles.lookup()
          .findStatic(Schemas.class, "released", MethodType.methodType(void.class, long.class));
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("a function that C calls is gone", impossible);
    }
  }
}
