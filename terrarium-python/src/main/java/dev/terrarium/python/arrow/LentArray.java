package dev.terrarium.python.arrow;

import static dev.terrarium.python.arrow.Structs.ARRAY_BUFFERS;
import static dev.terrarium.python.arrow.Structs.ARRAY_CHILDREN;
import static dev.terrarium.python.arrow.Structs.ARRAY_DICTIONARY;
import static dev.terrarium.python.arrow.Structs.ARRAY_LENGTH;
import static dev.terrarium.python.arrow.Structs.ARRAY_NULL_COUNT;
import static dev.terrarium.python.arrow.Structs.ARRAY_N_BUFFERS;
import static dev.terrarium.python.arrow.Structs.ARRAY_N_CHILDREN;
import static dev.terrarium.python.arrow.Structs.ARRAY_OFFSET;
import static dev.terrarium.python.arrow.Structs.ARRAY_PRIVATE;
import static dev.terrarium.python.arrow.Structs.ARRAY_RELEASE;
import static dev.terrarium.python.arrow.Structs.ARRAY_SIZE;

import dev.terrarium.capi.FunctionPointer;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.PyMem;
import dev.terrarium.capi.Upcalls;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// `ArrowArray` structs of ours that others hold, until they call `release`.
///
/// They may do so on any thread, without the GIL, and may move a child out of its parent and
/// release it alone; so every struct of the tree holds the memory on its own. What a struct points
/// to lies in one block, whose address is its private data.
final class LentArray {
  private static final Map<Long, Holder> OUT = new ConcurrentHashMap<>();
  private static final long RELEASE = Upcalls.stub(release());

  private LentArray() {}

  /// Fills a struct, which is the caller's, with a column that a holder keeps alive.
  static void write(long array, Node node, Holder holder) {
    holder.retain();
    List<Node> children = node.children();
    Node dictionary = node.dictionary();
    long structs = (long) children.size() + (dictionary == null ? 0 : 1);
    long pointers = structs * ARRAY_SIZE;
    long buffers = pointers + 8L * children.size();
    long block = Schemas.allocate(Math.max(8, buffers + 8L * node.buffers().length));
    for (int i = 0; i < children.size(); i++) {
      Memory.putLong(block + pointers + 8L * i, block + i * ARRAY_SIZE);
      write(block + i * ARRAY_SIZE, children.get(i), holder);
    }
    for (int i = 0; i < node.buffers().length; i++) {
      Memory.putLong(block + buffers + 8L * i, node.buffers()[i]);
    }
    Memory.putLong(array + ARRAY_LENGTH, node.length());
    Memory.putLong(array + ARRAY_NULL_COUNT, node.nulls());
    Memory.putLong(array + ARRAY_OFFSET, node.offset());
    Memory.putLong(array + ARRAY_N_BUFFERS, node.buffers().length);
    Memory.putLong(array + ARRAY_N_CHILDREN, children.size());
    Memory.putLong(array + ARRAY_BUFFERS, block + buffers);
    Memory.putLong(array + ARRAY_CHILDREN, children.isEmpty() ? 0 : block + pointers);
    Memory.putLong(array + ARRAY_DICTIONARY, 0);
    if (dictionary != null) {
      Memory.putLong(array + ARRAY_DICTIONARY, block + children.size() * ARRAY_SIZE);
      write(block + children.size() * ARRAY_SIZE, dictionary, holder);
    }
    Memory.putLong(array + ARRAY_PRIVATE, block);
    Memory.putLong(array + ARRAY_RELEASE, RELEASE);
    OUT.put(block, holder);
  }

  /// How many are out.
  static int out() {
    return OUT.size();
  }

  /// Whether a struct is one of these, so that its release needs nobody's lock.
  static boolean isOurs(long array) {
    return Memory.getLong(array + ARRAY_RELEASE) == RELEASE;
  }

  /// Releases a struct that is not released yet, whoever filled it.
  static void release(long array) {
    long release = Memory.getLong(array + ARRAY_RELEASE);
    if (release != 0) {
      long _ = FunctionPointer.call(release, array);
    }
  }

  /// `void (*release)(ArrowArray *)`: on any thread, with the GIL or without.
  @SuppressWarnings("UnusedMethod") // Called from C.
  private static void released(long array) {
    if (Upcalls.areInChild()) {
      Memory.putLong(array + ARRAY_RELEASE, 0);
      return;
    }
    long block = Memory.getLong(array + ARRAY_PRIVATE);
    Holder holder = OUT.remove(block);
    if (holder == null) { // A second call is the consumer's mistake, and must not crash.
      return;
    }
    for (long i = 0; i < Memory.getLong(array + ARRAY_N_CHILDREN); i++) {
      release(Memory.getLong(Memory.getLong(array + ARRAY_CHILDREN) + 8 * i));
    }
    long dictionary = Memory.getLong(array + ARRAY_DICTIONARY);
    if (dictionary != 0) {
      release(dictionary);
    }
    PyMem.PyMem_RawFree(block);
    Memory.putLong(array + ARRAY_RELEASE, 0);
    holder.release();
  }

  private static java.lang.invoke.MethodHandle release() {
    try {
      return MethodHandles.lookup()
          .findStatic(LentArray.class, "released", MethodType.methodType(void.class, long.class));
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("a function that C calls is gone", impossible);
    }
  }
}
