package dev.terrarium.python;

import dev.terrarium.capi.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A view of a Python array's memory that travels: between threads, and beyond the region it was
/// made in.
///
/// Nothing is copied, and the GIL is not needed to read it; that nobody writes the same element
/// meanwhile is for the program to see to. Close it, from any thread; the collector closes what was
/// forgotten, some time later. Given to Python it is the very object that it views.
public final class KeptArray extends NdArray implements AutoCloseable {
  private final PyMemory source;
  private final @Nullable MemorySegment memory;
  private final Hold hold;
  private final Cleaner.Cleanable cleanable;

  /// Needs the GIL, which the view's lease is held with.
  KeptArray(PyMemory source) {
    super(source.geometry());
    this.source = source;
    this.hold = new Hold(source.lease().hold());
    this.memory = PyArray.memory(source, hold.arena);
    this.cleanable = source.lease().interpreter().cleaner.register(this, hold);
  }

  @Override
  MemorySegment memory() {
    checkOpen();
    return PyArray.readable(memory, source.device());
  }

  @Override
  boolean isOpen() {
    return !hold.closed.get();
  }

  @Override
  boolean isReadOnly() {
    return source.readOnly();
  }

  @Override
  public boolean readOnly() {
    return source.readOnly();
  }

  @Override
  public Device device() {
    return source.device();
  }

  /// The object that it views, borrowed; needs the GIL, which keeps a concurrent close from taking
  /// effect.
  long object() {
    checkOpen();
    return source.lease().object();
  }

  /// Ends the view and gives the memory back to Python. Doing so again does nothing.
  ///
  /// @throws IllegalStateException while an operation of Java's that has not ended uses the memory
  @Override
  public void close() {
    hold.run();
    cleanable.clean();
  }

  private void checkOpen() {
    if (hold.closed.get()) {
      throw new IllegalStateException("this kept view of a Python array was closed");
    }
  }

  /// What is released once, by whoever comes first: the user, or the cleaner.
  private static final class Hold implements Runnable {
    private final Lease lease;
    private final Arena arena = Arena.ofShared();
    private final AtomicBoolean closed = new AtomicBoolean();

    Hold(Lease lease) {
      this.lease = lease;
      lease.interpreter().references.incrementAndGet();
    }

    @Override
    public void run() {
      synchronized (closed) {
        if (closed.get()) {
          return;
        }
        Memory.end(arena); // Waits for no reader: one that is inside gets an exception.
        closed.set(true);
      }
      lease.interpreter().references.decrementAndGet();
      lease.release();
    }
  }
}
