package dev.terrarium.capi;

/// `rangeobject.h`: ranges of integers.
@SuppressWarnings("MemberName") // The names are C's.
public final class RangeObject {
  /// `range`. Borrowed.
  public static final long PyRange_Type = Binding.object("PyRange_Type");

  private RangeObject() {}
}
