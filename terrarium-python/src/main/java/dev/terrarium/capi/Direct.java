package dev.terrarium.capi;

/// Whether objects of this libpython may be read without a call.
///
/// Decided once, when this class is initialised, by reading known objects directly and comparing
/// with what the API says of them. The first use must hold the GIL.
public final class Direct {
  /// True when every direct read agreed with the API.
  public static final boolean READS = LibPython.layoutsTrusted() && agrees();

  private Direct() {}

  private static boolean agrees() {
    return integersAgree()
        && floatsAgree()
        && textAgrees()
        && containersAgree()
        && dictsAgree()
        && countsAgree()
        && capsulesAgree();
  }

  private static boolean integersAgree() {
    boolean agrees = true;
    for (long value : new long[] {0, 1, -1, 12345, -12345, (1L << 30) - 1, 1L << 30, -(1L << 45)}) {
      long object = LongObject.PyLong_FromLongLong(value);
      boolean single = Math.abs(value) < 1L << 30;
      agrees &= Memory.getLong(object + Layout.OB_TYPE) == LongObject.PyLong_Type;
      agrees &= Macros.isCompactDirect(object) == single;
      agrees &= !single || Macros.compactValueDirect(object) == value;
      ObjectApi.Py_DecRef(object);
    }
    return agrees;
  }

  private static boolean floatsAgree() {
    long text = UnicodeObject.PyUnicode_InternFromString(Memory.stringForever("3.25"));
    long object = FloatObject.PyFloat_FromString(text);
    boolean agrees =
        Memory.getLong(object + Layout.OB_TYPE) == FloatObject.PyFloat_Type
            && Memory.getDouble(object + Layout.OB_FVAL) == 3.25;
    ObjectApi.Py_DecRef(text);
    ObjectApi.Py_DecRef(object);
    return agrees;
  }

  private static boolean textAgrees() {
    return textAgrees("Terrarium", 1, true, Layout.ASCII_DATA, 'T')
        && textAgrees("\u00fcber", 1, false, Layout.COMPACT_DATA, '\u00fc')
        && textAgrees("\u20ac", 2, false, Layout.COMPACT_DATA, '\u20ac')
        && textAgrees("\ud83e\udd8e", 4, false, Layout.COMPACT_DATA, 0x1F98E);
  }

  private static boolean textAgrees(
      String text, int kind, boolean ascii, long data, int firstCharacter) {
    long object = UnicodeObject.PyUnicode_InternFromString(Memory.stringForever(text));
    int state = Memory.getInt(object + Layout.UNICODE_STATE);
    long mask = kind == 4 ? 0xFFFF_FFFFL : (1L << (8 * kind)) - 1;
    boolean agrees =
        Memory.getLong(object + Layout.OB_TYPE) == UnicodeObject.PyUnicode_Type
            && Memory.getLong(object + Layout.UNICODE_LENGTH)
                == text.codePointCount(0, text.length())
            && ((state >> Layout.STATE_KIND_SHIFT) & Layout.STATE_KIND_MASK) == kind
            && (state & Layout.STATE_COMPACT) != 0
            && ((state & Layout.STATE_ASCII) != 0) == ascii
            && (Memory.getInt(object + data) & mask) == firstCharacter;
    ObjectApi.Py_DecRef(object);
    return agrees;
  }

  private static boolean containersAgree() {
    long list = ListObject.PyList_New(2);
    long tuple = TupleObject.PyTuple_New(2);
    for (int i = 0; i < 2; i++) {
      int _ = ListObject.PyList_SetItem(list, i, LongObject.PyLong_FromLongLong(1000 + i));
      int _ = TupleObject.PyTuple_SetItem(tuple, i, LongObject.PyLong_FromLongLong(1000 + i));
    }
    boolean agrees =
        Memory.getLong(list + Layout.OB_SIZE) == 2
            && Memory.getLong(Memory.getLong(list + Layout.LIST_OB_ITEM) + 8)
                == ListObject.PyList_GetItem(list, 1)
            && Memory.getLong(tuple + Layout.OB_SIZE) == 2
            && Memory.getLong(tuple + Layout.TUPLE_OB_ITEM + 8)
                == TupleObject.PyTuple_GetItem(tuple, 1);
    ObjectApi.Py_DecRef(list);
    ObjectApi.Py_DecRef(tuple);
    long bytes = BytesObject.PyBytes_FromStringAndSize(Memory.stringForever("ab"), 2);
    agrees &= BytesObject.PyBytes_AsString(bytes) == bytes + Layout.OB_SVAL;
    ObjectApi.Py_DecRef(bytes);
    long flags = Memory.getLong(LongObject.PyLong_Type + Layout.TP_FLAGS);
    return agrees
        && (flags & Layout.LONG_SUBCLASS) != 0
        && (flags & Layout.DICT_SUBCLASS) == 0
        && Memory.getString(Memory.getLong(LongObject.PyLong_Type + Layout.TP_NAME)).equals("int");
  }

  private static boolean dictsAgree() {
    long dict = DictObject.PyDict_New();
    long key = LongObject.PyLong_FromLongLong(7);
    boolean agrees = Memory.getLong(dict + Layout.DICT_USED) == 0;
    agrees &= DictObject.PyDict_SetItem(dict, key, key) == 0;
    agrees &= Memory.getLong(dict + Layout.DICT_USED) == 1;
    ObjectApi.Py_DecRef(key);
    ObjectApi.Py_DecRef(dict);
    return agrees;
  }

  private static boolean capsulesAgree() {
    long name = Memory.stringForever("terrarium");
    long capsule = CapsuleApi.PyCapsule_New(name, name, 0);
    boolean agrees = Memory.getLong(capsule + Layout.CAPSULE_POINTER) == name;
    ObjectApi.Py_DecRef(capsule);
    return agrees;
  }

  private static boolean countsAgree() {
    long list = ListObject.PyList_New(0);
    int before = Memory.getInt(list + Layout.OB_REFCNT);
    ObjectApi.Py_IncRef(list);
    int after = Memory.getInt(list + Layout.OB_REFCNT);
    ObjectApi.Py_DecRef(list);
    ObjectApi.Py_DecRef(list);
    boolean immortalAsExpected =
        (Memory.getInt(ObjectApi._Py_NoneStruct + Layout.OB_REFCNT) < 0) == Version.atLeast(12);
    return before == 1 && after == 2 && immortalAsExpected;
  }
}
