package dev.terrarium.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import dev.terrarium.worker.script.Standing;
import dev.terrarium.worker.script.Standing.Where;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Asks a process of scripts where its main thread stands.
///
/// Its listener tells that as soon as it gets the GIL. Where it does not, as something keeps the
/// GIL, the system makes the process write it down: by a signal, whenever a byte arrives at a
/// socket that is there for this alone.
final class ScriptStands {
  private static final long FOR_THE_GIL = Duration.ofMillis(30).toNanos();
  private static final long IN_ALL = Duration.ofMillis(50).toNanos();
  private static final long BETWEEN = Duration.ofMillis(1).toNanos();
  private static final int BUFFER = 1 << 14;

  /// After so many looks without anything more a dump is all there.
  private static final int STILL = 3;

  private static final Pattern FRAME =
      Pattern.compile(" {2}File \"(.*)\", line (\\d+|\\?\\?\\?) in (.*)");

  private static final Pattern OURS = Pattern.compile(Dump.OUR_FILES);
  private static final String START = "<string>";

  /// Where operations begin, and where they call what is a script's.
  private static final String WORKER = "_script_worker.py";

  private static final String SCRIPTS = "_scripts.py";

  private final SocketChannel dump;
  private final IntConsumer ask;
  private final ReentrantLock dumping = new ReentrantLock();
  private final Map<Integer, CompletableFuture<Told.Stands>> asked = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();

  /// What the listener has told last, soon enough or not.
  private volatile Told.Stands latest = new Told.Stands(0, false, false, List.of(), 0);

  /// @param dump in non-blocking mode
  /// @param ask asks the listener, by the number of the question
  ScriptStands(SocketChannel dump, IntConsumer ask) {
    this.dump = dump;
    this.ask = ask;
  }

  /// The listener has answered.
  void told(Frame frame) throws WireException {
    var stands = Told.stands(frame.payload());
    latest = stands;
    var waiting = asked.remove(frame.request());
    if (waiting != null) {
      waiting.complete(stands);
    }
  }

  /// Returns where an operation stands.
  Standing of(int operation) {
    long begin = System.nanoTime();
    int number = numbers.incrementAndGet();
    var answer = new CompletableFuture<Told.Stands>();
    asked.put(number, answer);
    try {
      ask.accept(number);
      var stands = awaited(answer, FOR_THE_GIL);
      return stands == null ? kept(operation, answer, begin + IN_ALL) : standing(operation, stands);
    } finally {
      asked.remove(number);
    }
  }

  private static Told.@Nullable Stands awaited(CompletableFuture<Told.Stands> answer, long nanos) {
    try {
      return answer.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private static Standing standing(int operation, Told.Stands stands) {
    if (stands.operation() != operation) {
      return new Standing(Where.WAITING);
    }
    var frames = new ArrayList<String>();
    for (var frame : stands.frames()) {
      var file = requireNonNullElse(frame.getFileName(), "?");
      add(frames, file, Integer.toString(frame.getLineNumber()), frame.getMethodName());
    }
    if (isConverting(
        stands.frames().stream().map(frame -> String.valueOf(frame.getFileName())).toList())) {
      return new Standing(Where.CONVERTING);
    }
    var where = stands.isAsking() ? Where.JAVA : stands.waits() ? Where.C : Where.PYTHON;
    return new Standing(where, text(frames), stands.raised());
  }

  /// Whether the frames begin in the worker, and have not come to the scripts.
  private static boolean isConverting(List<String> files) {
    var ours = files.stream().filter(file -> OURS.matcher(file).matches()).toList();
    return ours.stream().anyMatch(file -> file.endsWith(WORKER))
        && ours.stream().noneMatch(file -> file.endsWith(SCRIPTS));
  }

  private static void add(List<String> frames, String file, String line, String function) {
    if (!OURS.matcher(file).matches() && !START.equals(file)) {
      frames.add("  File \"%s\", line %s, in %s\n".formatted(file, line, function));
    }
  }

  /// @param frames the innermost first
  private static String text(List<String> frames) {
    return String.join("", frames.reversed());
  }

  /// Something keeps the GIL.
  private Standing kept(int operation, CompletableFuture<Told.Stands> answer, long deadline) {
    if (!dumping.tryLock()) {
      return kept(operation, "");
    }
    try {
      var written = written(deadline);
      var stands = answer.getNow(null);
      if (stands != null) {
        return standing(operation, stands);
      }
      var files =
          written.lines().map(FRAME::matcher).filter(Matcher::matches).map(frame -> frame.group(1));
      return isConverting(files.toList())
          ? new Standing(Where.CONVERTING)
          : kept(operation, text(framesOf(written)));
    } catch (IOException e) {
      return kept(operation, "");
    } finally {
      dumping.unlock();
    }
  }

  private Standing kept(int operation, String stack) {
    var told = latest;
    int raised = told.operation() == operation ? told.raised() : 0;
    return new Standing(Where.HOLDING_THE_GIL, stack, raised);
  }

  /// Has a dump written, and returns it.
  private String written(long deadline) throws IOException {
    var text = ByteBuffer.allocate(BUFFER);
    int late = dump.read(text); // What came too late the last time is not what is meant.
    while (late > 0) {
      late = dump.read(text.clear());
    }
    text.clear();
    int _ = dump.write(ByteBuffer.allocate(1));
    int still = 0;
    while (text.hasRemaining() && System.nanoTime() < deadline && still < STILL) {
      int count = dump.read(text);
      still = count > 0 || text.position() == 0 ? 0 : still + 1;
      LockSupport.parkNanos(BETWEEN);
    }
    return new String(text.array(), 0, text.position(), UTF_8);
  }

  private static List<String> framesOf(String dump) {
    var frames = new ArrayList<String>();
    dump.lines()
        .map(FRAME::matcher)
        .filter(Matcher::matches)
        .forEach(frame -> add(frames, frame.group(1), frame.group(2), frame.group(3)));
    return frames;
  }

  void close() {
    try {
      dump.close();
    } catch (IOException e) {
      // It is gone.
    }
  }
}
