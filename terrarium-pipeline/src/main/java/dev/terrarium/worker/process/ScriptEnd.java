package dev.terrarium.worker.process;

import dev.terrarium.worker.WorkerCrashedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// How a process of scripts ends, and that nothing of it is left.
final class ScriptEnd {
  private static final int KEPT = 4000;

  private final Launch launch;
  private final Process process;
  private final LastLines err;
  private final Owner owner;
  private final StringBuilder printed = new StringBuilder();
  private volatile @Nullable String why;

  ScriptEnd(Launch launch, Ends ends, Owner owner) {
    this.launch = launch;
    this.process = ends.process();
    this.err = ends.err();
    this.owner = owner;
  }

  /// Kills it with all that it has started; from any thread.
  ///
  /// @param why what to say of it, if it lives, such as `was killed`
  void kill(String why) {
    if (process.isAlive() && this.why == null) {
      this.why = why;
    }
    letDie();
  }

  /// Takes what Python printed as an error, to be told among its last words.
  void keepPrinted(String text) {
    synchronized (printed) {
      printed.append(text);
      printed.delete(0, Math.max(0, printed.length() - KEPT));
    }
  }

  /// What an operation has printed are no last words of the next.
  void forgetPrinted() {
    synchronized (printed) {
      printed.setLength(0);
    }
  }

  /// What goes past Python, such as where it was when it crashed, comes last.
  private String lastLines() throws InterruptedException {
    String past = err.text();
    synchronized (printed) {
      return (printed.toString().strip() + "\n" + past).strip();
    }
  }

  private void letDie() {
    try {
      process.getOutputStream().close(); // which ends its whole group, if it is there and can
    } catch (IOException e) {
      // It is gone.
    }
    process.toHandle().destroyForcibly(); // Its own `destroy` closes what it wrote, unread.
  }

  /// Says that it has not become ready.
  WorkerCrashedException neverStarted() throws InterruptedException {
    return Ends.neverStarted(launch, process, err, owner);
  }

  /// Ends it if it lives, and tells how it ended: when this returns there is nothing left of it.
  ///
  /// @param nonsense what it said that cannot be understood; null if that is not why
  WorkerCrashedException of(@Nullable WireException nonsense) {
    try {
      boolean hasEnded = nonsense == null && Group.hasEnded(process);
      letDie();
      Group.end(process);
      int status = process.waitFor();
      return told(nonsense, hasEnded ? status : -1, lastLines());
    } catch (InterruptedException e) {
      return told(nonsense, -1, "");
    } finally {
      process.destroyForcibly(); // Nobody reads any more what its children write.
    }
  }

  private WorkerCrashedException told(
      @Nullable WireException nonsense, int status, String lastLines) {
    var killed = why;
    String how;
    if (killed != null) {
      how = killed;
    } else if (nonsense != null) {
      how = "was killed, since it cannot be understood: " + nonsense.getMessage();
    } else if (status < 0) {
      how = "closed its line without ending, and was killed";
    } else {
      how = Endings.words(status, launch.limits(), lastLines);
    }
    return new WorkerCrashedException(
        owner.node(), killed == null ? status : -1, owner.subject() + " " + how, lastLines);
  }
}
