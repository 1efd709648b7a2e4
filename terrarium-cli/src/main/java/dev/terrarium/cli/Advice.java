package dev.terrarium.cli;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.MarshalException;
import dev.terrarium.pipeline.Place;
import dev.terrarium.pipeline.json.OutputException;
import dev.terrarium.worker.WorkerCrashedException;
import java.util.ArrayList;
import java.util.List;

/// What a person is to do about a run that failed.
final class Advice {
  private static final String NO_HEAP =
      "Or feed a stream (.jsonl) in place of a list, or make the items smaller.";
  private static final String NO_MEMORY =
      "Python found no more memory: make the items smaller, or give the process more.";

  private Advice() {}

  /// Returns sentences; none where there is nothing to say.
  ///
  /// @param place where in the run it happened
  /// @param thrown what ended the run
  static String of(Place place, Throwable thrown) {
    var sentences = new ArrayList<String>();
    if (place.phase() == Place.Phase.PROCESS) {
      sentences.addAll(origin(place));
    }
    sentences.add(isOutOfMemory(thrown) ? memory(thrown) : remedy(place, thrown));
    return String.join(" ", sentences);
  }

  private static List<String> origin(Place place) {
    var sentences = new ArrayList<String>();
    if (place.item().isPresent() || place.inputItem().isPresent()) {
      sentences.add("Items count from 0.");
    }
    place
        .inputItem()
        .ifPresent(item -> sentences.add("It came of item " + item + " of the input."));
    return sentences;
  }

  private static String remedy(Place place, Throwable thrown) {
    return switch (place.phase()) {
      case OPEN -> "No item was processed. Mend the node, or its params in the manifest.";
      case PROCESS -> {
        if (thrown instanceof OutputException) {
          yield "Let the node give what JSON has: numbers, texts, lists, dicts, None.";
        }
        if (thrown instanceof MarshalException seam && !seam.givers().isEmpty()) {
          yield mend(seam.givers());
        }
        if (isOutOfTime(thrown)) {
          yield "Raise limits.cpu_s, or have the node do less, and run again.";
        }
        yield place.item().isPresent()
            ? "Mend the node, or that item, and run again."
            : "Mend the node, and run again.";
      }
      case FLUSH -> "All items were processed before. Mend the node's flush, and run again.";
      case CLOSE ->
          "All items were processed before, and the result is complete. Mend the node's cleanup.";
    };
  }

  private static String mend(List<NodeId> givers) {
    return givers.size() == 1
        ? "Mend node " + givers.getFirst() + ", and run again."
        : "Mend the one that gave it, and run again.";
  }

  private static boolean isOutOfMemory(Throwable thrown) {
    return causeOf(thrown) instanceof OutOfMemoryError || isPythonsMemoryError(thrown);
  }

  private static String memory(Throwable thrown) {
    return isPythonsMemoryError(thrown) ? NO_MEMORY : NO_HEAP;
  }

  /// Whether a worker process has used up the processor time that the manifest gives it.
  private static boolean isOutOfTime(Throwable thrown) {
    return causeOf(thrown) instanceof WorkerCrashedException crash
        && crash.how().contains("its processor time of ");
  }

  private static boolean isPythonsMemoryError(Throwable thrown) {
    return causeOf(thrown) instanceof ForeignException raised
        && raised.kinds().contains("MemoryError");
  }

  private static Throwable causeOf(Throwable thrown) {
    var cause = thrown.getCause();
    return cause == null ? thrown : cause;
  }
}
