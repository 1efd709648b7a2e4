package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("native")
class ArrayTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  @BeforeEach
  void needsNumpy() {
    Assumptions.assumeTrue(
        PYTHON.python().installation().numpy().isPresent(), "this Python has no NumPy");
  }

  @Test
  void anArrayOfOursIsTheSameMemoryInPython() {
    try (NativeArray array = NativeArray.copyOf(1.0, 2.0, 3.0)) {
      PYTHON.run(gil -> {
        PyObject shared = gil.ndarray(array);
        gil.run("m", "def f(a): a[1] = 20.0").callMethod("f", shared);

        assertThat(array.segment().getAtIndex(ValueLayout.JAVA_DOUBLE, 1)).isEqualTo(20.0);
        array.segment().setAtIndex(ValueLayout.JAVA_DOUBLE, 0, 10.0);
        assertThat(shared.callMethod("sum").as(double.class)).isEqualTo(33.0);
        assertThat(shared.array().segment().address()).isEqualTo(array.segment().address());
      });
    }
  }

  @Test
  void cannotBeClosedWhileAViewLivesInPython() {
    NativeArray array = NativeArray.allocate(ElementType.FLOAT32, 2, 3);
    PyRef row =
        PYTHON.call(
            gil -> gil.run("m", "def f(a): return a[1, ::-1]").callMethod("f", array).keep());

    assertThatThrownBy(array::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1 array(s) in Python use this memory");

    row.close();
    PYTHON.run(Gil::none); // What was let go without the GIL is released by whoever takes it next.
    array.close();
    array.close();
    assertThatThrownBy(() -> array.segment().get(ValueLayout.JAVA_FLOAT, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> PYTHON.call(gil -> gil.ndarray(array).isNone()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this array was closed");
  }

  @Test
  void aDirectBufferIsSharedInItsShape() {
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(24).order(ByteOrder.nativeOrder()).asFloatBuffer();
    PYTHON.run(gil -> {
      PyObject shared = gil.ndarray(buffer, 2, 3);
      gil.run("m", "def f(a): a[1, 2] = 7").callMethod("f", shared);

      assertThat(buffer.get(5)).isEqualTo(7f);
      assertThat(shared.attr("shape").toJava()).isEqualTo(Tuple.of(2L, 3L));
      assertThat(shared.attr("dtype").str()).isEqualTo("float32");
      assertThat(gil.ndarray(buffer.asReadOnlyBuffer()).attr("flags").attr("writeable").isTrue())
          .isFalse();
    });
  }

  @Test
  void theOwnerOfABufferIsToldWhenPythonUsesItNoMore() {
    AtomicInteger told = new AtomicInteger();
    ByteBuffer buffer = ByteBuffer.allocateDirect(24).order(ByteOrder.nativeOrder());
    try (PyRef held = PYTHON.call(gil -> gil.eval("[]").keep())) {
      PYTHON.run(gil -> {
        PyObject array = gil.ndarray(buffer, told::incrementAndGet, 2, 12);
        gil.of(held).callMethod("append", array.callMethod("view", "i4").item(1L));
      });
      assertThat(told).hasValue(0);

      PYTHON.run(gil -> gil.of(held).callMethod("clear"));

      assertThat(told).hasValue(1);
    }
  }

  @Test
  void anOwnerThatFailsWhenItIsToldDoesNoHarm() {
    PYTHON.run(gil -> {
      Runnable fails =
          () -> {
            throw new IllegalStateException("told");
          };
      try (PyObject shared = gil.ndarray(ByteBuffer.allocateDirect(4), fails)) {
        assertThat(shared.attr("nbytes").toJava()).isEqualTo(4L);
      }

      assertThat(gil.eval("1 + 1").toJava()).isEqualTo(2L);
    });
  }

  @Test
  void refusesBuffersThatCannotBeShared() {
    PYTHON.run(gil -> {
      assertThatThrownBy(() -> gil.ndarray(FloatBuffer.allocate(4)))
          .hasMessageContaining("only a direct buffer");
      FloatBuffer other =
          ByteBuffer.allocateDirect(16)
              .order(
                  ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
                      ? ByteOrder.LITTLE_ENDIAN
                      : ByteOrder.BIG_ENDIAN)
              .asFloatBuffer();
      assertThatThrownBy(() -> gil.ndarray(other)).hasMessageContaining("other byte order");
      assertThatThrownBy(() -> gil.ndarray(ByteBuffer.allocateDirect(4), 5))
          .hasMessage("the shape [5] does not hold the buffer's 4 elements");
    });
  }

  @Test
  void pythonsArrayIsTheSameMemoryInJava() {
    PYTHON.run(gil -> {
      PyObject array =
          gil.importModule("numpy").callMethod("arange", 6).callMethod("reshape", 2, 3);
      PyArray view = array.array();

      assertThat(view.shape()).containsExactly(2, 3);
      assertThat(view.strides()).containsExactly(24, 8);
      assertThat(view.type()).isEqualTo(ElementType.INT64);
      assertThat(view.segment().getAtIndex(ValueLayout.JAVA_LONG, 5)).isEqualTo(5);
      view.segment().setAtIndex(ValueLayout.JAVA_LONG, 0, 40);
      assertThat(array.callMethod("sum").as(long.class)).isEqualTo(55);
    });
  }

  @Test
  void aViewEndsWithItsRegion() {
    AtomicReference<MemorySegment> escaped = new AtomicReference<>();
    AtomicReference<PyArray> view = new AtomicReference<>();
    PYTHON.run(gil -> {
      view.set(gil.eval("bytearray(b'abc')").array());
      escaped.set(view.get().segment());
      assertThat(escaped.get().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 'a');
    });

    assertThat(escaped.get().scope().isAlive()).isFalse();
    assertThatThrownBy(() -> view.get().segment())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this view of a Python array was closed");
  }

  @Test
  void readOnlyMemoryCannotBeWritten() {
    PYTHON.run(gil -> {
      PyArray view = gil.eval("b'abc'").array();

      assertThat(view.readOnly()).isTrue();
      assertThatThrownBy(() -> view.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
          .isInstanceOf(IllegalArgumentException.class);
    });
  }

  @Test
  void saysWhatItCannotView() {
    PYTHON.run(gil -> {
      PyObject numpy = gil.importModule("numpy");
      PyObject strided =
          gil.run("m", "def f(a): return a[::2]").callMethod("f", numpy.callMethod("arange", 6));

      assertThat(strided.array().strides()).containsExactly(16);
      assertThatThrownBy(() -> strided.array().segment())
          .hasMessageContaining("numpy.ascontiguousarray");
      assertThatThrownBy(() -> gil.of(List.of(1)).array())
          .isInstanceOf(ConversionException.class)
          .hasMessage("$: expected an array or another buffer, got list");
      assertThatThrownBy(() -> numpy.callMethod("array", List.of(1L), "object").array())
          .hasMessageContaining("the format 'O'");
    });
  }

  @Test
  void anArrayIsReadAsAPrimitiveArrayOfItsOwnType() {
    PYTHON.run(gil -> {
      PyObject numpy = gil.importModule("numpy");
      PyObject doubles = numpy.callMethod("linspace", 0, 1, 3);

      assertThat(doubles.as(double[].class)).containsExactly(0, 0.5, 1);
      assertThatThrownBy(() -> doubles.as(float[].class))
          .isInstanceOf(ConversionException.class)
          .hasMessage(
              "$: an array of FLOAT64 cannot be read as float[]: ask for double[], for astype('float32') in Python, or read its elements with array()");
    });
  }

  @Test
  void aScalarOfNumpyIsItsValue() {
    PYTHON.run(gil -> {
      PyObject module =
          gil.run(
              "m",
              "import numpy as n\nv = [n.float32(0.5), n.int64(3), n.bool_(True), n.float64(1)]");

      assertThat(module.attr("v").toJava()).isEqualTo(List.of(0.5, 3L, true, 1.0));
      assertThat(module.attr("v").item(0).as(double.class)).isEqualTo(0.5);
      assertThat(module.attr("v").item(1).as(int.class)).isEqualTo(3);
      assertThat(module.attr("v").item(2).as(boolean.class)).isTrue();
    });
  }
}
