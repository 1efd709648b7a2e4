package dev.terrarium.worker.inline;

import dev.terrarium.python.Interruption;
import dev.terrarium.python.Python;
import dev.terrarium.python.ThreadDump;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/// Which nodes are in Python at a moment, for whoever wonders why a run does not stop.
final class AtWork {
  private static final String WORKING = "is at work";
  private static final String CLEANING = "is cleaning up";

  private final Python python;
  private final Set<Post> posts =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private final Map<Thread, Interruption> asked = new HashMap<>();

  AtWork(Python python) {
    this.python = python;
  }

  /// Where the work of one node, or of several that are driven together, is noted: two plain writes
  /// for each call, which others may see late.
  static final class Post {
    private final String nodes;
    private boolean isCleaning;
    private @Nullable Thread thread;

    private Post(String nodes) {
      this.nodes = nodes;
    }

    /// Says that what follows is a node's clean-up.
    void cleanUp() {
      isCleaning = true;
    }

    void begin() {
      thread = Thread.currentThread();
    }

    void end() {
      thread = null;
    }
  }

  /// Makes the post of nodes, which lives as long as somebody has it.
  Post post(List<String> nodes) {
    var post =
        new Post(
            nodes.size() == 1
                ? "node " + nodes.getFirst()
                : "one of the nodes " + String.join(", ", nodes));
    posts.add(post);
    return post;
  }

  /// Asks what a thread runs in Python to stop.
  Interruption interrupt(Thread thread) {
    var interruption = python.interrupt(thread);
    synchronized (asked) {
      asked.values().removeIf(known -> Faults.standing(known.now()).isEmpty());
      asked.put(thread, interruption);
    }
    return interruption;
  }

  /// Says of each node that is in Python what became of its interruption, and where it stands.
  ///
  /// @param patience what a look at Python's threads may wait for the GIL; without any there is
  ///   none
  List<String> standing(Duration patience) {
    var told = new ArrayList<String>();
    ThreadDump dump = null;
    for (var post : List.copyOf(posts)) {
      var thread = post.thread;
      if (thread != null) {
        var interrupted = interrupted(thread);
        if (interrupted.isEmpty() && dump == null && !patience.isZero()) {
          dump = python.threads(patience);
        }
        var seen = dump;
        told.add(
            post.nodes
                + ": "
                + interrupted
                    .map(known -> (post.isCleaning ? CLEANING + "; " : "") + known)
                    .orElseGet(() -> seen(seen, thread, post.isCleaning ? CLEANING : WORKING)));
      }
    }
    return told;
  }

  private Optional<String> interrupted(Thread thread) {
    synchronized (asked) {
      return Optional.ofNullable(asked.get(thread)).flatMap(known -> Faults.standing(known.now()));
    }
  }

  private static String seen(@Nullable ThreadDump dump, Thread thread, String doing) {
    if (dump == null) {
      return doing;
    }
    var stack =
        dump.threads().stream()
            .filter(known -> known.java().filter(java -> works(java, thread)).isPresent())
            .findFirst()
            .map(known -> Faults.frames(known.stack()))
            .orElse("");
    return (dump.isComplete() ? doing : "does not let the GIL go") + stack;
  }

  private static boolean works(ThreadDump.JavaThread java, Thread thread) {
    return java.thread().equals(thread) || java.worksFor().filter(thread::equals).isPresent();
  }
}
