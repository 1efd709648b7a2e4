package dev.terrarium.cli.timeline;

import java.util.List;

/// The pictures of a camera, a tick for each.
///
/// @param topic where they were published
record PictureLane(String topic, List<Moment.Picture> pictures) implements Lane {
  @Override
  public String label() {
    return topic;
  }

  @Override
  public int height() {
    return 26;
  }

  @Override
  public void draw(Ink ink, Scale scale, double top) {
    for (var picture : pictures) {
      if (scale.shows(picture.at(), picture.at())) {
        ink.line("tick", scale.x(picture.at()), top + 7, top + 19);
      }
    }
  }
}
