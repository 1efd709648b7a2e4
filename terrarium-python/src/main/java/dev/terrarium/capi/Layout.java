package dev.terrarium.capi;

/// Where CPython keeps what, in the builds that this room may read directly.
///
/// Offsets are in bytes, for 64-bit little-endian builds with a GIL and without debug fields. They
/// are checked against the real headers by a test, and against the running interpreter by [Direct]
/// at its start; where that fails, nothing is read directly and every access goes through a call.
public final class Layout {
  /// `PyObject.ob_refcnt`. An `int64` up to 3.11. Since 3.12 the low 32 bits count, and a negative
  /// low half is immortal.
  public static final long OB_REFCNT = 0;

  /// `PyObject.ob_type`.
  public static final long OB_TYPE = 8;

  /// `PyVarObject.ob_size`.
  public static final long OB_SIZE = 16;

  /// `PyTypeObject.tp_name`.
  public static final long TP_NAME = 24;

  /// `PyTypeObject.tp_flags`.
  public static final long TP_FLAGS = 168;

  /// `PyFloatObject.ob_fval`.
  public static final long OB_FVAL = 16;

  /// `PyListObject.ob_item`.
  public static final long LIST_OB_ITEM = 24;

  /// `PyTupleObject.ob_item`: 3.14 keeps a hash before it.
  public static final long TUPLE_OB_ITEM = Version.atLeast(14) ? 32 : 24;

  /// `PyLongObject.long_value.lv_tag` since 3.12, `ob_size` before.
  public static final long LV_TAG = 16;

  /// `PyLongObject.long_value.ob_digit` since 3.12, `ob_digit` before.
  public static final long OB_DIGIT = 24;

  /// `PyBytesObject.ob_sval`.
  public static final long OB_SVAL = 32;

  /// `PyASCIIObject.length`.
  public static final long UNICODE_LENGTH = 16;

  /// `PyASCIIObject.state`.
  public static final long UNICODE_STATE = 32;

  /// The first character of a compact ASCII string: 3.12 dropped a field before it.
  public static final long ASCII_DATA = Version.atLeast(12) ? 40 : 48;

  /// The first character of any other compact string.
  public static final long COMPACT_DATA = Version.atLeast(12) ? 56 : 72;

  /// `PyTracebackObject` and its fields; a line number below zero is not known yet.
  public static final long TB_NEXT = 16;

  public static final long TB_FRAME = 24;
  public static final long TB_LINENO = 36;

  /// `PyCapsule.pointer`; the struct is private, so only the running interpreter can confirm it.
  public static final long CAPSULE_POINTER = 16;

  /// `PyDictObject.ma_used`.
  public static final long DICT_USED = 16;

  /// `hastzinfo` and `data` of `PyDateTime_Date` and its kin.
  public static final long DATE_HAS_TZINFO = 24;

  public static final long DATE_DATA = 25;

  /// `fold` and `tzinfo` of `PyDateTime_DateTime` and of `PyDateTime_Time`.
  public static final long DATETIME_FOLD = 35;

  public static final long DATETIME_TZINFO = 40;
  public static final long TIME_FOLD = 31;
  public static final long TIME_TZINFO = 32;

  /// `PyDateTime_Delta.days`; the seconds and microseconds follow.
  public static final long DELTA_DAYS = 24;

  /// `Py_TPFLAGS_HEAPTYPE`: the type was made at run time, by a class statement most often.
  public static final long HEAP_TYPE = 1L << 9;

  /// `Py_TPFLAGS_LONG_SUBCLASS` and its kin: the type is a subclass of the built-in one.
  public static final long LONG_SUBCLASS = 1L << 24;

  public static final long LIST_SUBCLASS = 1L << 25;
  public static final long TUPLE_SUBCLASS = 1L << 26;
  public static final long BYTES_SUBCLASS = 1L << 27;
  public static final long UNICODE_SUBCLASS = 1L << 28;
  public static final long DICT_SUBCLASS = 1L << 29;
  public static final long EXCEPTION_SUBCLASS = 1L << 30;
  public static final long TYPE_SUBCLASS = 1L << 31;

  /// Bits of a string's state: two say whether it is interned, three its kind (bytes a character).
  public static final int STATE_KIND_SHIFT = 2;

  public static final int STATE_KIND_MASK = 7;
  public static final int STATE_COMPACT = 1 << 5;
  public static final int STATE_ASCII = 1 << 6;

  /// `PyMethodDef` and its fields.
  public static final long METHOD_DEF_SIZE = 32;

  public static final long ML_NAME = 0;
  public static final long ML_METH = 8;
  public static final long ML_FLAGS = 16;
  public static final long ML_DOC = 24;

  /// `Py_buffer` and its fields.
  public static final long BUFFER_SIZE = 80;

  public static final long BUFFER_BUF = 0;
  public static final long BUFFER_OBJ = 8;
  public static final long BUFFER_LEN = 16;
  public static final long BUFFER_ITEMSIZE = 24;
  public static final long BUFFER_READONLY = 32;
  public static final long BUFFER_NDIM = 36;
  public static final long BUFFER_FORMAT = 40;
  public static final long BUFFER_SHAPE = 48;
  public static final long BUFFER_STRIDES = 56;
  public static final long BUFFER_SUBOFFSETS = 64;
  public static final long BUFFER_INTERNAL = 72;

  /// What is asked of a buffer: `PyBUF_WRITABLE` and its kin.
  public static final int BUF_WRITABLE = 0x1;

  public static final int BUF_FORMAT = 0x4;
  public static final int BUF_ND = 0x8;
  public static final int BUF_STRIDES = 0x18;
  public static final int BUF_F_CONTIGUOUS = 0x58;

  /// `PyType_Spec`, `PyType_Slot` and `PyMemberDef`, and their fields.
  public static final long TYPE_SPEC_SIZE = 32;

  public static final long SPEC_NAME = 0;
  public static final long SPEC_BASICSIZE = 8;
  public static final long SPEC_FLAGS = 16;
  public static final long SPEC_SLOTS = 24;
  public static final long TYPE_SLOT_SIZE = 16;
  public static final long SLOT_PFUNC = 8;
  public static final long MEMBER_DEF_SIZE = 40;
  public static final long MEMBER_TYPE = 8;
  public static final long MEMBER_OFFSET = 16;
  public static final long MEMBER_FLAGS = 24;

  /// `Py_TPFLAGS_DISALLOW_INSTANTIATION`: Python code cannot make instances of the type.
  public static final int DISALLOW_INSTANTIATION = 1 << 7;

  /// `Py_bf_getbuffer` and its kin: which slot of a type a function goes to.
  public static final int BF_GETBUFFER = 1;

  public static final int TP_DEALLOC = 52;
  public static final int TP_MEMBERS = 72;

  /// `T_ULONGLONG` and `READONLY` of a member.
  public static final int T_ULONGLONG = 18;

  public static final int READONLY = 1;

  /// `sizeof(long)` in C.
  public static final long C_LONG_SIZE = CLong.SIZE;

  private Layout() {}
}
