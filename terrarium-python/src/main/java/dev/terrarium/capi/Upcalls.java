package dev.terrarium.capi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/// Java methods as C function pointers.
@SuppressWarnings("restricted")
public final class Upcalls {
  /// `METH_FASTCALL | METH_KEYWORDS`: `(self, args, nargs, kwnames)`.
  public static final int METH_FASTCALL_KEYWORDS = 0x82;

  private Upcalls() {}

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
