package dev.terrarium.cli.draw;

import dev.terrarium.cli.draw.Drawing.Badge;
import dev.terrarium.pipeline.Circuit;
import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.ErrorPolicy;
import dev.terrarium.pipeline.QueueBound;
import dev.terrarium.pipeline.Retry;
import dev.terrarium.pipeline.manifest.Capabilities;
import dev.terrarium.pipeline.manifest.NodeSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says in a few characters each what a manifest asks of a node's run.
final class ConductBadges {
  private final List<Badge> badges = new ArrayList<>();

  private ConductBadges() {}

  static List<Badge> of(NodeSpec node) {
    var badges = new ConductBadges();
    badges.addConduct(node.conduct());
    badges.addNeeds(node.capabilities());
    return badges.badges;
  }

  private void addConduct(Conduct conduct) {
    if (conduct.streaming()) {
      add("stream", "sees the whole stream");
    }
    switch (conduct.isolation()) {
      case INLINE -> {}
      case THREAD -> add("thread", "runs on a thread of its own");
      case PROCESS -> addProcesses(conduct);
    }
    conduct.queue().ifPresent(this::addQueue);
    conduct.retry().ifPresent(this::addRetry);
    conduct
        .timeout()
        .map(ConductBadges::time)
        .ifPresent(time -> add("≤ " + time, "may take " + time + " for an item"));
    conduct.circuit().ifPresent(this::addCircuit);
    switch (conduct.onError()) {
      case ErrorPolicy.Fail _, ErrorPolicy.DeadLetter _ -> {}
      case ErrorPolicy.Skip _ -> add("skip errors", "leaves out items that fail");
      case ErrorPolicy.Data _ -> add("errors as data", "emits a description of what failed");
    }
  }

  private void addProcesses(Conduct conduct) {
    int workers = conduct.workers();
    if (workers == 1) {
      add("process", "runs in a process of its own");
    } else {
      add(workers + " processes", "runs in " + workers + " processes of its own");
    }
    var limits = conduct.process().limits();
    limits.memoryGb().ifPresent(gb -> addLimit(number(gb) + " GB", " of memory"));
    limits.cpuSeconds().ifPresent(seconds -> addLimit(seconds + " s of CPU", " time"));
    limits.openFiles().ifPresent(files -> addLimit(files + " open files", ""));
    if (!conduct.process().environment().isEmpty()) {
      var names = String.join(", ", conduct.process().environment().keySet());
      add("environment", "is given the variables " + names);
    }
  }

  private void addLimit(String most, String more) {
    add("≤ " + most, "each may use at most " + most + more);
  }

  private void addQueue(QueueBound queue) {
    int capacity = queue.capacity();
    var holds = "a queue of " + capacity + " in front";
    switch (queue.policy()) {
      case BLOCK -> add("queue " + capacity, holds);
      case DROP_OLDEST ->
          add("queue " + capacity + ", drop oldest", holds + ", which drops the oldest items");
      case DROP_NEWEST ->
          add("queue " + capacity + ", drop newest", holds + ", which drops the newest items");
      case LATEST -> add("queue " + capacity + ", latest", holds + ", which keeps the latest item");
    }
  }

  private void addRetry(Retry retry) {
    var on = retry.on().isEmpty() ? "" : " after " + String.join(", ", retry.on());
    add("try " + retry.attempts() + "×", "tries an item " + retry.attempts() + " times" + on);
  }

  private void addCircuit(Circuit circuit) {
    add(
        "circuit " + circuit.failures(),
        "is spared items for "
            + time(circuit.reset())
            + " after "
            + circuit.failures()
            + " failures in a row");
  }

  private void addNeeds(Capabilities needs) {
    needs
        .gpu()
        .ifPresent(gpu -> {
          var name = gpu.type().equals("any") ? "GPU" : gpu.type() + " GPU";
          add(name, (gpu.required() ? "needs a " : "would like a ") + name);
        });
    needs.cpu().flatMap(ConductBadges::cores).ifPresent(cores -> add(cores, "needs " + cores));
    if (needs.memoryGb().isPresent()) {
      var memory = number(needs.memoryGb().getAsDouble()) + " GB";
      add(memory, "needs " + memory + " of memory");
    }
  }

  private static Optional<String> cores(Capabilities.Cpu cpu) {
    return cpu.cores().isEmpty()
        ? cpu.arch().filter(arch -> !arch.equals("any"))
        : Optional.of(cpu.cores().getAsInt() + (cpu.cores().getAsInt() == 1 ? " core" : " cores"));
  }

  private static String time(Duration time) {
    return time.toMillis() < 1000
        ? time.toMillis() + " ms"
        : number(time.toMillis() / 1000.0) + " s";
  }

  private static String number(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private void add(String text, String meaning) {
    badges.add(new Badge(text, meaning));
  }
}
