package dev.terrarium.capi;

/// `complexobject.h`: complex numbers.
@SuppressWarnings("MemberName") // The names are C's.
public final class ComplexObject {
  /// `complex`. Borrowed.
  public static final long PyComplex_Type = Binding.object("PyComplex_Type");

  private ComplexObject() {}
}
