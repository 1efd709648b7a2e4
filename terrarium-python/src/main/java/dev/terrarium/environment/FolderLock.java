package dev.terrarium.environment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Exclusive right to make a folder, among the threads of this process and among processes.
///
/// The operating system releases it when its process dies. Its file stays: removing it would let
/// two processes lock two files of one name.
final class FolderLock implements AutoCloseable {
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock threads;
  private final FileChannel channel;

  private FolderLock(ReentrantLock threads, FileChannel channel) {
    this.threads = threads;
    this.channel = channel;
  }

  /// Waits for the right; says so first if another process has it.
  static FolderLock acquire(Path file, Runnable waiting) throws IOException {
    ReentrantLock threads =
        THREADS.computeIfAbsent(file.toAbsolutePath().normalize(), _ -> new ReentrantLock());
    threads.lock();
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        lock(channel, waiting);
        return new FolderLock(threads, channel);
      } catch (IOException | RuntimeException failure) {
        channel.close();
        throw failure;
      }
    } catch (IOException | RuntimeException failure) {
      threads.unlock();
      throw failure;
    }
  }

  private static void lock(FileChannel channel, Runnable waiting) throws IOException {
    boolean said = false;
    while (true) {
      try {
        if (channel.tryLock() != null) {
          return;
        }
        if (!said) {
          waiting.run();
        }
        channel.lock();
        return;
      } catch (OverlappingFileLockException _) {
        // These classes, loaded a second time in this process, have it: there is no waiting call.
        if (!said) {
          waiting.run();
        }
        said = true;
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      threads.unlock();
    }
  }
}
