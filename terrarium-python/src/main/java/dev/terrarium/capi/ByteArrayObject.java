package dev.terrarium.capi;

/// `bytearrayobject.h`: bytes that change.
@SuppressWarnings("MemberName") // The names are C's.
public final class ByteArrayObject {
  /// `bytearray`. Borrowed.
  public static final long PyByteArray_Type = Binding.object("PyByteArray_Type");

  private ByteArrayObject() {}
}
