package dev.terrarium.capi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.terrarium.os.Platform;
import dev.terrarium.os.Platform.Processor;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/// `initconfig.h`: starting an interpreter with a configuration of ours and nothing from outside.
///
/// Up to 3.13 that is `PyConfig`, a struct whose fields move with every version; their offsets
/// stand here and are checked against the headers by a test. Since 3.14 it is PEP 741's
/// `PyInitConfig`, which has no layout to know.
@SuppressWarnings({"MemberName", "restricted"})
public final class InitConfig {
  /// `PyStatus`: what kind it is (0 is success), the function, the message, the exit code.
  public static final StructLayout PY_STATUS =
      MemoryLayout.structLayout(
          JAVA_INT.withName("_type"),
          MemoryLayout.paddingLayout(4),
          ADDRESS.withName("func"),
          ADDRESS.withName("err_msg"),
          JAVA_INT.withName("exitcode"),
          MemoryLayout.paddingLayout(4));

  /// `PyPreConfig.utf8_mode`, where there is no Windows field before it.
  public static final long PRECONFIG_UTF8_MODE = 28;

  /// Larger than any `PyPreConfig` or `PyConfig` there has been (456 bytes in 3.13).
  private static final long CONFIG_CAPACITY = 4096;

  private InitConfig() {}

  /// `PyConfig.program_name`.
  public static long configProgramName(int minor) {
    return switch (minor) {
      case 10 -> 240;
      case 11 -> 264;
      case 12 -> 272;
      case 13 -> 280;
      default -> throw unknownLayout(minor);
    };
  }

  /// `PyConfig.executable`.
  public static long configExecutable(int minor) {
    return switch (minor) {
      case 10 -> 296;
      case 11 -> 328;
      case 12 -> 336;
      case 13 -> 344;
      default -> throw unknownLayout(minor);
    };
  }

  private static UnsupportedOperationException unknownLayout(int minor) {
    return new UnsupportedOperationException(
        "the layout of PyConfig in 3." + minor + " is not known");
  }

  /// Starts the interpreter of this process, isolated from environment variables and user folders,
  /// in UTF-8 mode, without signal handlers, as if `executable` had been run. The calling thread
  /// becomes Python's main thread and holds the GIL.
  ///
  /// @throws IllegalStateException with CPython's own words when it does not start
  public static void initialize(String executable) {
    try (Arena arena = Arena.ofConfined()) {
      if (Version.atLeast(14)) {
        Opaque.initialize(arena, executable);
      } else {
        Struct.initialize(arena, executable);
      }
    }
  }

  /// PEP 741.
  private static final class Opaque {
    private static final MethodHandle CREATE = Binding.function("PyInitConfig_Create", 0);
    private static final MethodHandle FREE = Binding.function("PyInitConfig_Free", 1);
    private static final MethodHandle SET_INT = Binding.function("PyInitConfig_SetInt", 3);
    private static final MethodHandle SET_STR = Binding.function("PyInitConfig_SetStr", 3);
    private static final MethodHandle GET_ERROR = Binding.function("PyInitConfig_GetError", 2);
    private static final MethodHandle INITIALIZE =
        Binding.function("Py_InitializeFromInitConfig", 1);

    static void initialize(Arena arena, String executable) {
      try {
        long config = (long) CREATE.invokeExact(0L, 0L, 0L, 0L);
        long path = arena.allocateFrom(executable).address();
        check(arena, config, (long) SET_INT.invokeExact(config, name(arena, "utf8_mode"), 1L, 0L));
        check(
            arena, config, (long) SET_STR.invokeExact(config, name(arena, "executable"), path, 0L));
        check(
            arena,
            config,
            (long) SET_STR.invokeExact(config, name(arena, "program_name"), path, 0L));
        check(arena, config, (long) INITIALIZE.invokeExact(config, 0L, 0L, 0L));
        long _ = (long) FREE.invokeExact(config, 0L, 0L, 0L);
      } catch (IllegalStateException refused) {
        throw refused;
      } catch (Throwable failure) {
        throw Binding.failed(failure);
      }
    }

    private static long name(Arena arena, String option) {
      return arena.allocateFrom(option).address();
    }

    private static void check(Arena arena, long config, long status) throws Throwable {
      if ((int) status < 0) {
        MemorySegment message = arena.allocate(JAVA_LONG);
        long _ = (long) GET_ERROR.invokeExact(config, message.address(), 0L, 0L);
        throw refused(message.get(JAVA_LONG, 0));
      }
    }
  }

  /// `PyPreConfig` and `PyConfig`.
  private static final class Struct {
    /// The conventions of x86-64, System V's and Windows', take the place of such a result as an
    /// argument before the others: a call of the usual shape, which costs no time to link.
    private static final boolean GIVES_BY_ARGUMENT =
        Platform.current().processor() == Processor.X86_64;

    private static final MethodHandle INIT_PRE =
        Binding.function("PyPreConfig_InitIsolatedConfig", 1);
    private static final MethodHandle PRE_INITIALIZE = status("Py_PreInitialize");
    private static final MethodHandle INIT = Binding.function("PyConfig_InitIsolatedConfig", 1);
    private static final MethodHandle SET_BYTES = status("PyConfig_SetBytesString");
    private static final MethodHandle INITIALIZE = status("Py_InitializeFromConfig");
    private static final MethodHandle CLEAR = Binding.function("PyConfig_Clear", 1);

    static void initialize(Arena arena, String executable) {
      try {
        long pre = arena.allocate(CONFIG_CAPACITY, Long.BYTES).address();
        long _ = (long) INIT_PRE.invokeExact(pre, 0L, 0L, 0L);
        Memory.putInt(pre + PRECONFIG_UTF8_MODE, 1);
        check(arena, PRE_INITIALIZE, pre, 0, 0);
        long config = arena.allocate(CONFIG_CAPACITY, Long.BYTES).address();
        long _ = (long) INIT.invokeExact(config, 0L, 0L, 0L);
        long path = arena.allocateFrom(executable).address();
        check(arena, SET_BYTES, config, config + configProgramName(Version.MINOR), path);
        check(arena, SET_BYTES, config, config + configExecutable(Version.MINOR), path);
        check(arena, INITIALIZE, config, 0, 0);
        long _ = (long) CLEAR.invokeExact(config, 0L, 0L, 0L);
      } catch (IllegalStateException refused) {
        throw refused;
      } catch (Throwable failure) {
        throw Binding.failed(failure);
      }
    }

    /// A function of at most three arguments that gives a `PyStatus`.
    private static MethodHandle status(String name) {
      return GIVES_BY_ARGUMENT
          ? Binding.function(name, 4)
          : Binding.link(name, FunctionDescriptor.of(PY_STATUS, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    }

    private static void check(
        Arena arena, MethodHandle function, long first, long second, long third) throws Throwable {
      MemorySegment status;
      if (GIVES_BY_ARGUMENT) {
        status = arena.allocate(PY_STATUS);
        long _ = (long) function.invokeExact(status.address(), first, second, third);
      } else {
        SegmentAllocator result = arena;
        status = (MemorySegment) function.invokeExact(result, first, second, third);
      }
      if (Memory.getInt(status.address()) != 0) {
        throw refused(Memory.getLong(status.address() + 16));
      }
    }
  }

  private static IllegalStateException refused(long message) {
    return new IllegalStateException(
        "CPython "
            + Version.TEXT
            + " did not start: "
            + (message == 0 ? "it gave no reason" : Memory.getString(message)));
  }
}
