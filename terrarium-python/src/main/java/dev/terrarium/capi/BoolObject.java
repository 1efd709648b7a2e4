package dev.terrarium.capi;

/// `boolobject.h`: truth values.
@SuppressWarnings("MemberName") // The names are C's.
public final class BoolObject {
  /// `bool`. Borrowed.
  public static final long PyBool_Type = Binding.object("PyBool_Type");

  /// `True`. Borrowed.
  public static final long _Py_TrueStruct = Binding.object("_Py_TrueStruct");

  /// `False`. Borrowed.
  public static final long _Py_FalseStruct = Binding.object("_Py_FalseStruct");

  private BoolObject() {}
}
