package dev.terrarium.python.arrow;

/// Where Arrow's C data interface keeps what, on 64-bit machines.
final class Structs {
  /// `ArrowSchema` and its fields.
  static final long SCHEMA_SIZE = 72;

  static final long SCHEMA_FORMAT = 0;
  static final long SCHEMA_NAME = 8;
  static final long SCHEMA_METADATA = 16;
  static final long SCHEMA_FLAGS = 24;
  static final long SCHEMA_N_CHILDREN = 32;
  static final long SCHEMA_CHILDREN = 40;
  static final long SCHEMA_DICTIONARY = 48;
  static final long SCHEMA_RELEASE = 56;
  static final long SCHEMA_PRIVATE = 64;

  /// Flags of a schema.
  static final long DICTIONARY_ORDERED = 1;

  static final long NULLABLE = 2;
  static final long MAP_KEYS_SORTED = 4;

  /// `ArrowArray` and its fields.
  static final long ARRAY_SIZE = 80;

  static final long ARRAY_LENGTH = 0;
  static final long ARRAY_NULL_COUNT = 8;
  static final long ARRAY_OFFSET = 16;
  static final long ARRAY_N_BUFFERS = 24;
  static final long ARRAY_N_CHILDREN = 32;
  static final long ARRAY_BUFFERS = 40;
  static final long ARRAY_CHILDREN = 48;
  static final long ARRAY_DICTIONARY = 56;
  static final long ARRAY_RELEASE = 64;
  static final long ARRAY_PRIVATE = 72;

  /// `ArrowArrayStream` and its fields.
  static final long STREAM_SIZE = 40;

  static final long STREAM_GET_SCHEMA = 0;
  static final long STREAM_GET_NEXT = 8;
  static final long STREAM_GET_LAST_ERROR = 16;
  static final long STREAM_RELEASE = 24;
  static final long STREAM_PRIVATE = 32;

  private Structs() {}
}
