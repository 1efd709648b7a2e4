package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tensors as PyTorch has them, and as nobody should have them, by a producer of DLPack's structs.
@Tag("native")
class TensorTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static PyObject producer(Gil gil, String change) {
    return gil.run(
            "producer",
            BorrowedArrayTest.PRODUCER + "p = Producer()\nt = p.managed.tensor\n" + change)
        .attr("p");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t.ndim = -1 | the tensor's shape and strides are none: -1 axes",
        "t.ndim = 1000000 | the tensor's shape and strides are none: 1000000 axes",
        "t.shape = None | the tensor's shape and strides are none: 2 axes and no shape",
        "t.data = None | the tensor came without memory",
        "t.data, t.offset = None, 8 | the tensor came without memory",
        "p.shape[0] = -2 | a shape has no negative extents: [-2, 3]",
        "p.shape[0], p.shape[1] = 2**40, 2**40 | the tensor's shape and strides are none",
        "p.shape[0], p.shape[1] = 2**62, 1 | no memory holds an array of FLOAT64",
        "t.lanes = 4 | DLPack's type code 2 with 64 bits and 4 lanes",
        "t.lanes = 0 | DLPack's type code 2 with 64 bits and 0 lanes",
        "t.bits = 7 | DLPack's type code 2 with 7 bits",
        "t.bits = 0 | DLPack's type code 2 with 0 bits",
        "t.code = 200 | DLPack's type code 200",
        "t.device = 0 | a device of a kind unknown here",
        "p.is_neg = lambda: True | take tensor.resolve_neg()",
      })
  void refusesWhatNoTensorIsAndGivesItBack(String change, String said) {
    PYTHON.run(gil -> {
      PyObject producer = producer(gil, change);

      assertThatThrownBy(producer::array)
          .isInstanceOfAny(ConversionException.class, PythonException.class)
          .hasMessageContaining(said);
      boolean taken = !change.contains("is_neg");
      assertThat(producer.attr("deleted").size()).isEqualTo(taken ? 1 : 0);
    });
  }

  @Test
  void refusesCapsulesOfOtherNamesAndVersions() {
    PYTHON.run(gil -> {
      PyObject module =
          gil.run(
              "m",
              BorrowedArrayTest.PRODUCER
                  + """

                  class Versioned(c.Structure):
                      _fields_ = [("major", c.c_uint32), ("minor", c.c_uint32), ("context", c.c_void_p),
                                  ("deleter", Deleter), ("flags", c.c_uint64), ("tensor", Tensor)]
                  class Other(Producer):
                      def __init__(self, name, major=1, flags=0):
                          super().__init__()
                          self.name = name
                          self.versioned = Versioned(major, 7, None, Deleter(self.deleted.append), flags,
                                                     self.managed.tensor)
                      def __dlpack__(self, stream=None, max_version=None):
                          return new(c.addressof(self.versioned), self.name, None)
                  class Nothing:
                      def __dlpack__(self, stream=None): return None
                  class Number:
                      def __dlpack__(self, stream=None): return 42
                  other, newer = Other(b"tensor"), Other(b"dltensor_versioned", 2)
                  locked = Other(b"dltensor_versioned", 1, 1)
                  nothing, number = Nothing(), Number()
                  """);

      assertThatThrownBy(() -> module.attr("other").array())
          .hasMessageContaining("__dlpack__() gave no capsule of DLPack's");
      assertThatThrownBy(() -> module.attr("newer").array())
          .hasMessageContaining("the tensor comes in version 2 of DLPack's struct, and 1 is");
      for (String which : new String[] {"nothing", "number"}) {
        assertThatThrownBy(() -> module.attr(which).array())
            .isInstanceOf(ConversionException.class);
      }
      try (PyArray locked = module.attr("locked").array()) {
        assertThat(locked.readOnly()).isTrue();
        assertThatThrownBy(() -> locked.setDouble(1, 0, 0))
            .isInstanceOf(IllegalArgumentException.class);
        assertThat(locked.getDouble(1, 2)).isEqualTo(5.0);
      }
      assertThat(module.attr("other").attr("deleted").size()).isZero();
      assertThat(module.attr("newer").attr("deleted").size()).isZero();
      assertThat(module.attr("locked").attr("deleted").size()).isOne();
    });
  }

  @Test
  void anOffsetAndNoElementsAreFine() {
    PYTHON.run(gil -> {
      try (PyArray shifted = producer(gil, "t.offset, p.shape[0] = 16, 1").array();
          PyArray empty =
              producer(gil, "t.data, p.shape[0], p.shape[1] = None, 0, 2**62").array()) {
        assertThat(shifted.getDouble(0, 1)).isEqualTo(3.0);
        assertThat(empty.size()).isZero();
        assertThat(empty.segment().byteSize()).isZero();
      }
    });
  }

  @Test
  void halvesOfFloatsAreReadAndWrittenRoundedOnce() {
    PYTHON.run(gil -> {
      PyObject producer = producer(gil, "t.code, t.bits = 4, 16");
      try (PyArray tensor = producer.array()) {
        assertThat(tensor.type()).isEqualTo(ElementType.BFLOAT16);
        for (double exact : new double[] {1, -2.5, 0x1p-133, -0.0, Double.POSITIVE_INFINITY}) {
          tensor.setDouble(exact, 1, 2);
          assertThat(tensor.getDouble(1, 2)).isEqualTo(exact);
        }
        tensor.setDouble(Double.NaN, 0, 0);
        assertThat(tensor.getDouble(0, 0)).isNaN();
        tensor.setDouble(1 + 0x1p-8, 0, 1); // In the middle of two, of which the lower is even.
        assertThat(tensor.getDouble(0, 1)).isEqualTo(1);
        tensor.setDouble(1 + 0x1p-8 + 0x1p-40, 0, 1); // A float is the middle, the double is not.
        assertThat(tensor.getDouble(0, 1)).isEqualTo(1 + 0x1p-7);
        tensor.setDouble(1 + 0x1.8p-7 - 0x1p-40, 0, 1);
        assertThat(tensor.getDouble(0, 1)).isEqualTo(1 + 0x1p-7);
        tensor.setDouble(Double.MAX_VALUE, 0, 1);
        assertThat(tensor.getDouble(0, 1)).isInfinite();
      }
    });
  }

  @Test
  void halfPrecisionIsRoundedOnce() {
    Random random = new Random(42);
    try (NativeArray halves = NativeArray.allocate(ElementType.FLOAT16, 1)) {
      halves.setDouble(1 + 0x1p-11 + 0x1p-40, 0);
      assertThat(halves.getDouble(0)).isEqualTo(1 + 0x1p-10);
      for (int i = 0; i < 1000; i++) {
        double value = random.nextGaussian() * Math.pow(2, random.nextInt(20) - 9);
        halves.setDouble(value, 0);
        double read = halves.getDouble(0);
        double up = Float.float16ToFloat((short) (Float.floatToFloat16((float) read) + 1));
        double down = Float.float16ToFloat((short) (Float.floatToFloat16((float) read) - 1));

        assertThat(Math.abs(value - read))
            .isLessThanOrEqualTo(Math.abs(value - up))
            .isLessThanOrEqualTo(Math.abs(value - down));
      }
    }
  }

  @Test
  void saysThatNoMemoryHoldsSuchAShape() {
    assertThatThrownBy(() -> NativeArray.allocate(ElementType.FLOAT64, 1L << 40, 1L << 40))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no memory holds an array of FLOAT64 with the shape");
    assertThatThrownBy(() -> NativeArray.allocate(ElementType.FLOAT64, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a shape has no negative extents: [-1]");
    try (NativeArray nothing = NativeArray.allocate(ElementType.FLOAT64, 1L << 40, 0, 1L << 40)) {
      assertThat(nothing.size()).isZero();
      assertThat(nothing.contiguous()).isTrue();
    }
  }
}
