package dev.terrarium.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.terrarium.os.Platform;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// Where things lie in the jars of the bundled Python, and where in the folder it is unpacked to.
///
/// The folder is an ordinary installation prefix. NumPy goes to its `site-packages` and OpenBLAS
/// beside NumPy, as in NumPy's own wheels, so that the interpreter's children and virtual
/// environments find both. What only developers of CPython and NumPy need stays in the jars.
///
/// @param platform whose jars they are
/// @param minor the minor version of the CPython, 14 for 3.14
record Layout(Platform platform, int minor) {
  /// Counts the changes of how the folder is made that nothing else here shows.
  private static final int FORMAT = 1;

  private static final String CPYTHON_LEFT_OUT =
      "(include|share|libs|tcl|scripts)/.*"
          + "|bin/(?!python3(\\.\\d+)?$).*"
          + "|lib/(cmake|pkgconfig|engines-3|ossl-modules)/.*"
          + "|lib/(python3\\.\\d+/)?(test|idlelib|tkinter|turtledemo|config-[^/]*)/.*"
          + "|lib/(python3\\.\\d+/)?(site-packages/)?pip(-[^/]*)?/.*"
          + "|lib/(python3\\.\\d+/)?(turtle\\.py|_tkinter\\..*)"
          + "|lib/(python3\\.\\d+/lib-dynload/)?(_test|_ctypes_test|_xxtest|xxlimited|xxsubtype).*"
          + "|(lib)?jni[^/]*|libffi\\.so|python3\\.\\d+";

  private static final String NUMPY_LEFT_OUT =
      "(.*/)?(tests|include)/.*|.*\\.(pyi|pxd|a|lib)|.*_tests\\.[^/]*";

  private static final String OPENBLAS_KEPT =
      "lib(gcc_s|quadmath|gfortran|openblas)[.0-9]*\\.(so|dylib|dll)[.0-9]*";

  /// The same, compiled when something is unpacked and not at every start.
  private static final class Rules {
    static final Pattern CPYTHON = Pattern.compile(CPYTHON_LEFT_OUT);
    static final Pattern NUMPY = Pattern.compile(NUMPY_LEFT_OUT);
    static final Pattern OPENBLAS = Pattern.compile(OPENBLAS_KEPT);
  }

  /// A short digest of all that decides, beside the jars, what the folder holds.
  String recipe() {
    CRC32 digest = new CRC32();
    digest.update((CPYTHON_LEFT_OUT + NUMPY_LEFT_OUT + OPENBLAS_KEPT + FORMAT).getBytes(UTF_8));
    digest.update(Resources.text("openblas.py").getBytes(UTF_8));
    digest.update(Resources.text("warm.py").getBytes(UTF_8));
    digest.update((loader() + executable() + library()).getBytes(UTF_8));
    return Long.toHexString(digest.getValue());
  }

  /// Where an entry of a jar goes in the folder; empty if it is left out.
  Optional<String> target(BundledJar.Part part, String entry) {
    String prefix = "org/bytedeco/" + part.artifact() + "/" + platform.classifier() + "/";
    if (!entry.startsWith(prefix) || entry.endsWith("/")) {
      return Optional.empty();
    }
    String path = entry.substring(prefix.length());
    return switch (part) {
      case CPYTHON -> Rules.CPYTHON.matcher(path).matches() ? Optional.empty() : Optional.of(path);
      case NUMPY ->
          path.startsWith("python/") && !Rules.NUMPY.matcher(path).matches()
              ? Optional.of(site() + path.substring("python".length()))
              : Optional.empty();
      case OPENBLAS ->
          Rules.OPENBLAS.matcher(path).matches()
              ? Optional.of(site() + "/numpy.libs/" + path)
              : Optional.empty();
    };
  }

  /// The module that loads OpenBLAS before NumPy needs it.
  String loader() {
    return site() + "/numpy/_distributor_init_local.py";
  }

  String executable() {
    return isWindows() ? "python.exe" : "bin/python3." + minor;
  }

  /// Whether a file of the folder is a program.
  boolean isProgram(String path) {
    return path.startsWith("bin/");
  }

  String library() {
    return switch (platform.kernel()) {
      case WINDOWS -> "python3" + minor + ".dll";
      case MACOS -> "libpython3." + minor + ".dylib";
      case LINUX, OTHER -> "libpython3." + minor + ".so.1.0";
    };
  }

  String abi() {
    return switch (platform.kernel()) {
      case WINDOWS -> "cp3" + minor + "-win_amd64";
      case MACOS -> "cpython-3" + minor + "-darwin";
      case LINUX, OTHER -> "cpython-3" + minor + "-" + machine() + "-linux-gnu";
    };
  }

  private String machine() {
    return platform.processor() == Platform.Processor.ARM64 ? "aarch64" : "x86_64";
  }

  private String site() {
    return isWindows() ? "lib/site-packages" : "lib/python3." + minor + "/site-packages";
  }

  private boolean isWindows() {
    return platform.kernel() == Platform.Kernel.WINDOWS;
  }
}
