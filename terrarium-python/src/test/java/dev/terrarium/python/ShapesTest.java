package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Arrays of any number of axes as Java's arrays, and nothing flattened on the way.
@Tag("native")
class ShapesTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  record Mat(double[] data) {}

  record Deep(double[][] data) {}

  private static PyObject value(Gil gil, String source) {
    return gil.run("shapes", "import array, ctypes\nv = " + source).attr("v");
  }

  private static PyObject numpy(Gil gil, String source) {
    Assumptions.assumeTrue(
        PYTHON.python().installation().numpy().isPresent(), "this Python has no NumPy");
    return gil.run("shapes", "import numpy as np\nv = " + source).attr("v");
  }

  @Test
  void readsABufferOfAsManyAxes() {
    PYTHON.run(gil -> {
      PyObject grid = value(gil, "memoryview(bytes(range(6))).cast('B', (2, 3))");
      PyObject cube =
          value(gil, "memoryview(array.array('q', range(8))).cast('B').cast('q', (2, 2, 2))");
      PyObject doubles = value(gil, "((ctypes.c_double * 2) * 2)((0.5, 1.5), (2.5, 3.5))");

      assertThat(grid.as(byte[][].class)).isDeepEqualTo(new byte[][] {{0, 1, 2}, {3, 4, 5}});
      assertThat(cube.as(long[][][].class)[1]).isDeepEqualTo(new long[][] {{4, 5}, {6, 7}});
      assertThat(doubles.as(double[][].class))
          .isDeepEqualTo(new double[][] {{0.5, 1.5}, {2.5, 3.5}});
    });
  }

  @Test
  void readsATensorOfAsManyAxes() {
    NativeArray numbers = NativeArray.allocate(ElementType.INT64, 2, 2);
    numbers.setLong(7, 1, 0);
    PYTHON.run(gil -> {
      PyObject module =
          gil.run(
              "shapes",
              """
              class Tensor:
                def __init__(self, numbers): self.numbers = numbers
                def __dlpack__(self, **options): return self.numbers.__dlpack__(**options)
                def __dlpack_device__(self): return self.numbers.__dlpack_device__()
              """);
      PyObject tensor = module.callMethod("Tensor", gil.share(numbers));

      assertThat(tensor.as(long[][].class)).isDeepEqualTo(new long[][] {{0, 0}, {7, 0}});
      assertThatThrownBy(() -> tensor.as(long[].class))
          .hasMessageStartingWith("$: an array of the shape [2, 2] cannot be read as long[]");
    });
    PYTHON.run(Gil::none); // What was let go without the GIL is released by whoever takes it next.
    numbers.close();
  }

  @Test
  void readsEveryLayoutInTheOrderOfItsAxes() {
    PYTHON.run(gil -> {
      assertThat(numpy(gil, "np.arange(6).reshape(2, 3).T").as(long[][].class))
          .isDeepEqualTo(new long[][] {{0, 3}, {1, 4}, {2, 5}});
      assertThat(numpy(gil, "np.arange(6, dtype='>i4').reshape(2, 3)[:, ::-2]").as(int[][].class))
          .isDeepEqualTo(new int[][] {{2, 0}, {5, 3}});
      assertThat(numpy(gil, "np.broadcast_to(np.float32(0.5), (1, 2))").as(float[][].class))
          .isDeepEqualTo(new float[][] {{0.5f, 0.5f}});
      assertThat(numpy(gil, "np.zeros((2, 0), np.int16)").as(short[][].class))
          .isDeepEqualTo(new short[2][0]);
      assertThat(numpy(gil, "np.zeros((0, 2))").as(double[][].class))
          .isDeepEqualTo(new double[0][]);
      assertThat(numpy(gil, "[np.arange(2), [7]]").as(long[][].class))
          .isDeepEqualTo(new long[][] {{0, 1}, {7}});
      assertThat(numpy(gil, "{'data': np.eye(2)}").as(Deep.class).data())
          .isDeepEqualTo(new double[][] {{1, 0}, {0, 1}});
    });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bytes(range(6)) | (2, 3) | [2, 3]
          bytes(range(6)) | (1, 6) | [1, 6]
          """)
  void flattensNoBuffer(String bytes, String shape, String told) {
    PYTHON.run(gil -> {
      PyObject grid = value(gil, "memoryview(%s).cast('B', %s)".formatted(bytes, shape));

      assertThatThrownBy(() -> grid.as(byte[].class))
          .isInstanceOf(ConversionException.class)
          .hasMessage(
              "$: an array of the shape %s cannot be read as byte[], which has one axis: ask for byte[][], for tobytes() in Python, or for array(), which knows the shape"
                  .formatted(told));
    });
  }

  @Test
  void namesPathAndShapeOfAnArrayWithOtherAxes() {
    PYTHON.run(gil -> {
      PyObject grid = numpy(gil, "np.arange(6).reshape(2, 3)");

      assertThatThrownBy(() -> grid.as(long[].class))
          .isInstanceOf(ConversionException.class)
          .hasMessage(
              "$: an array of the shape [2, 3] cannot be read as long[], which has one axis: ask for long[][], for reshape(-1) in Python, or for array(), which knows the shape");
      assertThatThrownBy(() -> numpy(gil, "{'data': np.eye(2)}").as(Mat.class))
          .hasMessageStartingWith(
              "$.data: an array of the shape [2, 2] cannot be read as double[]");
      assertThatThrownBy(() -> numpy(gil, "np.arange(3)").as(long[][].class))
          .hasMessage(
              "$: an array of the shape [3] cannot be read as long[][], which has 2 axes: ask for long[], for another shape in Python, or for array(), which knows the shape");
      assertThatThrownBy(() -> numpy(gil, "[np.eye(2)]").as(double[][].class))
          .hasMessageStartingWith("$[0]: an array of the shape [2, 2]");
    });
  }

  @Test
  void aSingleNumberIsNoArray() {
    PYTHON.run(gil -> {
      PyObject single = numpy(gil, "np.array(5)");

      assertThatThrownBy(() -> single.as(long[].class))
          .hasMessage(
              "$: a single number in an array, of the shape [], is no long[]: ask for item() in Python, or read it with array()");
      assertThatThrownBy(() -> single.as(long[][].class)).hasMessageContaining("a single number");
      assertThat(single.as(long.class)).isEqualTo(5);
      assertThat(single.array().getLong()).isEqualTo(5);
    });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          f | double[] | an array of FLOAT32 cannot be read as double[]: ask for float[], for astype('float64') in Python, or read its elements with array()
          ? | boolean[] | an array of BOOL cannot be read as boolean[]: ask for tolist() in Python, or read its elements with array()
          q | boolean[] | an array of INT64 cannot be read as boolean[]: ask for long[], for tolist() in Python, or read its elements with array()
          I | int[] | an array of UINT32 cannot be read as int[]: ask for astype('int32') in Python, or read its elements with array()
          """)
  void saysWhatToAskForInsteadOfAnotherElement(String format, String type, String message) {
    Class<?> asked =
        List.of(double[].class, boolean[].class, int[].class).stream()
            .filter(each -> each.getSimpleName().equals(type))
            .findFirst()
            .orElseThrow();
    PYTHON.run(gil -> {
      PyObject zeros = value(gil, "memoryview(bytes(16)).cast('B').cast('%s')".formatted(format));

      assertThatThrownBy(() -> zeros.as(asked))
          .isInstanceOf(ConversionException.class)
          .hasMessage("$: " + message);
    });
  }

  @Test
  void saysThatAListOfAnArrayIsItsTolist() {
    PYTHON.run(gil -> {
      PyObject numbers = value(gil, "array.array('q', [1, 2])");

      assertThatThrownBy(() -> numbers.as(new TypeRef<List<Long>>() {}))
          .hasMessage(
              "$: expected list or tuple, got array.array array('q', [1, 2]): ask for its tolist() in Python, or for an array of primitives such as long[]");
      assertThatThrownBy(() -> gil.of("text").as(new TypeRef<List<Long>>() {}))
          .hasMessage("$: expected list or tuple, got str 'text'");
      assertThatThrownBy(() -> gil.of("text").as(long[][].class))
          .hasMessage("$: expected list or tuple, got str 'text'");
    });
  }

  @Test
  void saysThatWhatPythonMadeIsNoNativeArray() {
    PYTHON.run(gil -> {
      PyObject buffer = value(gil, "bytearray(2)");

      assertThatThrownBy(() -> buffer.as(NativeArray.class))
          .hasMessage(
              "$: expected NativeArray, got bytearray bytearray(b'\\x00\\x00'): read it with array(), whose copy() is a NativeArray");
      try (NativeArray copy = buffer.array().copy()) {
        assertThat(copy.size()).isEqualTo(2);
      }
    });
  }

  @Test
  void nestedArraysOfJavaAreATupleOfLists() {
    PYTHON.run(gil -> {
      PyObject nested = gil.of(new long[][] {{1, 2}, {}});

      assertThat(nested.repr()).isEqualTo("([1, 2], [])");
      assertThat(nested.as(long[][].class)).isDeepEqualTo(new long[][] {{1, 2}, {}});
    });
  }
}
