package dev.terrarium.python.dlpack;

import dev.terrarium.capi.CapsuleApi;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.PyMem;
import dev.terrarium.capi.Upcalls;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A tensor of ours that others hold, until they call its deleter.
///
/// They may do so on any thread, without the GIL, and even after the capsule is gone; a capsule
/// that nobody took the tensor from calls it in its destructor. So the table of tensors that are
/// out is one that any thread may change, and the deleter touches nothing of Python's.
public final class LentTensor {
  private static final Map<Long, Runnable> OUT = new ConcurrentHashMap<>();

  private static final long DELETER = Upcalls.stub(method("deleted"));
  private static final long LEGACY_DESTRUCTOR = Upcalls.stub(method("legacyDropped"));
  private static final long VERSIONED_DESTRUCTOR = Upcalls.stub(method("versionedDropped"));

  private LentTensor() {}

  /// A new reference to a capsule, or 0 with an exception set. Needs the GIL.
  ///
  /// @param flags what the versioned struct says of it
  /// @param whenDeleted called once, on any thread, with the GIL or without
  public static long versioned(Tensor tensor, Flags flags, Runnable whenDeleted) {
    long managed =
        allocate(tensor, TensorLayout.VERSIONED_SIZE, TensorLayout.VERSIONED_TENSOR, whenDeleted);
    Memory.putInt(managed + TensorLayout.MAJOR, BorrowedTensor.MAJOR_READ);
    Memory.putInt(managed + TensorLayout.MINOR, 0);
    Memory.putLong(managed + TensorLayout.VERSIONED_MANAGER_CTX, 0);
    Memory.putLong(managed + TensorLayout.VERSIONED_DELETER, DELETER);
    Memory.putLong(
        managed + TensorLayout.FLAGS,
        (flags.readOnly() ? TensorLayout.READ_ONLY : 0)
            | (flags.copied() ? TensorLayout.IS_COPIED : 0));
    return CapsuleApi.PyCapsule_New(managed, BorrowedTensor.VERSIONED, VERSIONED_DESTRUCTOR);
  }

  /// The same without a version, for consumers that know of none.
  public static long legacy(Tensor tensor, Runnable whenDeleted) {
    long managed = allocate(tensor, TensorLayout.MANAGED_SIZE, 0, whenDeleted);
    Memory.putLong(managed + TensorLayout.MANAGER_CTX, 0);
    Memory.putLong(managed + TensorLayout.DELETER, DELETER);
    return CapsuleApi.PyCapsule_New(managed, BorrowedTensor.LEGACY, LEGACY_DESTRUCTOR);
  }

  /// What a versioned struct says of the memory.
  public record Flags(boolean readOnly, boolean copied) {}

  private static long allocate(Tensor tensor, long size, long at, Runnable whenDeleted) {
    long managed = PyMem.PyMem_RawMalloc(size + 16L * tensor.axes().shape().length);
    if (managed == 0) {
      throw new OutOfMemoryError("no native memory for a tensor's description");
    }
    tensor.write(managed + at, managed + size);
    OUT.put(managed, whenDeleted);
    return managed;
  }

  /// How many are out.
  public static int out() {
    return OUT.size();
  }

  /// `void (DLManagedTensor *)`, of either struct.
  @SuppressWarnings("UnusedMethod") // Called from C.
  private static void deleted(long managed) {
    if (Upcalls.areInChild()) {
      return;
    }
    Runnable whenDeleted = OUT.remove(managed);
    if (whenDeleted != null) { // A second call is the consumer's mistake, and must not crash.
      PyMem.PyMem_RawFree(managed);
      whenDeleted.run();
    }
  }

  @SuppressWarnings("UnusedMethod") // Called from C.
  private static void legacyDropped(long capsule) {
    dropped(capsule, BorrowedTensor.LEGACY);
  }

  @SuppressWarnings("UnusedMethod") // Called from C.
  private static void versionedDropped(long capsule) {
    dropped(capsule, BorrowedTensor.VERSIONED);
  }

  /// A capsule dies; one that still has its first name was not used.
  private static void dropped(long capsule, long unused) {
    if (Upcalls.areInChild()) {
      return;
    }
    if (CapsuleApi.PyCapsule_IsValid(capsule, unused) == 1) {
      deleted(CapsuleApi.PyCapsule_GetPointer(capsule, unused));
    }
  }

  private static java.lang.invoke.MethodHandle method(String name) {
    try {
      return MethodHandles.lookup()
          .findStatic(LentTensor.class, name, MethodType.methodType(void.class, long.class));
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("a function that C calls is gone", impossible);
    }
  }
}
