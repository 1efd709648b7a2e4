package dev.terrarium.session.sampling;

import dev.terrarium.pipeline.run.RunStack;
import dev.terrarium.pipeline.run.RunThreads.AtWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes of a thread's stack what a reader wants to see: threads, nodes, and the functions of both
/// languages; what leads from one of these to the next, and is ours, is left out.
///
/// Where nothing follows, the innermost of such frames stay: then the time is theirs.
final class JoinedStack {
  private static final Pattern OURS =
      Pattern.compile(
          "dev\\.terrarium\\.(?!pipeline\\.nodes\\.|bench\\.|examples\\.).*|terrarium(\\..*)?");
  private static final Pattern OF_THE_JDK = Pattern.compile("(java|javax|jdk|sun)\\..*");

  private static final int MOST_OF_TIP = 4;

  private final AtWork at;
  private final List<StackTraceElement> elements;
  private final List<Frame> kept = new ArrayList<>();
  private final List<Frame> leading = new ArrayList<>();

  /// @param elements outermost first
  JoinedStack(AtWork at, List<StackTraceElement> elements) {
    this.at = at;
    this.elements = elements;
  }

  /// Returns the frames to show, outermost first.
  ///
  /// @param end what the thread does besides, if its frames do not tell
  List<Frame> frames(@Nullable Frame end) {
    var stack = new RunStack(at, elements);
    var nodes = stack.nodes();
    kept.add(Frame.thread(at.segment()));
    for (int i = stack.begin(); i < elements.size(); i++) {
      add(i, elements.get(i), nodes);
    }
    if (end == null) {
      kept.addAll(tip());
    } else {
      kept.add(end);
    }
    return List.copyOf(kept);
  }

  /// What the thread does, where that is work of ours: our innermost function, and what it calls.
  private List<Frame> tip() {
    int begin = 0;
    for (int i = 0; i < leading.size(); i++) {
      begin = OURS.matcher(leading.get(i).place()).matches() ? i : begin;
    }
    return leading.subList(begin, Math.min(leading.size(), begin + MOST_OF_TIP));
  }

  private void add(int index, StackTraceElement element, Map<Integer, String> nodes) {
    var node = Optional.ofNullable(nodes.get(index));
    if (node.isEmpty() && leads(element)) {
      leading.add(Frame.of(element));
    } else {
      leading.clear();
      kept.add(node.map(Frame::node).orElseGet(() -> Frame.of(element)));
    }
  }

  /// Whether a frame is of interest only where nothing follows.
  private boolean leads(StackTraceElement element) {
    if (OURS.matcher(element.getClassName()).matches()) {
      return true;
    }
    boolean isOfTheJdk =
        !Frame.isPython(element) && OF_THE_JDK.matcher(element.getClassName()).matches();
    var below = kept.getLast().kind();
    return isOfTheJdk
        && (!leading.isEmpty() || below == Frame.Kind.THREAD || below == Frame.Kind.NODE);
  }
}
