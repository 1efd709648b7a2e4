package dev.terrarium.python.dlpack;

import dev.terrarium.capi.CapsuleApi;
import dev.terrarium.capi.FunctionPointer;
import dev.terrarium.capi.Memory;
import dev.terrarium.python.convert.Mismatch;

/// A tensor that somebody lent by a capsule, until it is given back. Needs the GIL.
///
/// Taking it renames the capsule, as the protocol asks, so that its own destructor leaves the
/// tensor to us; whoever has taken it calls its deleter once.
public final class BorrowedTensor {
  static final long LEGACY = Memory.stringForever("dltensor");
  static final long VERSIONED = Memory.stringForever("dltensor_versioned");
  private static final long USED_LEGACY = Memory.stringForever("used_dltensor");
  private static final long USED_VERSIONED = Memory.stringForever("used_dltensor_versioned");

  /// The version of the struct that this class reads; a new minor one may be read as well.
  static final int MAJOR_READ = 1;

  private final long managed;
  private final boolean versioned;

  private BorrowedTensor(long managed, boolean versioned) {
    this.managed = managed;
    this.versioned = versioned;
  }

  /// Whether an object is a capsule of DLPack's, used or not.
  public static boolean isCapsule(long object) {
    return CapsuleApi.PyCapsule_IsValid(object, LEGACY) == 1
        || CapsuleApi.PyCapsule_IsValid(object, VERSIONED) == 1
        || isUsed(object);
  }

  private static boolean isUsed(long object) {
    return CapsuleApi.PyCapsule_IsValid(object, USED_LEGACY) == 1
        || CapsuleApi.PyCapsule_IsValid(object, USED_VERSIONED) == 1;
  }

  /// Takes the tensor out of a capsule.
  ///
  /// @throws Mismatch when there is none to take
  public static BorrowedTensor take(long capsule) {
    boolean versioned = CapsuleApi.PyCapsule_IsValid(capsule, VERSIONED) == 1;
    if (!versioned && CapsuleApi.PyCapsule_IsValid(capsule, LEGACY) == 0) {
      throw new Mismatch(
          isUsed(capsule)
              ? "the DLPack capsule has been used already: one capsule gives its tensor away once, so ask the tensor for another by __dlpack__()"
              : "__dlpack__() gave no capsule of DLPack's");
    }
    long managed = CapsuleApi.PyCapsule_GetPointer(capsule, versioned ? VERSIONED : LEGACY);
    if (versioned && Memory.getInt(managed + TensorLayout.MAJOR) != MAJOR_READ) {
      throw new Mismatch(
          "the tensor comes in version %d of DLPack's struct, and %d is understood"
              .formatted(Memory.getInt(managed + TensorLayout.MAJOR), MAJOR_READ));
    }
    int _ = CapsuleApi.PyCapsule_SetName(capsule, versioned ? USED_VERSIONED : USED_LEGACY);
    return new BorrowedTensor(managed, versioned);
  }

  /// What it says of itself.
  public Tensor tensor() {
    return Tensor.at(versioned ? managed + TensorLayout.VERSIONED_TENSOR : managed);
  }

  /// Whether its memory must not be written; a struct without a version cannot say so.
  public boolean readOnly() {
    return versioned
        && (Memory.getLong(managed + TensorLayout.FLAGS) & TensorLayout.READ_ONLY) != 0;
  }

  /// Gives it back: calls its deleter. Called once.
  public void giveBack() {
    long deleter =
        Memory.getLong(
            managed + (versioned ? TensorLayout.VERSIONED_DELETER : TensorLayout.DELETER));
    if (deleter != 0) {
      long _ = FunctionPointer.call(deleter, managed);
    }
  }
}
