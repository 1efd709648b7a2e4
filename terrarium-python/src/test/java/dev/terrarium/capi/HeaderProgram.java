package dev.terrarium.capi;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The C program that prints what the headers say about each constant of [Layout] and its kin.
final class HeaderProgram {
  private static final String BEFORE =
      """
      #include <Python.h>
      #include <structmember.h>
      #include <datetime.h>
      #include <frameobject.h>
      #include <stddef.h>
      #include <stdio.h>
      #include <string.h>
      #if PY_MINOR_VERSION < 11
      #include <longintrepr.h>
      #endif
      #if PY_MINOR_VERSION < 12
      #define LV_TAG offsetof(PyVarObject, ob_size)
      #define LV_DIGIT offsetof(PyLongObject, ob_digit)
      #else
      #define LV_TAG offsetof(PyLongObject, long_value.lv_tag)
      #define LV_DIGIT offsetof(PyLongObject, long_value.ob_digit)
      #endif
      #define SAY(name, value) printf("%s %lld\\n", name, (long long) (value))

      static unsigned bits(int kind, int compact, int ascii) {
        PyASCIIObject text;
        unsigned state;
        memset(&text, 0, sizeof text);
        text.state.kind = kind;
        text.state.compact = compact;
        text.state.ascii = ascii;
        memcpy(&state, (char *) &text + offsetof(PyASCIIObject, state), sizeof state);
        return state;
      }

      int main(void) {
      """;

  private HeaderProgram() {}

  static String text() {
    StringBuilder text = new StringBuilder(BEFORE);
    objects().forEach((name, value) -> say(text, name, value));
    flags().forEach((name, value) -> say(text, name, value));
    structs().forEach((name, value) -> say(text, name, value));
    types().forEach((name, value) -> say(text, name, value));
    text.append("#if PY_MINOR_VERSION < 14\n");
    config().forEach((name, value) -> say(text, name, value));
    return text.append("#endif\n  return 0;\n}\n").toString();
  }

  private static void say(StringBuilder text, String name, String value) {
    text.append("  SAY(\"").append(name).append("\", ").append(value).append(");\n");
  }

