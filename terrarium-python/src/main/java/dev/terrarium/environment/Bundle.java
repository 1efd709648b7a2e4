package dev.terrarium.environment;

import dev.terrarium.os.Glibc;
import dev.terrarium.os.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The bundled Python: jars at hand, and what they unpack to.
///
/// @param version of the CPython
/// @param numpy version of the NumPy
/// @param layout of the jars and of the folder
/// @param jars one for each part
record Bundle(PythonVersion version, String numpy, Layout layout, List<BundledJar> jars) {
  private static final Glibc OLDEST_GLIBC = new Glibc(2, 35);

  private static final List<Path> AUTHORITIES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  /// What came of looking for the jars.
  sealed interface Finding {
    record Found(Bundle bundle) implements Finding {}

    record Absent(String reason) implements Finding {}
  }

  static Finding find(List<Path> jars, Platform platform, Pins pins) {
    List<BundledJar> found = new ArrayList<>();
    for (BundledJar.Part part : BundledJar.Part.values()) {
      Optional<String> name = pins.name(part, platform.classifier());
      if (name.isEmpty()) {
        return new Finding.Absent("nothing is bundled for " + platform + ".");
      }
      Optional<Path> jar = named(name.get(), jars);
      if (jar.isEmpty()) {
        return new Finding.Absent(
            name.get()
                + " is neither on the class path nor in the folder that terrarium.bundled names:"
                + " add terrarium-bundled to the dependencies.");
      }
      found.add(new BundledJar(part, jar.get(), pins.digests().getOrDefault(name.get(), "")));
    }
    PythonVersion version = PythonVersion.of(version(found.getFirst()));
    return new Finding.Found(
        new Bundle(version, version(found.get(1)), new Layout(platform, version.minor()), found));
  }

  private static Optional<Path> named(String name, List<Path> jars) {
    for (Path jar : jars) {
      if (jar.endsWith(name) && Files.exists(jar)) {
        return Optional.of(jar);
      }
    }
    return Optional.empty();
  }

  /// The CPython alone.
  Bundle withoutNumpy() {
    List<BundledJar> cpython =
        jars.stream().filter(jar -> jar.part() == BundledJar.Part.CPYTHON).toList();
    return new Bundle(version, numpy, layout, cpython);
  }

  /// Why a host cannot run it; empty if it can.
  Optional<String> fault(Host host) {
    return layout.platform().kernel() == Platform.Kernel.LINUX
        ? LibraryFile.glibcFault("the bundled Python", OLDEST_GLIBC, host)
        : Optional.empty();
  }

  /// The name of the folder it is unpacked to: the same name, the same content.
  String key() {
    StringBuilder key =
        new StringBuilder("python-").append(version).append("-numpy-").append(numpy).append('-');
    for (BundledJar jar : jars) {
      key.append(jar.sha256(), 0, 8);
    }
    return key.append('-').append(layout.recipe()).toString();
  }

  /// What it is once it is unpacked in this folder.
  Installation installation(Path folder) {
    return new Installation(
        Origin.BUNDLED,
        folder.resolve(layout.executable()),
        version,
        folder.resolve(layout.library()),
        folder,
        folder,
        layout.abi(),
        Optional.of(numpy),
        List.of(),
        List.of(),
        authorities());
  }

  /// Its OpenSSL looks for authorities in a folder of the machine it was built on.
  static Map<String, String> authorities() {
    for (Path file : AUTHORITIES) {
      if (Files.isReadable(file)) {
        return Map.of("SSL_CERT_FILE", file.toString());
      }
    }
    return Map.of();
  }

  /// `3.14.3` of `cpython-3.14.3-1.5.13-linux-x86_64.jar`.
  private static String version(BundledJar jar) {
    return jar.path().getFileName().toString().split("-", -1)[1];
  }
}
