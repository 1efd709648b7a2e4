package dev.terrarium.python;

import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.PyErrors;
import dev.terrarium.capi.PyMem;
import dev.terrarium.capi.TypeObject;
import dev.terrarium.capi.Upcalls;
import dev.terrarium.python.dlpack.LentTensor;
import dev.terrarium.python.dlpack.Tensor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Arrays of ours as Python objects that lend their memory in every way there is, without NumPy.
///
/// `terrarium.Array` is a type made at run time whose buffer slot and destructor are functions of
/// ours. An instance points to a block that describes the memory for the buffer protocol and
/// carries the number of what keeps the memory alive. Whoever views the memory keeps the instance,
/// and so its end is the end of the last view. What else the type can do is Python, in
/// `terrarium._arrays`. Every method needs the GIL.
final class SharedArrays {
  private static final long HANDLE = 0;
  private static final long READ_ONLY = 4;
  private static final long ITEM_SIZE = 8;
  private static final long LENGTH = 16;
  private static final long AXES = 24;
  private static final long FORMAT = 32;
  private static final long SHAPE = 40;

  private static final long NOT_FORTRAN =
      Memory.stringForever("this memory lies in C's order, not in Fortran's");

  private static final long NOT_WRITABLE =
      Memory.stringForever("this memory is read-only: Java has shared it by asReadOnly()");

  private static final Map<ElementType, Long> FORMATS = formats();

  private static @Nullable SharedArrays made;

  private final long type;

  /// Where an instance's own fields start: behind the header, whose size the build decides.
  private final long own;

  /// `terrarium._arrays.capsule`, kept for ever.
  private final long capsule;

  private SharedArrays(Attachment attachment) {
    Border border = attachment.border;
    this.own = headerSize(border);
    this.type = border.checked(TypeObject.PyType_FromSpec(specification(own)));
    long module = Modules.load(border, "terrarium._arrays");
    this.capsule = Modules.attribute(border, module, "capsule");
    long equip = Modules.attribute(border, module, "equip");
    JavaFunction lender = this::lend;
    long lend = border.convert("$", lender);
    Macros.Py_DECREF(border.callRaw(equip, type, lend));
    Macros.Py_DECREF(lend); // The type has it, for ever.
    attachment.interpreter.handles.keptForever(lender);
    Macros.Py_DECREF(equip);
    Macros.Py_DECREF(module);
  }

  /// The type and what belongs to it, made by the first use.
  static SharedArrays of(Attachment attachment) {
    SharedArrays known = made;
    if (known == null) {
      known = new SharedArrays(attachment);
      made = known;
    }
    return known;
  }

  /// A new reference to an object over an array's memory.
  long share(Attachment attachment, NativeArray array) {
    NativeArray.Use use = array.use();
    long object = TypeObject.PyType_GenericAlloc(type, 0);
    if (object == 0) {
      use.released();
      throw attachment.border.raised();
    }
    Memory.putLong(object + own, block(array, attachment.interpreter.handles.put(use)));
    Memory.putLong(object + own + 8, array.memory().address());
    return object;
  }

  /// The array that an object shares, or null where the object is none of these.
  static @Nullable NativeArray carried(Interpreter interpreter, long object) {
    SharedArrays known = made;
    if (known == null || Macros.Py_TYPE(object) != known.type) {
      return null;
    }
    int handle = Memory.getInt(Memory.getLong(object + known.own) + HANDLE);
    return ((NativeArray.Use) interpreter.handles.get(handle)).array();
  }

  /// A new reference to the capsule that an object's `__dlpack__` gives, or 0 where it has none.
  long capsule(Border border, long object) {
    long given = border.callRaw(capsule, object);
    if (given == ObjectApi._Py_NoneStruct) {
      Macros.Py_DECREF(given);
      return 0;
    }
    return given;
  }

