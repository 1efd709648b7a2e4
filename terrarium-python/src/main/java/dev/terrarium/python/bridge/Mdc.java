package dev.terrarium.python.bridge;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// SLF4J's mapped diagnostic context of the current thread, where there is SLF4J.
///
/// It is looked up by name, since most programs that embed Python have no SLF4J, and this module
/// must not ask for it.
public final class Mdc {
  private static final @Nullable MethodHandle COPY =
      find("getCopyOfContextMap", MethodType.methodType(Map.class));
  private static final @Nullable MethodHandle SET =
      find("setContextMap", MethodType.methodType(void.class, Map.class));

  private Mdc() {}

  private static @Nullable MethodHandle find(String method, MethodType type) {
    try {
      Class<?> mdc = Class.forName("org.slf4j.MDC", false, Mdc.class.getClassLoader());
      return MethodHandles.publicLookup().findStatic(mdc, method, type);
    } catch (ReflectiveOperationException noSlf4j) {
      return null;
    }
  }

  /// The fields that are set; none where there is no SLF4J.
  public static Map<String, String> fields() {
    Map<String, String> copy = COPY == null ? null : copy(COPY);
    return copy == null ? Map.of() : copy;
  }

  /// Does work with fields added to those that are set.
  static void with(Map<String, String> added, Runnable work) {
    if (added.isEmpty() || COPY == null || SET == null) {
      work.run();
      return;
    }
    Map<String, String> before = fields();
    Map<String, String> both = new HashMap<>(before);
    both.putAll(added);
    set(SET, both);
    try {
      work.run();
    } finally {
      set(SET, before);
    }
  }

  @SuppressWarnings("unchecked") // SLF4J says so.
  private static @Nullable Map<String, String> copy(MethodHandle handle) {
    try {
      return (Map<String, String>) handle.invoke();
    } catch (Throwable failed) {
      throw broken(failed);
    }
  }

  private static void set(MethodHandle handle, Map<String, String> fields) {
    try {
      handle.invoke(fields);
    } catch (Throwable failed) {
      throw broken(failed);
    }
  }

  private static RuntimeException broken(Throwable failed) {
    if (failed instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("SLF4J's MDC failed: " + failed.getMessage(), failed);
  }
}
