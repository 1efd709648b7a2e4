package dev.terrarium.cli.timeline;

import java.util.List;

/// What scripts published on a topic: a stem for each message, as high as it tells of many things.
///
/// @param topic where it was published
record PublishedLane(String topic, List<Moment.Published> messages) implements Lane {
  private static final int HEIGHT = 30;

  @Override
  public String label() {
    return topic;
  }

  @Override
  public int height() {
    return HEIGHT + 10;
  }

  @Override
  public void draw(Ink ink, Scale scale, double top) {
    int most = messages.stream().mapToInt(message -> message.count().orElse(1)).max().orElse(1);
    double bottom = top + 5 + HEIGHT;
    for (var message : messages) {
      if (scale.shows(message.at(), message.at())) {
        int count = message.count().orElse(1);
        double high = Math.max(2, (double) HEIGHT * count / Math.max(1, most));
        var title = message.count().isPresent() ? "count " + count : topic;
        ink.bar("stem", scale.x(message.at()) - 1.5, bottom - high, new Ink.Size(3, high), title);
      }
    }
  }
}