  private static long block(NativeArray array, int handle) {
    Geometry geometry = array.geometry;
    int axes = geometry.shape.length;
    long block = PyMem.PyMem_RawMalloc(SHAPE + 16L * axes);
    if (block == 0) {
      throw new OutOfMemoryError("no native memory for an array's description");
    }
    Memory.putInt(block + HANDLE, handle);
    Memory.putInt(block + READ_ONLY, array.readOnly() ? 1 : 0);
    Memory.putLong(block + ITEM_SIZE, geometry.type.bytes());
    Memory.putLong(block + LENGTH, array.memory().byteSize());
    Memory.putInt(block + AXES, axes);
    Memory.putLong(block + FORMAT, FORMATS.getOrDefault(geometry.type, 0L));
    for (int axis = 0; axis < axes; axis++) {
      Memory.putLong(block + SHAPE + 8L * axis, geometry.shape[axis]);
      Memory.putLong(block + SHAPE + 8L * (axes + axis), geometry.strides[axis]);
    }
    return block;
  }

  /// What `__dlpack__` asks: the object, whether in the versioned struct, whether as a copy.
  private PyObject lend(PyArguments asked) {
    Attachment attachment = asked.gil().attachment;
    NativeArray array = asked.as(0, NativeArray.class);
    boolean versioned = asked.as(1, boolean.class);
    boolean copied = asked.as(2, boolean.class);
    NativeArray lent = copied ? array.copy() : array;
    NativeArray.Use use = lent.use();
    Runnable whenDeleted =
        () -> {
          use.released();
          if (copied) {
            lent.close();
          }
        };
    Tensor tensor = tensor(lent);
    long capsule =
        versioned
            ? LentTensor.versioned(
                tensor, new LentTensor.Flags(lent.readOnly(), copied), whenDeleted)
            : LentTensor.legacy(tensor, whenDeleted);
    return attachment.border.object(attachment.border.checked(capsule));
  }

