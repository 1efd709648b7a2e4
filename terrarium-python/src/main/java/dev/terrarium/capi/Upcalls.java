package dev.terrarium.capi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/// Java methods as C function pointers.
///
/// A forked child has them too, and a JVM without threads: nothing may be done there but to see
/// that it is one.
@SuppressWarnings("restricted")
public final class Upcalls {
  /// `METH_FASTCALL | METH_KEYWORDS`: `(self, args, nargs, kwnames)`.
  public static final int METH_FASTCALL_KEYWORDS = 0x82;

  /// The address of a byte that is 0 in forked children: they must be known without asking anybody.
  /// Written once, while the interpreter starts.
  private static long presence = Memory.allocateForever(1);

  static {
    Memory.putByte(presence, (byte) 1);
  }

  private Upcalls() {}

  /// Says where that byte lies, for ever.
  public static void setPresence(long address) {
    presence = address;
  }

  /// Whether C has called in a forked child. What is to be released there is left, as the process's
  /// memory goes with it.
  public static boolean areInChild() {
    return Memory.getByte(presence) == 0;
  }

  /// A function pointer that lives for ever, for a static method of longs. The method must not
  /// throw: that ends the JVM.
  public static long stub(MethodHandle method) {
    MemoryLayout[] parameters = new MemoryLayout[method.type().parameterCount()];
    Arrays.fill(parameters, JAVA_LONG);
    FunctionDescriptor shape =
        method.type().returnType() == void.class
            ? FunctionDescriptor.ofVoid(parameters)
            : FunctionDescriptor.of(JAVA_LONG, parameters);
    return Linker.nativeLinker().upcallStub(method, shape, Arena.global()).address();
  }
}
