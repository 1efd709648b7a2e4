package dev.terrarium.python.dlpack;

/// Where `dlpack.h` keeps what, on 64-bit machines.
final class TensorLayout {
  /// `DLTensor` and its fields.
  static final long TENSOR_SIZE = 48;

  static final long DATA = 0;
  static final long DEVICE_TYPE = 8;
  static final long DEVICE_ID = 12;
  static final long NDIM = 16;
  static final long CODE = 20;
  static final long BITS = 21;
  static final long LANES = 22;
  static final long SHAPE = 24;
  static final long STRIDES = 32;
  static final long BYTE_OFFSET = 40;

  /// `DLManagedTensor`, which starts with its tensor.
  static final long MANAGER_CTX = 48;

  static final long DELETER = 56;
  static final long MANAGED_SIZE = 64;

  /// `DLManagedTensorVersioned`, which ends with its tensor.
  static final long MAJOR = 0;

  static final long MINOR = 4;
  static final long VERSIONED_MANAGER_CTX = 8;
  static final long VERSIONED_DELETER = 16;
  static final long FLAGS = 24;
  static final long VERSIONED_TENSOR = 32;
  static final long VERSIONED_SIZE = 80;

  /// `DLPACK_FLAG_BITMASK_READ_ONLY` and `DLPACK_FLAG_BITMASK_IS_COPIED`.
  static final long READ_ONLY = 1;

  static final long IS_COPIED = 2;

  private TensorLayout() {}
}
