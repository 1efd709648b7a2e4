package dev.terrarium.environment;

import dev.terrarium.os.Glibc;
import dev.terrarium.os.Platform;
import dev.terrarium.os.Platform.Kernel;
import dev.terrarium.os.Platform.Processor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Jars laid out as those of the bundled Python, small, with a shell script for an interpreter.
///
/// @param jars CPython, NumPy, OpenBLAS
/// @param pins their digests
record BundleFixture(List<Path> jars, Pins pins) {
  static final Host HOST =
      new Host(new Platform(Kernel.LINUX, Processor.X86_64), () -> Glibc.of("2.36"));

  private static final String CPYTHON = "org/bytedeco/cpython/linux-x86_64/";
  private static final String NUMPY = "org/bytedeco/numpy/linux-x86_64/";
  private static final String OPENBLAS = "org/bytedeco/openblas/linux-x86_64/";

  /// Jars whose interpreter runs.
  static BundleFixture in(Path folder) throws IOException {
    return in(folder, "#!/bin/sh\nexit 0\n");
  }

  static BundleFixture in(Path folder, String interpreter) throws IOException {
    Map<String, byte[]> python = new LinkedHashMap<>();
    python.put(CPYTHON + "bin/python3.14", text(interpreter));
    python.put(CPYTHON + "bin/idle3", text("left out"));
    python.put(CPYTHON + "libpython3.14.so.1.0", bytes(3 << 20));
    python.put(CPYTHON + "libjnipython.so", bytes(100));
    python.put(CPYTHON + "lib/python3.14/os.py", text("# os"));
    python.put(CPYTHON + "lib/python3.14/empty.py", text(""));
    python.put(CPYTHON + "lib/python3.14/test/test_os.py", text("left out"));
    python.put(CPYTHON + "include/Python.h", text("left out"));
    Map<String, byte[]> numpy = new LinkedHashMap<>();
    numpy.put(NUMPY + "python/numpy/__init__.py", text("# numpy"));
    numpy.put(NUMPY + "python/numpy/tests/test_all.py", text("left out"));
    Map<String, byte[]> openblas =
        Map.of(OPENBLAS + "libopenblas.so.0", bytes(1000), "META-INF/MANIFEST.MF", text(""));
    List<Path> jars =
        List.of(
            jar(folder.resolve("cpython-3.14.3-1-linux-x86_64.jar"), python),
            jar(folder.resolve("numpy-2.4.2-1-linux-x86_64.jar"), numpy),
            jar(folder.resolve("openblas-0.3.31-1-linux-x86_64.jar"), openblas));
    return new BundleFixture(jars, pins(jars));
  }

  /// The pins that fit the jars as they are now.
  static Pins pins(List<Path> jars) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path jar : jars) {
      text.append(Digests.of(jar)).append("  ").append(jar.getFileName()).append('\n');
    }
    return Pins.of(text.toString());
  }

  SearchPath addedTo(SearchPath path) {
    return new SearchPath(
        path.request(), path.virtualEnv(), path.directory(), path.installed(), jars, path.cache());
  }

  private static Path jar(Path file, Map<String, byte[]> entries) throws IOException {
    Files.createDirectories(file.getParent());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }

  private static byte[] text(String content) {
    return content.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }
}
