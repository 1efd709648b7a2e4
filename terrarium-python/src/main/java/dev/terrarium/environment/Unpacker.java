package dev.terrarium.environment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Copies what a bundled Python needs out of its jars into one folder.
final class Unpacker {
  private final Bundle bundle;
  private final Path folder;
  private final UnpackListener listener;
  private final Set<Path> made = new HashSet<>();
  private final byte[] buffer = new byte[1 << 16];
  private long total;
  private long done;
  private long told;

  Unpacker(Bundle bundle, Path folder, UnpackListener listener) {
    this.bundle = bundle;
    this.folder = folder;
    this.listener = listener;
  }

  private record Copy(ZipEntry entry, String target) {}

  /// @throws EnvironmentException if a jar is not the one that this release pins
  void unpack() throws IOException {
    List<List<Copy>> copies = new ArrayList<>();
    for (BundledJar jar : bundle.jars()) {
      verify(jar);
      try (ZipFile zip = new ZipFile(jar.path().toFile())) {
        copies.add(plan(jar, zip));
      }
    }
    total = copies.stream().flatMap(List::stream).mapToLong(copy -> copy.entry().getSize()).sum();
    for (int index = 0; index < copies.size(); index++) {
      try (ZipFile zip = new ZipFile(bundle.jars().get(index).path().toFile())) {
        for (Copy copy : copies.get(index)) {
          copy(zip, copy);
        }
      }
    }
    if (bundle.jars().stream().anyMatch(jar -> jar.part() == BundledJar.Part.NUMPY)) {
      Files.writeString(resolve(bundle.layout().loader()), Resources.text("openblas.py"));
    }
    listener.unpacked(total, total);
  }

  private static void verify(BundledJar jar) throws IOException {
    String digest = Digests.of(jar.path());
    if (!digest.equals(jar.sha256())) {
      throw new EnvironmentException(
          """
          %s is not the file that this release of Terrarium pins: its SHA-256 is %s, and should be \
          %s. Remove it and let the build fetch it again.\
          """
              .formatted(jar.path(), digest, jar.sha256()));
    }
  }

  private List<Copy> plan(BundledJar jar, ZipFile zip) {
    return zip.stream()
        .flatMap(entry -> {
          Optional<String> target = bundle.layout().target(jar.part(), entry.getName());
          return target.map(path -> new Copy(entry, path)).stream();
        })
        .toList();
  }

  private void copy(ZipFile zip, Copy copy) throws IOException {
    Path target = resolve(copy.target());
    try (InputStream in = zip.getInputStream(copy.entry());
        OutputStream out = Files.newOutputStream(target)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        tell(read);
      }
    }
    if (bundle.layout().isProgram(copy.target())) {
      makeExecutable(target);
    }
  }

  private void tell(int bytes) {
    done += bytes;
    if (done - told >= 1 << 20) {
      told = done;
      listener.unpacked(done, total);
    }
  }

  private Path resolve(String name) throws IOException {
    Path target = folder.resolve(name).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("an entry of a jar points out of the folder: " + name);
    }
    Path parent = target.resolveSibling("");
    if (made.add(parent)) {
      Files.createDirectories(parent);
    }
    return target;
  }

  private static void makeExecutable(Path program) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(program, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
