package dev.terrarium.python;

import dev.terrarium.capi.CapsuleApi;
import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.MethodObject;
import dev.terrarium.capi.PyErrors;
import dev.terrarium.capi.PyMem;
import dev.terrarium.capi.Upcalls;
import dev.terrarium.python.events.Crossing;
import dev.terrarium.python.events.Crossings;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Java functions and objects in Python's hands. Needs the GIL.
///
/// A function is a built-in function object whose `self` is a capsule; an opaque object is a
/// capsule alone. A capsule points to a block of memory that carries the number of the Java object
/// (and the function's definition and name) and that its destructor frees, together with the
/// table's entry, when Python has dropped the last reference.
///
/// Every call from Python goes through one trampoline, and no throwable leaves it: that would end
/// the JVM.
final class JavaCallables {
  private static final long HANDLE = Layout.METHOD_DEF_SIZE;
  private static final long NAME = HANDLE + 8;
  private static final long CAPSULE_NAME = Memory.stringForever("terrarium.java");
  private static final long TOO_DEEP =
      Memory.stringForever(
          "the stack of this thread is nearly used up, so that no Java code can be called: call less deeply, or on a thread with a larger stack");
  private static final long CALL = Upcalls.stub(method("call"));
  private static final long DESTROY = Upcalls.stub(method("destroy"));

  private JavaCallables() {}

  /// A new reference to a callable.
  static long create(Interpreter interpreter, String name, JavaFunction function) {
    long block = block(interpreter, name, function);
    Memory.putLong(block + Layout.ML_NAME, block + NAME);
    Memory.putLong(block + Layout.ML_METH, CALL);
    Memory.putLong(block + Layout.ML_FLAGS, Upcalls.METH_FASTCALL_KEYWORDS);
    Memory.putLong(block + Layout.ML_DOC, 0);
    long capsule = capsule(block);
    long callable = MethodObject.PyCFunction_NewEx(block, capsule, 0);
    Macros.Py_DECREF(capsule); // The callable has one of its own.
    return callable;
  }

  /// A new reference to a handle that says of its object only the class.
  static long opaque(Interpreter interpreter, Object object) {
    return capsule(block(interpreter, object.getClass().getName(), object));
  }

  /// The Java object that an opaque handle carries, or null where the object is no handle.
  static @Nullable Object carried(Interpreter interpreter, long object) {
    return Macros.Py_TYPE(object) == CapsuleApi.PyCapsule_Type
            && CapsuleApi.PyCapsule_GetDestructor(object) == DESTROY
        ? interpreter.handles.get(handle(object))
        : null;
  }

  /// The Java object behind a built-in function, or null where it is none of ours.
  static @Nullable Object behind(Interpreter interpreter, long function) {
    long self = MethodObject.PyCFunction_GetSelf(function);
    if (self == 0) {
      PyErrors.PyErr_Clear();
      return null;
    }
    return carried(interpreter, self);
  }

  private static long block(Interpreter interpreter, String name, Object object) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    long block = PyMem.PyMem_RawMalloc(NAME + text.length + 1);
    if (block == 0) {
      throw new OutOfMemoryError("no native memory for a handle to a Java object");
    }
    Memory.putInt(block + HANDLE, interpreter.handles.put(object));
    Memory.putBytes(block + NAME, text);
    Memory.putByte(block + NAME + text.length, (byte) 0);
    return block;
  }

  private static long capsule(long block) {
    return CapsuleApi.PyCapsule_New(block, CAPSULE_NAME, DESTROY);
  }

  private static String name(long capsule) {
    return Memory.getString(Macros.capsulePointer(capsule, CAPSULE_NAME) + NAME);
  }

  private static int handle(long capsule) {
    return Memory.getInt(Macros.capsulePointer(capsule, CAPSULE_NAME) + HANDLE);
  }

  /// The trampoline: `PyObject *(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject
  /// *kwnames)`.
  @SuppressWarnings("UnusedMethod") // Called from C.
  private static long call(long self, long arguments, long count, long keywords) {
    try {
      Attachment attachment = Interpreter.running().attachmentFromPython();
      if (attachment.isAtStackEnd()) {
        PyErrors.PyErr_SetString(PyErrors.PyExc_RecursionError, TOO_DEEP);
        return 0;
      }
      Gil gil = attachment.enterFromPython();
      Crossing crossing = Crossings.upcall();
      try {
        attachment.interpreter.handles.pressure.relieve(attachment);
        JavaFunction function = (JavaFunction) attachment.interpreter.handles.get(handle(self));
        Object result = function.call(new PyArguments(gil, arguments, (int) count, keywords));
        return attachment.border.convert("the result", result);
      } catch (Throwable thrown) {
        Raised.raise(attachment, thrown);
        return 0;
      } finally {
        gil.closeToPython();
        if (crossing != null) {
          Crossings.end(crossing, name(self), 0);
        }
      }
    } catch (Throwable failed) {
      return desperate(failed);
    }
  }

  /// What remains when even raising an exception failed: an error with as much text as can be had.
  private static long desperate(Throwable failed) {
    byte[] text = String.valueOf(failed).getBytes(StandardCharsets.UTF_8);
    long message = PyMem.PyMem_RawMalloc(text.length + 1L);
    Memory.putBytes(message, text);
    Memory.putByte(message + text.length, (byte) 0);
    PyErrors.PyErr_SetString(PyErrors.PyExc_RuntimeError, message);
    PyMem.PyMem_RawFree(message);
    return 0;
  }

  /// The destructor of capsules: `void (PyObject *capsule)`. It has the shape of [#call], since
  /// each shape costs milliseconds to link: what is not passed is what the registers held, and what
  /// is given nobody reads.
  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // Called from C.
  private static long destroy(long capsule, long absent, long absentToo, long absentAsWell) {
    if (Upcalls.areInChild()) {
      return 0;
    }
    long block = Macros.capsulePointer(capsule, CAPSULE_NAME);
    Interpreter.running().handles.remove(Memory.getInt(block + HANDLE));
    PyMem.PyMem_RawFree(block);
    return 0;
  }

  private static java.lang.invoke.MethodHandle method(String name) {
    try {
      return MethodHandles.lookup()
          .findStatic(
              JavaCallables.class,
              name,
              MethodType.methodType(long.class, java.util.Collections.nCopies(4, long.class)));
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("the trampoline is gone", impossible);
    }
  }
}
