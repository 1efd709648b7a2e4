package dev.terrarium.environment;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One CPython that can be embedded, and all that starting it takes.
///
/// @param origin where it was found
/// @param executable the interpreter's program, in a virtual environment that of the environment;
///   becomes `sys.executable`
/// @param version the version it reported
/// @param library the shared libpython to open with global symbol visibility
/// @param prefix `sys.prefix`, the virtual environment's folder if it is one
/// @param basePrefix `sys.base_prefix`, the installation the standard library lies in
/// @param abi the tag of its extension modules, such as `cpython-313-x86_64-linux-gnu`
/// @param numpy the version of the NumPy that `import numpy` would find, or empty
/// @param sitePath folders to add to `sys.path`, in order
/// @param preload shared libraries to open before an extension module needs them, in order
/// @param variables defaults for `os.environ`; what the process already has wins
public record Installation(
    Origin origin,
    Path executable,
    PythonVersion version,
    Path library,
    Path prefix,
    Path basePrefix,
    String abi,
    Optional<String> numpy,
    List<Path> sitePath,
    List<Path> preload,
    Map<String, String> variables) {

  public Installation {
    sitePath = List.copyOf(sitePath);
    preload = List.copyOf(preload);
    variables = Map.copyOf(variables);
  }

  /// The Python process that this JVM runs in; what starting one takes is empty, as it runs.
  ///
  /// @param abi as a component of the record
  public static Installation hosting(
      Path executable, PythonVersion version, Path prefix, Path basePrefix, String abi) {
    return new Installation(
        Origin.HOST,
        executable,
        version,
        executable,
        prefix,
        basePrefix,
        abi,
        Optional.empty(),
        List.of(),
        List.of(),
        Map.of());
  }

  /// The same, with these defaults for `os.environ`.
  Installation withVariables(Map<String, String> defaults) {
    return new Installation(
        origin,
        executable,
        version,
        library,
        prefix,
        basePrefix,
        abi,
        numpy,
        sitePath,
        preload,
        defaults);
  }

  /// Whether it is a virtual environment over another installation.
  public boolean isVirtual() {
    return !prefix.equals(basePrefix);
  }
}
