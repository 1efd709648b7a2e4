package dev.terrarium.capi;

import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;

/// Prints every offset and constant of this room as `NAME value`, for the libpython it is given.
final class LayoutDump {
  private LayoutDump() {}

  public static void main(String[] arguments) throws IllegalAccessException {
    LibPython.open(Path.of(arguments[0]), true);
    for (Field field : Layout.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && !Modifier.isPrivate(field.getModifiers())) {
        print(field.getName(), ((Number) field.get(null)).longValue());
      }
    }
    print("METH_FASTCALL_KEYWORDS", Upcalls.METH_FASTCALL_KEYWORDS);
    if (!Version.atLeast(14)) {
      print("PRECONFIG_UTF8_MODE", InitConfig.PRECONFIG_UTF8_MODE);
      print("CONFIG_PROGRAM_NAME", InitConfig.configProgramName(Version.MINOR));
      print("CONFIG_EXECUTABLE", InitConfig.configExecutable(Version.MINOR));
    }
    for (String field : new String[] {"_type", "func", "err_msg", "exitcode"}) {
      long offset = InitConfig.PY_STATUS.byteOffset(PathElement.groupElement(field));
      print("STATUS_" + field, offset);
    }
    print("STATUS_SIZE", InitConfig.PY_STATUS.byteSize());
  }

  private static void print(String name, long value) {
    System.out.println(name + " " + value);
  }
}
