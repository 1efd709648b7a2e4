package dev.terrarium.cli.timeline;

import dev.terrarium.cli.report.Amounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All that happened, from the beginning to the end.
final class LanesSection {
  private final Timeline timeline;

  LanesSection(Timeline timeline) {
    this.timeline = timeline;
  }

  String html() {
    var scale = new Scale(0, Math.max(1, timeline.length()), Plot.LEFT, Plot.RIGHT);
    var marks =
        timeline.stop().stream()
            .map(stop ->
                new Plot.Mark(stop.at(), "EMERGENCY STOP at " + Amounts.nanos(stop.at()), "stop"))
            .toList();
    var plot = new Plot("What happened over time", lanes(timeline), scale, 0, marks);
    return """
    <section aria-labelledby="lanes"><h2 id="lanes">What happened</h2>
    %s<p class="more">Of the operations of Python the thick bar is the time that one ran, the thin one below that it\
     waited for the interpreter, which does one after the other. A ragged red end is an interrupt.</p>
    </section>
    """
        .formatted(plot.svg());
  }

  /// Returns a lane for each kind of things that there are.
  static List<Lane> lanes(Timeline timeline) {
    var lanes = new ArrayList<Lane>();
    lanes.add(new StateLane(timeline.all(Moment.State.class).toList(), timeline.length()));
    byTopic(timeline.all(Moment.Picture.class).toList(), Moment.Picture::topic)
        .forEach((topic, pictures) -> lanes.add(new PictureLane(topic, pictures)));
    var operations = timeline.all(Moment.Operation.class).toList();
    var ofScripts = operations.stream().filter(one -> !isOfPolicy(one)).toList();
    if (!ofScripts.isEmpty() || operations.isEmpty()) {
      lanes.add(new OperationLane("Python", ofScripts));
    }
    byTopic(operations.stream().filter(LanesSection::isOfPolicy).toList(), Moment.Operation::kind)
        .forEach((policy, its) -> lanes.add(new OperationLane(policy, its)));
    var executions = timeline.all(Moment.Execution.class).toList();
    if (!executions.isEmpty()) {
      lanes.add(new ExecutionLane("commands", executions));
    }
    var motions = timeline.all(Moment.Motion.class).map(Moment.Motion::bar).toList();
    if (!motions.isEmpty()) {
      lanes.add(new ExecutionLane("arm", motions));
    }
    byTopic(timeline.all(Moment.Published.class).toList(), Moment.Published::topic)
        .forEach((topic, messages) -> lanes.add(new PublishedLane(topic, messages)));
    var refusals = timeline.all(Moment.Refused.class).toList();
    if (!refusals.isEmpty()) {
      lanes.add(new RefusedLane(refusals));
    }
    return lanes;
  }

  private static boolean isOfPolicy(Moment.Operation operation) {
    return operation.kind().startsWith("policy ");
  }

  private static <T> Map<String, List<T>> byTopic(List<T> moments, Function<T, String> topic) {
    return moments.stream()
        .collect(Collectors.groupingBy(topic, LinkedHashMap::new, Collectors.toList()));
  }
}