  private static Tensor tensor(NativeArray array) {
    Geometry geometry = array.geometry;
    long[] strides = geometry.strides.clone();
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] /= geometry.type.bytes();
    }
    return new Tensor(
        array.memory().address(),
        new Tensor.DeviceCode(Device.Kind.CPU.code, 0),
        new Tensor.ElementCode(geometry.type.kind.dlpackCode, 8 * geometry.type.bytes(), 1),
        new Tensor.Axes(geometry.shape, strides));
  }

  private static long headerSize(Border border) {
    long builtins = Modules.load(border, "builtins");
    long object = Modules.attribute(border, builtins, "object");
    long size = Modules.attribute(border, object, "__basicsize__");
    Macros.Py_DECREF(object);
    Macros.Py_DECREF(builtins);
    return Objects.requireNonNull((Long) border.read(Long.class, size));
  }

  /// A `PyType_Spec` that is never freed, as its type is not.
  private static long specification(long own) {
    long members = Memory.allocateForever(2 * Layout.MEMBER_DEF_SIZE);
    Memory.putLong(members, Memory.stringForever("_address"));
    Memory.putInt(members + Layout.MEMBER_TYPE, Layout.T_ULONGLONG);
    Memory.putLong(members + Layout.MEMBER_OFFSET, own + 8);
    Memory.putInt(members + Layout.MEMBER_FLAGS, Layout.READONLY);
    long slots = Memory.allocateForever(4 * Layout.TYPE_SLOT_SIZE);
    slot(slots, Layout.BF_GETBUFFER, Upcalls.stub(method("view", long.class, 3)));
    slot(
        slots + Layout.TYPE_SLOT_SIZE,
        Layout.TP_DEALLOC,
        Upcalls.stub(method("destroy", void.class, 1)));
    slot(slots + 2 * Layout.TYPE_SLOT_SIZE, Layout.TP_MEMBERS, members);
    long specification = Memory.allocateForever(Layout.TYPE_SPEC_SIZE);
    Memory.putLong(specification + Layout.SPEC_NAME, Memory.stringForever("terrarium.Array"));
    Memory.putInt(specification + Layout.SPEC_BASICSIZE, (int) own + 16);
    Memory.putInt(specification + Layout.SPEC_FLAGS, Layout.DISALLOW_INSTANTIATION);
    Memory.putLong(specification + Layout.SPEC_SLOTS, slots);
    return specification;
  }

  private static void slot(long at, int slot, long function) {
    Memory.putInt(at, slot);
    Memory.putLong(at + Layout.SLOT_PFUNC, function);
  }

  /// `int (PyObject *self, Py_buffer *view, int flags)`: the view keeps the object.
  @SuppressWarnings("UnusedMethod") // Called from C.
  private static long view(long self, long view, long flags) {
    SharedArrays known = made;
    if (known == null) {
      return -1; // Cannot be: there is an instance.
    }
    long block = Memory.getLong(self + known.own);
    int axes = Memory.getInt(block + AXES);
    if ((flags & Layout.BUF_F_CONTIGUOUS) == Layout.BUF_F_CONTIGUOUS && axes > 1) {
      return refused(view, NOT_FORTRAN);
    }
    int readOnly = Memory.getInt(block + READ_ONLY);
    if (readOnly != 0 && (flags & Layout.BUF_WRITABLE) != 0) {
      return refused(view, NOT_WRITABLE);
    }
    boolean strided = (flags & Layout.BUF_STRIDES) == Layout.BUF_STRIDES;
    boolean shaped = (flags & Layout.BUF_ND) != 0;
    Macros.Py_INCREF(self);
    Memory.putLong(view + Layout.BUFFER_OBJ, self);
    Memory.putLong(view + Layout.BUFFER_BUF, Memory.getLong(self + known.own + 8));
    Memory.putLong(view + Layout.BUFFER_LEN, Memory.getLong(block + LENGTH));
    Memory.putLong(view + Layout.BUFFER_ITEMSIZE, Memory.getLong(block + ITEM_SIZE));
    Memory.putInt(view + Layout.BUFFER_READONLY, readOnly);
    Memory.putInt(view + Layout.BUFFER_NDIM, axes);
    Memory.putLong(
        view + Layout.BUFFER_FORMAT,
        (flags & Layout.BUF_FORMAT) == 0 ? 0 : Memory.getLong(block + FORMAT));
    Memory.putLong(view + Layout.BUFFER_SHAPE, shaped && axes > 0 ? block + SHAPE : 0);
    Memory.putLong(
        view + Layout.BUFFER_STRIDES, strided && axes > 0 ? block + SHAPE + 8L * axes : 0);
    Memory.putLong(view + Layout.BUFFER_SUBOFFSETS, 0);
    Memory.putLong(view + Layout.BUFFER_INTERNAL, 0);
    return 0;
  }

  private static long refused(long view, long why) {
    Memory.putLong(view + Layout.BUFFER_OBJ, 0);
    PyErrors.PyErr_SetString(PyErrors.PyExc_BufferError, why);
    return -1;
  }

  /// `void (PyObject *self)`: the last view has ended.
  @SuppressWarnings("UnusedMethod") // Called from C.
  private static void destroy(long self) {
    if (Upcalls.areInChild()) {
      return;
    }
    SharedArrays known = made;
    if (known != null) {
      long block = Memory.getLong(self + known.own);
      if (block != 0) {
        Interpreter.running().handles.remove(Memory.getInt(block + HANDLE));
        PyMem.PyMem_RawFree(block);
      }
      TypeObject.PyObject_Free(self);
      Macros.Py_DECREF(known.type); // An instance holds its type.
    }
  }

  private static Map<ElementType, Long> formats() {
    Map<ElementType, Long> formats = new EnumMap<>(ElementType.class);
    for (ElementType type : ElementType.values()) {
      formats.put(type, Memory.stringForever(type.format));
    }
    return formats;
  }

  private static java.lang.invoke.MethodHandle method(String name, Class<?> result, int arguments) {
    try {
      return MethodHandles.lookup()
          .findStatic(
              SharedArrays.class,
              name,
              MethodType.methodType(result, Collections.nCopies(arguments, long.class)));
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("a slot's function is gone", impossible);
    }
  }
}