  private static Map<String, String> objects() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("OB_REFCNT", "offsetof(PyObject, ob_refcnt)");
    values.put("OB_TYPE", "offsetof(PyObject, ob_type)");
    values.put("OB_SIZE", "offsetof(PyVarObject, ob_size)");
    values.put("TP_NAME", "offsetof(PyTypeObject, tp_name)");
    values.put("TP_FLAGS", "offsetof(PyTypeObject, tp_flags)");
    values.put("OB_FVAL", "offsetof(PyFloatObject, ob_fval)");
    values.put("LIST_OB_ITEM", "offsetof(PyListObject, ob_item)");
    values.put("TUPLE_OB_ITEM", "offsetof(PyTupleObject, ob_item)");
    values.put("LV_TAG", "LV_TAG");
    values.put("OB_DIGIT", "LV_DIGIT");
    values.put("OB_SVAL", "offsetof(PyBytesObject, ob_sval)");
    values.put("TB_NEXT", "offsetof(PyTracebackObject, tb_next)");
    values.put("TB_FRAME", "offsetof(PyTracebackObject, tb_frame)");
    values.put("TB_LINENO", "offsetof(PyTracebackObject, tb_lineno)");
    values.put("UNICODE_LENGTH", "offsetof(PyASCIIObject, length)");
    values.put("UNICODE_STATE", "offsetof(PyASCIIObject, state)");
    values.put("ASCII_DATA", "sizeof(PyASCIIObject)");
    values.put("COMPACT_DATA", "sizeof(PyCompactUnicodeObject)");
    values.put("DICT_USED", "offsetof(PyDictObject, ma_used)");
    values.put("DATE_HAS_TZINFO", "offsetof(PyDateTime_Date, hastzinfo)");
    values.put("DATE_DATA", "offsetof(PyDateTime_Date, data)");
    values.put("DATETIME_FOLD", "offsetof(PyDateTime_DateTime, fold)");
    values.put("DATETIME_TZINFO", "offsetof(PyDateTime_DateTime, tzinfo)");
    values.put("TIME_FOLD", "offsetof(PyDateTime_Time, fold)");
    values.put("TIME_TZINFO", "offsetof(PyDateTime_Time, tzinfo)");
    values.put("DELTA_DAYS", "offsetof(PyDateTime_Delta, days)");
    return values;
  }

  private static Map<String, String> flags() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String type : new String[] {"LONG", "LIST", "TUPLE", "BYTES", "UNICODE", "DICT", "TYPE"}) {
      values.put(type + "_SUBCLASS", "Py_TPFLAGS_" + type + "_SUBCLASS");
    }
    values.put("EXCEPTION_SUBCLASS", "Py_TPFLAGS_BASE_EXC_SUBCLASS");
    values.put("HEAP_TYPE", "Py_TPFLAGS_HEAPTYPE");
    values.put("STATE_KIND_SHIFT", "__builtin_ctz(bits(7, 0, 0))");
    values.put("STATE_KIND_MASK", "bits(7, 0, 0) >> __builtin_ctz(bits(7, 0, 0))");
    values.put("STATE_COMPACT", "bits(0, 1, 0)");
    values.put("STATE_ASCII", "bits(0, 0, 1)");
    values.put("METH_FASTCALL_KEYWORDS", "METH_FASTCALL | METH_KEYWORDS");
    return values;
  }

  private static Map<String, String> structs() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("METHOD_DEF_SIZE", "sizeof(PyMethodDef)");
    for (String field : new String[] {"name", "meth", "flags", "doc"}) {
      values.put("ML_" + field.toUpperCase(Locale.ROOT), "offsetof(PyMethodDef, ml_" + field + ")");
    }
    values.put("BUFFER_SIZE", "sizeof(Py_buffer)");
    for (String field :
        new String[] {
          "buf",
          "len",
          "itemsize",
          "readonly",
          "ndim",
          "format",
          "shape",
          "strides",
          "suboffsets",
          "internal",
          "obj"
        }) {
      values.put("BUFFER_" + field.toUpperCase(Locale.ROOT), "offsetof(Py_buffer, " + field + ")");
    }
    values.put("STATUS_SIZE", "sizeof(PyStatus)");
    for (String field : new String[] {"_type", "func", "err_msg", "exitcode"}) {
      values.put("STATUS_" + field, "offsetof(PyStatus, " + field + ")");
    }
    return values;
  }

  private static Map<String, String> types() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("TYPE_SPEC_SIZE", "sizeof(PyType_Spec)");
    for (String field : new String[] {"name", "basicsize", "flags", "slots"}) {
      values.put("SPEC_" + field.toUpperCase(Locale.ROOT), "offsetof(PyType_Spec, " + field + ")");
    }
    values.put("TYPE_SLOT_SIZE", "sizeof(PyType_Slot)");
    values.put("SLOT_PFUNC", "offsetof(PyType_Slot, pfunc)");
    values.put("MEMBER_DEF_SIZE", "sizeof(PyMemberDef)");
    for (String field : new String[] {"type", "offset", "flags"}) {
      values.put(
          "MEMBER_" + field.toUpperCase(Locale.ROOT), "offsetof(PyMemberDef, " + field + ")");
    }
    values.put("DISALLOW_INSTANTIATION", "Py_TPFLAGS_DISALLOW_INSTANTIATION");
    values.put("BF_GETBUFFER", "Py_bf_getbuffer");
    values.put("TP_DEALLOC", "Py_tp_dealloc");
    values.put("TP_MEMBERS", "Py_tp_members");
    values.put("T_ULONGLONG", "T_ULONGLONG");
    values.put("READONLY", "READONLY");
    values.put("C_LONG_SIZE", "sizeof(long)");
    for (String flag : new String[] {"WRITABLE", "FORMAT", "ND", "STRIDES", "F_CONTIGUOUS"}) {
      values.put("BUF_" + flag, "PyBUF_" + flag);
    }
    return values;
  }

  private static Map<String, String> config() {
    return Map.of(
        "PRECONFIG_UTF8_MODE", "offsetof(PyPreConfig, utf8_mode)",
        "CONFIG_PROGRAM_NAME", "offsetof(PyConfig, program_name)",
        "CONFIG_EXECUTABLE", "offsetof(PyConfig, executable)");
  }
}
