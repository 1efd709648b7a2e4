package dev.terrarium.python;

import dev.terrarium.capi.GilHolder;
import dev.terrarium.python.ThreadDump.JavaThread;
import dev.terrarium.python.ThreadDump.PythonThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Takes dumps of Python's threads, within a bound even where the GIL cannot be had.
///
/// Whoever holds the GIL reads them himself; for others the interrupter does, which need not be on
/// a thread of theirs and runs nothing of the user's. One that cannot get the GIL is not asked
/// again, so that asking often does not pile up.
final class ThreadDumps {
  private final Interpreter interpreter;
  private @Nullable CompletableFuture<List<PythonThread>> asked;

  ThreadDumps(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  ThreadDump take(Duration patience) {
    long holder = GilHolder.holder();
    if (interpreter.hasGil()) {
      return new ThreadDump(interpreter.call(gil -> read(gil, holder)), true, Duration.ZERO);
    }
    long start = System.nanoTime();
    CompletableFuture<List<PythonThread>> answer = ask(holder);
    try {
      List<PythonThread> threads = answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return new ThreadDump(threads, true, since(start));
    } catch (TimeoutException stuck) {
      return new ThreadDump(known(holder), false, since(start));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new ThreadDump(known(holder), false, since(start));
    } catch (ExecutionException failed) {
      throw Thrown.unchecked(failed.getCause() == null ? failed : failed.getCause());
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /// The dump that somebody waits for already, or a new one.
  private synchronized CompletableFuture<List<PythonThread>> ask(long holder) {
    CompletableFuture<List<PythonThread>> pending = asked;
    if (pending != null && !pending.isDone()) {
      return pending;
    }
    CompletableFuture<List<PythonThread>> fresh = new CompletableFuture<>();
    asked = fresh;
    interpreter.watchdog.withGil(gil -> {
      try {
        fresh.complete(read(gil, holder));
      } catch (RuntimeException | Error failed) {
        fresh.completeExceptionally(failed);
      }
    });
    return fresh;
  }

  /// All threads, by whoever has the GIL.
  private List<PythonThread> read(Gil gil, long holder) {
    Map<Long, Attachment> ofJava = new HashMap<>();
    for (Attachment attachment : attached()) {
      ofJava.put(attachment.ident(), attachment);
    }
    List<PythonThread> threads = new ArrayList<>();
    List<List<Object>> found =
        gil.importModule("terrarium._threads")
            .attr("threads")
            .call()
            .as(new TypeRef<List<List<Object>>>() {});
    for (List<Object> each : found) {
      long ident = ((Number) each.get(0)).longValue();
      Attachment attachment = ofJava.remove(ident);
      if (attachment != null) {
        threads.add(ofJava(gil, attachment, String.valueOf(each.get(1)), holder));
      } else if (!interpreter.watchdog.isOurs(Thread.currentThread())
          || ident != gil.attachment.ident()) {
        threads.add(ofPython(each));
      }
    }
    ofJava.values().forEach(attachment -> threads.add(ofJava(gil, attachment, "", holder)));
    threads.sort(byName());
    return threads;
  }

  private static Comparator<PythonThread> byName() {
    return Comparator.comparing((PythonThread thread) -> !thread.holdsGil())
        .thenComparing(PythonThread::name);
  }

  /// The attachments of threads but the interrupter, which reads them. Of those that have ended
  /// another thread may bear the number.
  private List<Attachment> attached() {
    return interpreter.attachments.all().stream()
        .filter(attachment -> attachment.thread.isAlive())
        .filter(attachment -> !interpreter.watchdog.isOurs(attachment.thread))
        .toList();
  }

  private static PythonThread ofJava(Gil gil, Attachment attachment, String name, long holder) {
    return thread(
        attachment, name, holder, isIn(attachment) ? Standing.of(gil, attachment) : List.of());
  }

  @SuppressWarnings("unchecked")
  private static PythonThread ofPython(List<Object> found) {
    List<StackTraceElement> stack =
        ((List<List<Object>>) found.get(3)).stream().map(Standing::frame).toList();
    return new PythonThread(
        String.valueOf(found.get(1)),
        ((Number) found.get(0)).longValue(),
        Boolean.TRUE.equals(found.get(2)),
        Optional.empty(),
        false,
        stack);
  }

  /// What can be told without the GIL.
  private List<PythonThread> known(long holder) {
    return attached().stream()
        .map(attachment ->
            thread(
                attachment, "", holder, isIn(attachment) ? Standing.inJava(attachment) : List.of()))
        .sorted(byName())
        .toList();
  }

  private static boolean isIn(Attachment attachment) {
    return attachment.outermost() != null;
  }

  private static PythonThread thread(
      Attachment attachment, String name, long holder, List<StackTraceElement> stack) {
    Gil region = attachment.outermost();
    Thread thread = attachment.thread;
    return new PythonThread(
        name.isEmpty() ? thread.getName() : name,
        attachment.ident(),
        thread.isDaemon(),
        Optional.of(new JavaThread(thread, Optional.ofNullable(region).map(Gil::owner))),
        GilHolder.IS_KNOWN ? attachment.threadState() == holder : attachment.holdsGil(),
        stack);
  }
}
