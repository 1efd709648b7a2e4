package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("native")
class BorrowedArrayTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  /// A producer of DLPack written from its specification, with what it was asked and told.
  static final String PRODUCER =
      """
      import ctypes as c
      class Tensor(c.Structure):
          _fields_ = [("data", c.c_void_p), ("device", c.c_int32), ("id", c.c_int32),
                      ("ndim", c.c_int32), ("code", c.c_uint8), ("bits", c.c_uint8),
                      ("lanes", c.c_uint16), ("shape", c.c_void_p), ("strides", c.c_void_p),
                      ("offset", c.c_uint64)]
      Deleter = c.CFUNCTYPE(None, c.c_void_p)
      class Managed(c.Structure):
          _fields_ = [("tensor", Tensor), ("context", c.c_void_p), ("deleter", Deleter)]
      new = c.pythonapi.PyCapsule_New
      new.restype, new.argtypes = c.py_object, [c.c_void_p, c.c_char_p, c.c_void_p]

      class Producer:
          def __init__(self, device=1, code=2, bits=64, lanes=1, strides=None):
              self.numbers = (c.c_double * 6)(0, 1, 2, 3, 4, 5)
              self.shape = (c.c_int64 * 2)(2, 3)
              self.strides = strides and (c.c_int64 * 2)(*strides)
              self.deleted = []
              tensor = Tensor(c.addressof(self.numbers), device, 0, 2, code, bits, lanes,
                              c.addressof(self.shape), strides and c.addressof(self.strides), 0)
              self.device = device
              self.managed = Managed(tensor, None, Deleter(self.deleted.append))
          def __dlpack_device__(self): return (self.device, 0)
          def __dlpack__(self, stream=None):
              return new(c.addressof(self.managed), b"dltensor", None)
      class Twice(Producer):
          def __dlpack__(self, stream=None):
              if not hasattr(self, "capsule"): self.capsule = super().__dlpack__()
              return self.capsule
      """;

  private static PyObject numpy(Gil gil) {
    Assumptions.assumeTrue(
        PYTHON.python().installation().numpy().isPresent(), "this Python has no NumPy");
    return gil.importModule("numpy");
  }

  private static PyObject eval(Gil gil, String expression) {
    numpy(gil);
    return gil.run("m", "import numpy as np\nv = " + expression).attr("v");
  }

  @Test
  void elementsOfAnyLayoutAreReadByIndex() {
    PYTHON.run(gil -> {
      PyArray backwards = eval(gil, "np.arange(12).reshape(3, 4)[::-1, ::2]").array();
      PyArray fortran = eval(gil, "np.asfortranarray(np.arange(6.0).reshape(2, 3))").array();
      PyArray repeated = eval(gil, "np.broadcast_to(np.array([1, 2], 'u1'), (3, 2))").array();
      PyArray single = eval(gil, "np.array(5, 'f2')").array();
      PyArray nothing = eval(gil, "np.zeros((3, 0), 'i4')[::-1]").array();

      assertThat(backwards.getLong(0, 1)).isEqualTo(10);
      assertThat(backwards.getLong(2, 0)).isEqualTo(0);
      assertThat(backwards.strides()).containsExactly(-32, 16);
      assertThat(fortran.getDouble(1, 2)).isEqualTo(5.0);
      assertThat(fortran.contiguous()).isFalse();
      assertThat(repeated.strides()).containsExactly(0, 1);
      assertThat(repeated.getLong(2, 1)).isEqualTo(2);
      assertThat(repeated.readOnly()).isTrue();
      assertThat(single.shape()).isEmpty();
      assertThat(single.getDouble()).isEqualTo(5.0);
      assertThat(nothing.size()).isZero();
      assertThat(nothing.contiguous()).isTrue();
      assertThat(nothing.segment().byteSize()).isZero();
      assertThatThrownBy(() -> nothing.getLong(0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> fortran.getDouble(1))
          .hasMessage("an array of shape [2, 3] takes 2 indices, not 1");
    });
  }

  @Test
  void aCopyGathersAnyLayout() {
    PYTHON.run(gil -> {
      try (NativeArray backwards =
              eval(gil, "np.arange(12).reshape(3, 4)[::-1, ::2]").array().copy();
          NativeArray swapped = eval(gil, "np.array([[1, 2], [3, 4]], '>i4').T").array().copy();
          NativeArray complex = eval(gil, "np.array([1 + 2j], '>c16')").array().copy();
          NativeArray nothing = eval(gil, "np.zeros((3, 0))").array().copy()) {
        assertThat(backwards.segment().toArray(ValueLayout.JAVA_LONG))
            .containsExactly(8, 10, 4, 6, 0, 2);
        assertThat(swapped.order()).isEqualTo(ByteOrder.nativeOrder());
        assertThat(swapped.segment().toArray(ValueLayout.JAVA_INT)).containsExactly(1, 3, 2, 4);
        assertThat(complex.type()).isEqualTo(ElementType.COMPLEX128);
        assertThat(complex.segment().toArray(ValueLayout.JAVA_DOUBLE)).containsExactly(1, 2);
        assertThat(nothing.shape()).containsExactly(3, 0);
      }
      assertThat(eval(gil, "np.arange(6.0)[::-2]").as(double[].class)).containsExactly(5, 3, 1);
    });
  }

  @Test
  void theOtherByteOrderIsReadAsWhatItMeans() {
    PYTHON.run(gil -> {
      PyArray other = eval(gil, "np.array([258, -2], '>i2')").array();

      assertThat(other.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
      assertThat(other.getLong(0)).isEqualTo(258);
      assertThat(other.getLong(1)).isEqualTo(-2);
    });
  }

  @Test
  void elementsAreReadAndWrittenExactlyOrNotAtAll() {
    PYTHON.run(gil -> {
      PyArray large = eval(gil, "np.array([2**63, 2**53 + 1], 'u8')").array();
      PyArray bytes = eval(gil, "np.zeros(2, 'u1')").array();
      PyArray complex = eval(gil, "np.zeros(1, 'c8')").array();

      assertThatThrownBy(() -> large.getLong(0))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("9223372036854775808 does not fit in a long");
      assertThatThrownBy(() -> large.getDouble(1)).isInstanceOf(ArithmeticException.class);
      assertThatThrownBy(() -> bytes.setLong(256, 0))
          .hasMessage("256 does not fit in an element of UINT8");
      assertThatThrownBy(() -> bytes.setDouble(1.0, 0))
          .hasMessageContaining("holds no real numbers");
      assertThatThrownBy(() -> complex.getDouble(0)).hasMessageContaining("two numbers");
      bytes.setLong(255, 1);
      assertThat(bytes.getDouble(1)).isEqualTo(255.0);
    });
  }

  @Test
  void everyIntegerThatADoubleHoldsIsReadAsOne() {
    PYTHON.run(gil -> {
      PyArray unsigned =
          eval(gil, "np.array([2**63, 2**64 - 2**11, 2**63 + 2**10, 2**64 - 1, 3], 'u8')").array();
      PyArray signed =
          eval(gil, "np.array([2**53 + 2, -2**63, -2**53 - 1, 2**63 - 1], '>i8')").array();

      assertThat(unsigned.getDouble(0)).isEqualTo(0x1p63);
      assertThat(unsigned.getDouble(1)).isEqualTo(0x1p64 - 0x1p11);
      assertThat(unsigned.getDouble(4)).isEqualTo(3.0);
      assertThat(signed.getDouble(0)).isEqualTo(0x1p53 + 2);
      assertThat(signed.getDouble(1)).isEqualTo(-0x1p63);
      for (int i : new int[] {2, 3}) {
        assertThatThrownBy(() -> unsigned.getDouble(i))
            .isInstanceOf(ArithmeticException.class)
            .hasMessageMatching("[0-9]{19,20} is no double exactly: .*");
        assertThatThrownBy(() -> signed.getDouble(i))
            .isInstanceOf(ArithmeticException.class)
            .hasMessageMatching("-?[0-9]{16,19} is no double exactly: .*");
      }
    });
  }

  @Test
  void refusesAMaskedArrayWhichWouldLoseItsMask() {
    PYTHON.run(gil -> {
      PyObject masked = eval(gil, "np.ma.masked_array([1.0, 2.0, 3.0], mask=[False, True, False])");
      PyObject subclass = eval(gil, "type('Mine', (np.ma.MaskedArray,), {})([1.0])");

      for (PyObject each : List.of(masked, subclass)) {
        for (Class<?> type : List.of(double[].class, PyArray.class, KeptArray.class)) {
          assertThatThrownBy(() -> each.as(type))
              .isInstanceOf(ConversionException.class)
              .hasMessage(
                  "$: a masked array would lose its mask: take a.filled(value), a.compressed(), or a.data with a.mask");
        }
      }
      assertThat(masked.callMethod("filled", -1.0).as(double[].class)).containsExactly(1, -1, 3);
      assertThat(masked.attr("data").as(double[].class)).containsExactly(1, 2, 3);
      assertThat(masked.toJava()).isInstanceOf(PyObject.class);
    });
  }

  @Test
  void saysWhatToDoWithElementsThatAreNoNumbers() {
    PYTHON.run(gil -> {
      PyObject _ = numpy(gil);
      assertThatThrownBy(() -> eval(gil, "np.array([None, 'a'])").array())
          .isInstanceOf(ConversionException.class)
          .hasMessageContaining("array.tolist()");
      assertThatThrownBy(() -> eval(gil, "np.zeros(2, [('a', 'i4'), ('b', 'f8')])").array())
          .hasMessageContaining("they are structures: take one field of them, array['name']");
      assertThatThrownBy(() -> eval(gil, "np.array(['abc'])").array())
          .hasMessageContaining("they are text");
      assertThatThrownBy(() -> eval(gil, "np.array(['2026-01-01'], 'datetime64[D]')").array())
          .isInstanceOf(ConversionException.class)
          .hasMessageContaining("array.view('int64')");
    });
  }

  @Test
  void arraysOfCtypesWhichSayNoStridesAreRowByRow() {
    PYTHON.run(gil -> {
      PyObject rows = gil.eval("(__import__('ctypes').c_int * 3 * 2)((1, 2, 3), (4, 5, 6))");

      assertThat(rows.array().strides()).containsExactly(12, 4);
      assertThat(rows.array().getLong(1, 2)).isEqualTo(6);
    });
  }

  @Test
  void arraysOfTheStandardLibraryAreViewedToo() {
    PYTHON.run(gil -> {
      PyArray numbers =
          gil.importModule("array").callMethod("array", "H", new int[] {1, 2}).array();
      PyArray part = gil.eval("memoryview(bytearray(b'abcdef'))[::-2]").array();

      assertThat(numbers.type()).isEqualTo(ElementType.UINT16);
      assertThat(numbers.getLong(1)).isEqualTo(2);
      assertThat(part.getLong(0)).isEqualTo('f');
      assertThat(part.shape()).containsExactly(3);
    });
  }

  @Test
  void goesBackToPythonAsTheVeryObject() {
    PYTHON.run(gil -> {
      PyObject bytes = gil.eval("bytearray(b'abc')");
      try (KeptArray kept = bytes.as(KeptArray.class)) {
        assertThat(gil.of(bytes.array()).is(bytes)).isTrue();
        assertThat(gil.of(kept).is(bytes)).isTrue();
      }
    });
  }

  @Test
  void aKeptViewOutlivesItsRegionAndTravels() throws Exception {
    PyRef object = PYTHON.call(gil -> gil.eval("bytearray(b'abc')").keep());
    KeptArray kept = PYTHON.call(gil -> gil.of(object).array().keep());

    CompletableFuture<Long> read = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> read.complete(kept.getLong(2)));
    assertThat(read.get()).isEqualTo('c');
    assertThatThrownBy(() -> PYTHON.call(gil -> gil.of(object).callMethod("append", 1L).isNone()))
        .hasMessageContaining("Existing exports of data");

    kept.close();
    kept.close();
    PYTHON.run(gil -> gil.of(object).callMethod("append", 1L));
    assertThatThrownBy(() -> kept.getLong(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this kept view of a Python array was closed");
    object.close();
  }

  @Test
  void aTensorIsGivenBackOnceAndByTheLastView() {
    PYTHON.run(gil -> {
      PyObject producer = gil.run("producer", PRODUCER).attr("Producer").call();
      PyArray view = producer.array();
      KeptArray kept = view.keep();

      assertThat(view.shape()).containsExactly(2, 3);
      assertThat(view.getDouble(1, 2)).isEqualTo(5.0);
      view.close();
      assertThat(kept.getDouble(0, 1)).isEqualTo(1.0);
      assertThat(producer.attr("deleted").size()).isZero();
      kept.close();
      assertThat(producer.attr("deleted").size()).isOne();
    });
  }

  @Test
  void stridesOfATensorCountElements() {
    PYTHON.run(gil -> {
      PyArray view =
          gil.run("producer", PRODUCER + "p = Producer(strides=(1, 2))").attr("p").array();

      assertThat(view.strides()).containsExactly(8, 16);
      assertThat(view.getDouble(1, 2)).isEqualTo(5.0);
      assertThat(view.getDouble(1, 0)).isEqualTo(1.0);
    });
  }

  @Test
  void aTensorOfADeviceIsAHandle() {
    PYTHON.run(gil -> {
      PyObject producer = gil.run("producer", PRODUCER + "p = Producer(device=2)").attr("p");
      PyArray handle = producer.array();

      assertThat(handle.device()).isEqualTo(new Device(Device.Kind.CUDA, 0));
      assertThat(handle.device()).hasToString("cuda:0");
      assertThat(handle.shape()).containsExactly(2, 3);
      assertThatThrownBy(() -> handle.getDouble(0, 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the array is on cuda:0, whose memory Java cannot read");
      assertThatThrownBy(handle::segment).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(handle::copy).isInstanceOf(IllegalStateException.class);
      assertThat(gil.of(handle).is(producer)).isTrue();
      assertThat(gil.of(handle).callMethod("__dlpack_device__").toJava())
          .isEqualTo(Tuple.of(2L, 0L));
    });
  }

  @Test
  void refusesTensorsThatItCannotReadAndGivesThemBack() {
    PYTHON.run(gil -> {
      PyObject producer =
          gil.run("producer", PRODUCER + "p = Producer(code=4, bits=32)\nq = Producer(device=99)");

      assertThatThrownBy(() -> producer.attr("p").array())
          .hasMessageContaining("DLPack's type code 4 with 32 bits");
      assertThatThrownBy(() -> producer.attr("q").array()).hasMessageContaining("unknown here");
      assertThat(producer.attr("p").attr("deleted").size()).isOne();
      assertThat(producer.attr("q").attr("deleted").size()).isOne();
    });
  }

  @Test
  void refusesACapsuleThatIsHandedOutTwice() {
    PYTHON.run(gil -> {
      PyObject producer = gil.run("producer", PRODUCER).attr("Twice").call();
      producer.array();

      assertThatThrownBy(producer::array)
          .isInstanceOf(ConversionException.class)
          .hasMessageContaining("one capsule gives its tensor away once");
    });
  }
}
