package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("native")
class SharedArrayTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  @Test
  void memoryIsSharedSoThatPythonCannotWriteIt() {
    Assumptions.assumeTrue(
        PYTHON.python().installation().numpy().isPresent(), "this Python has no NumPy");
    NativeArray array = NativeArray.copyOf(1.0, 2.0);
    NativeArray locked = array.asReadOnly();
    PYTHON.run(gil -> {
      PyObject check =
          gil.run(
              "m",
              """
              import numpy, ctypes
              def refused(error, work):
                  try: work()
                  except error as e: return str(e)
                  raise AssertionError("not refused")
              def check(shared, array):
                  assert memoryview(shared).readonly and shared.__array_interface__["data"][1] is True
                  refused(TypeError, lambda: memoryview(shared).__setitem__(0, 5.0))
                  assert "not writable" in refused(TypeError, lambda: (ctypes.c_double * 2).from_buffer(shared))
                  assert "asReadOnly" in refused(BufferError, lambda: shared.__buffer__(1)) if hasattr(memoryview, "__buffer__") else True
                  for it in (numpy.asarray(shared), array):
                      assert not it.flags.writeable
                      refused(ValueError, lambda: it.__setitem__(0, 5.0))
                      refused(ValueError, lambda: it.flags.__setattr__("writeable", True))
                  assert "version 1.0" in refused(BufferError, shared.__dlpack__)
                  copied = shared.__dlpack__(copy=True)
                  return shared.__dlpack__(max_version=(1, 0)), copied
              """);
      PyObject capsules = check.callMethod("check", gil.share(locked), gil.of(locked));

      try (PyArray tensor = capsules.item(0).array();
          PyArray copied = capsules.item(1).array()) {
        assertThat(tensor.readOnly()).isTrue();
        assertThat(tensor.getDouble(1)).isEqualTo(2.0);
        assertThatThrownBy(() -> tensor.setDouble(3, 0))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("read-only");
        copied.setDouble(9, 0);
      }
      assertThat(gil.share(locked).as(NativeArray.class)).isSameAs(locked);
    });
    assertThat(locked.readOnly()).isTrue();
    assertThat(locked.asReadOnly()).isSameAs(locked);
    assertThatThrownBy(() -> locked.setDouble(3, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("read-only");
    array.setDouble(3, 0);
    assertThat(locked.getDouble(0)).isEqualTo(3);
    locked.close();
    assertThatThrownBy(() -> array.getDouble(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void needsNoNumpyToBeTheSameMemoryInPython() {
    try (NativeArray array = NativeArray.copyOf(1.0, 2.0, 3.0)) {
      PYTHON.run(gil -> {
        PyObject view = gil.importModule("builtins").callMethod("memoryview", gil.share(array));
        view.setItem(1, 20.0);

        assertThat(array.getDouble(1)).isEqualTo(20.0);
        array.setDouble(10.0, 0);
        assertThat(view.item(0).as(double.class)).isEqualTo(10.0);
        assertThat(view.attr("shape").toJava()).isEqualTo(Tuple.of(3L));
      });
    }
  }

  @Test
  void saysInEveryProtocolWhatItIs() {
    try (NativeArray array = NativeArray.allocate(ElementType.INT16, 2, 3)) {
      PYTHON.run(gil -> {
        PyObject shared = gil.share(array);
        PyObject view = gil.importModule("builtins").callMethod("memoryview", shared);
        PyObject described = shared.attr("__array_interface__");

        assertThat(shared.repr()).isEqualTo("<terrarium.Array <i2 [2, 3] in Java's memory>");
        assertThat(shared.typeName()).isEqualTo("terrarium.Array");
        assertThat(shared.size()).isEqualTo(2);
        assertThat(view.attr("format").as(String.class)).isEqualTo("h");
        assertThat(view.attr("strides").toJava()).isEqualTo(Tuple.of(6L, 2L));
        assertThat(view.attr("readonly").isTrue()).isFalse();
        assertThat(described.item("typestr").as(String.class)).isEqualTo("<i2");
        assertThat(described.item("data").item(0).as(long.class))
            .isEqualTo(array.segment().address());
        assertThat(shared.callMethod("__dlpack_device__").toJava()).isEqualTo(Tuple.of(1L, 0L));
      });
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyElementTypeGoesThereAndBack(ElementType type) {
    try (NativeArray array = NativeArray.allocate(type, 4)) {
      PYTHON.run(gil -> {
        PyArray view = gil.share(array).array();

        assertThat(view.type()).isEqualTo(type);
        assertThat(view.segment().address()).isEqualTo(array.segment().address());
        PyArray lent = gil.share(array).callMethod("__dlpack__").array();
        assertThat(lent.type()).isEqualTo(type);
        assertThat(lent.segment().address()).isEqualTo(array.segment().address());
        if (PYTHON.python().installation().numpy().isPresent() && type != ElementType.BFLOAT16) {
          PyObject dtype =
              gil.importModule("numpy").callMethod("asarray", gil.share(array)).attr("dtype");
          assertThat(dtype.is(gil.ndarray(array).attr("dtype"))).isTrue();
          assertThat(dtype.str().toUpperCase(Locale.ROOT)).isEqualTo(type.name());
        }
      });
    }
  }

  @Test
  void numbersThatNumPyLacksAreForTensorsAlone() {
    try (NativeArray array = NativeArray.allocate(ElementType.BFLOAT16, 2)) {
      PYTHON.run(gil -> {
        PyObject shared = gil.share(array);
        PyObject refused =
            gil.run(
                "m",
                """
                def refused(shared):
                    try: import numpy
                    except ImportError: return True
                    try: return str(numpy.asarray(shared).dtype)
                    except Exception: return True
                """);

        assertThat(shared.repr()).isEqualTo("<terrarium.Array bfloat16 [2] in Java's memory>");
        assertThat(refused.callMethod("refused", shared).toJava()).isEqualTo(true);
        assertThatThrownBy(() -> gil.ndarray(array))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("NumPy has no arrays of BFLOAT16: give Python gil.share(array)");
      });
    }
  }

  @Test
  void isTheSameJavaArrayWhenItComesBack() {
    try (NativeArray array = NativeArray.copyOf(1L, 2L)) {
      PYTHON.run(gil -> {
        PyObject shared = gil.share(array);

        assertThat(shared.as(NativeArray.class)).isSameAs(array);
        assertThat(shared.toJava()).isSameAs(array);
      });
    }
  }

  @Test
  void cannotBeClosedWhileAnyViewLives() {
    NativeArray array = NativeArray.copyOf(1.0, 2.0);
    PyRef view =
        PYTHON.call(
            gil -> gil.importModule("builtins").callMethod("memoryview", gil.share(array)).keep());

    assertThatThrownBy(array::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1 array(s) in Python use this memory");

    view.close();
    PYTHON.run(Gil::none);
    array.close();
    assertThatThrownBy(() -> array.getDouble(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> PYTHON.call(gil -> gil.share(array).isNone()))
        .hasMessage("this array was closed");
  }

  @Test
  void aCapsuleThatNobodyUsesLetsTheMemoryGo() {
    NativeArray array = NativeArray.copyOf(1.0);
    PYTHON.run(gil -> {
      try (PyObject capsule = gil.share(array).callMethod("__dlpack__")) {
        assertThat(capsule.repr()).contains("\"dltensor\"");
        assertThatThrownBy(array::close).isInstanceOf(IllegalStateException.class);
      }
    });

    array.close();
  }

  @Test
  void aCapsuleGivesItsTensorAwayOnce() {
    try (NativeArray array = NativeArray.copyOf(1.0)) {
      PYTHON.run(gil -> {
        PyObject capsule = gil.share(array).callMethod("__dlpack__");
        try (PyArray first = capsule.array()) {
          assertThat(first.getDouble(0)).isEqualTo(1.0);
        }

        assertThat(capsule.repr()).contains("\"used_dltensor\"");
        assertThatThrownBy(capsule::array)
            .isInstanceOf(ConversionException.class)
            .hasMessageContaining("the DLPack capsule has been used already");
      });
    }
  }

  @Test
  void aConsumerThatAsksForAVersionGetsIt() {
    try (NativeArray array = NativeArray.copyOf(1.0)) {
      PYTHON.run(gil -> {
        PyObject ask = gil.run("m", "def f(a, **k): return a.__dlpack__(**k)").attr("f");
        PyObject versioned =
            ask.call(List.of(gil.share(array)), Map.of("max_version", Tuple.of(1L, 0L)));
        assertThat(versioned.repr()).contains("\"dltensor_versioned\"");
        assertThat(versioned.array().getDouble(0)).isEqualTo(1.0);

        PyObject copied = ask.call(List.of(gil.share(array)), Map.of("copy", true));
        PyArray copy = copied.array();
        array.setDouble(7.0, 0);
        assertThat(copy.getDouble(0)).isEqualTo(1.0);
      });
    }
  }

  @Test
  void refusesStreamsAndOtherDevices() {
    try (NativeArray array = NativeArray.copyOf(1.0)) {
      PYTHON.run(gil -> {
        PyObject ask =
            gil.run(
                    "m",
                    """
                    def f(a, **options):
                        try: a.__dlpack__(**options)
                        except BufferError as e: return str(e)
                    """)
                .attr("f");

        assertThat(ask.call(List.of(gil.share(array)), Map.of("stream", 2L)).str())
            .contains("which has no streams: pass stream=None, not 2");
        assertThat(ask.call(List.of(gil.share(array)), Map.of("dl_device", Tuple.of(2L, 0L))).str())
            .contains("is not copied to (2, 0) here");
      });
    }
  }

  @Test
  void libraryAfterLibrarySharesOneObject() {
    Assumptions.assumeTrue(
        PYTHON.python().installation().numpy().isPresent(), "this Python has no NumPy");
    try (NativeArray array = NativeArray.copyOf(1.0, 2.0, 3.0)) {
      PYTHON.run(gil -> {
        PyObject numpy = gil.importModule("numpy");
        PyObject shared = gil.share(array);
        PyObject byBuffer = numpy.callMethod("asarray", shared);
        PyObject byDlpack = numpy.callMethod("from_dlpack", shared);
        PyObject byInterface =
            numpy.callMethod(
                "asarray",
                gil.run(
                        "m",
                        "class Only: pass\ndef f(a):\n o = Only()\n o.__array_interface__ = a.__array_interface__\n o.a = a\n return o")
                    .callMethod("f", shared));
        array.setDouble(30.0, 2);

        assertThat(byBuffer.item(2).as(double.class)).isEqualTo(30.0);
        assertThat(byDlpack.item(2).as(double.class)).isEqualTo(30.0);
        assertThat(byInterface.item(2).as(double.class)).isEqualTo(30.0);
      });
    }
  }

  @Test
  void theLastViewMayDieOnAnyThread() throws Exception {
    NativeArray array = NativeArray.copyOf(1.0);
    PyRef view =
        PYTHON.call(
            gil -> gil.importModule("builtins").callMethod("memoryview", gil.share(array)).keep());

    CompletableFuture<Void> elsewhere = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          view.close();
          PYTHON.run(Gil::none);
          elsewhere.complete(null);
        });
    elsewhere.get();
    array.close();
  }
}
