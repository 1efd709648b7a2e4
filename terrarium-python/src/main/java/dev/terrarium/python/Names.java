package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.UnicodeObject;
import dev.terrarium.python.convert.Text;
import java.util.HashMap;
import java.util.Map;

/// Attribute names as interned strings, kept for ever. Needs the GIL.
///
/// CPython's cache of type attributes compares names by address: a fresh string is never found
/// there, and drives out an entry that Python code uses.
final class Names {
  /// Names beyond these are made for each use, so that names made up at run time cannot fill the
  /// memory.
  private static final int MOST = 4096;

  private final Map<String, Long> interned = new HashMap<>();

  /// Where CPython reads and writes one name, or 0 until the first is made.
  private long slot;

  /// A new reference to a name.
  long of(String name) {
    Long known = interned.get(name);
    if (known != null) {
      Macros.Py_INCREF(known);
      return known;
    }
    long text = Text.of(name);
    if (interned.size() >= MOST) {
      return text;
    }
    if (slot == 0) {
      slot = Memory.allocateForever(Long.BYTES);
    }
    Memory.putLong(slot, text);
    UnicodeObject.PyUnicode_InternInPlace(slot);
    long kept = Memory.getLong(slot);
    Macros.Py_INCREF(kept);
    interned.put(name, kept);
    return kept;
  }
}
