package dev.terrarium.cli.report;

import dev.terrarium.cli.draw.Markup;
import dev.terrarium.cli.input.Recording;
import dev.terrarium.pipeline.run.RunReport;
import java.util.ArrayList;
import java.util.List;

/// The few figures that a reader wants first.
final class Headline {
  private final ReportData data;
  private final List<Segment> segments;
  private final List<String> figures = new ArrayList<>();

  Headline(ReportData data, List<Segment> segments) {
    this.data = data;
    this.segments = segments;
  }

  String html() {
    var run = data.run();
    data.recording().ifPresent(this::addRecording);
    if (!segments.isEmpty()) {
      add(Amounts.count(segments.size()), segments.size() == 1 ? "segment" : "segments");
    }
    if (data.recording().isEmpty()) {
      add(Amounts.count(run.itemsIn()), run.itemsIn() == 1 ? "item in" : "items in");
      add(Amounts.count(run.itemsOut()), run.itemsOut() == 1 ? "item out" : "items out");
    }
    add(Amounts.nanos(run.totalNanos()), "total time");
    data.recording().ifPresent(recording -> addSpeed(recording, run));
    if (data.recording().isEmpty()) {
      run.firstOutputNanos().ifPresent(nanos -> add(Amounts.nanos(nanos), "to the first result"));
    }
    return "<dl class=\"headline\">" + String.join("", figures) + "</dl>\n";
  }

  private void addRecording(Recording recording) {
    add(Amounts.seconds(recording.seconds()), "of sound");
    if (!segments.isEmpty() && recording.seconds() > 0) {
      double found = segments.stream().mapToDouble(Segment::seconds).sum();
      add(Amounts.percent(Math.min(1, found / recording.seconds())), "in segments");
    }
  }

  private void addSpeed(Recording recording, RunReport run) {
    if (recording.seconds() > 0 && run.totalNanos() > 0) {
      double factor = recording.seconds() / (run.totalNanos() / 1e9);
      add(Amounts.significant(factor) + " ×", "real time");
    }
  }

  private void add(String figure, String meaning) {
    figures.add("<div><dt>" + meaning + "</dt><dd>" + Markup.escape(figure) + "</dd></div>");
  }
}
