package dev.terrarium.capi;

/// `odictobject.h`: dictionaries whose order can be changed.
@SuppressWarnings("MemberName") // The names are C's.
public final class OdictObject {
  /// `collections.OrderedDict`. Borrowed.
  public static final long PyODict_Type = Binding.object("PyODict_Type");

  private OdictObject() {}
}
