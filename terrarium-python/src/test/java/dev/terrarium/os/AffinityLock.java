package dev.terrarium.os;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Held by tests that move threads of the whole machine, and by those that would see it: tests run
/// in several JVMs.
final class AffinityLock implements AutoCloseable {
  private final FileChannel file;

  private AffinityLock(FileChannel file) {
    this.file = file;
  }

  static AffinityLock take() throws IOException {
    Path path = Path.of(System.getProperty("java.io.tmpdir"), "terrarium-tests-affinity.lock");
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    file.lock();
    return new AffinityLock(file);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
