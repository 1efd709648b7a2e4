package dev.terrarium.logging;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fields of what the current thread logs: those in SLF4J's mapped diagnostic context (MDC), where
/// there is SLF4J, and those of the record from Python that it logs just now.
///
/// SLF4J is looked up by name, since most programs that embed Python have none, and this module
/// must not ask for it.
public final class LogContext {
  private static final ScopedValue<Map<String, String>> ADDED = ScopedValue.newInstance();

  private static final @Nullable MethodHandle COPY =
      find("getCopyOfContextMap", MethodType.methodType(Map.class));
  private static final @Nullable MethodHandle SET =
      find("setContextMap", MethodType.methodType(void.class, Map.class));

  private LogContext() {}

  private static @Nullable MethodHandle find(String method, MethodType type) {
    try {
      Class<?> mdc = Class.forName("org.slf4j.MDC", false, LogContext.class.getClassLoader());
      return MethodHandles.publicLookup().findStatic(mdc, method, type);
    } catch (ReflectiveOperationException noSlf4j) {
      return null;
    }
  }

  /// The fields that are set.
  public static Map<String, String> fields() {
    return both(mdc(), ADDED.orElse(Map.of()));
  }

  private static Map<String, String> mdc() {
    Map<String, String> copy = COPY == null ? null : copy(COPY);
    return copy == null ? Map.of() : copy;
  }

  private static Map<String, String> both(Map<String, String> before, Map<String, String> added) {
    if (added.isEmpty()) {
      return before;
    }
    Map<String, String> both = new HashMap<>(before);
    both.putAll(added);
    return both;
  }

  /// Does work with fields added to those that are set.
  static void with(Map<String, String> added, Runnable work) {
    if (added.isEmpty()) {
      work.run();
      return;
    }
    ScopedValue.where(ADDED, both(ADDED.orElse(Map.of()), added)).run(() -> withinMdc(added, work));
  }

  private static void withinMdc(Map<String, String> added, Runnable work) {
    if (SET == null) {
      work.run();
      return;
    }
    Map<String, String> before = mdc();
    set(SET, both(before, added));
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
