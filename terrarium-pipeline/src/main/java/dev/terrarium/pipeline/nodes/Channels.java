package dev.terrarium.pipeline.nodes;

import dev.terrarium.message.AudioFrame;

/// Changes the number of channels of a frame.
final class Channels {
  private Channels() {}

  /// Returns `frame` with `channels` channels: many become one by their mean, one becomes many by
  /// copies; a frame that has that many is returned as it is.
  static AudioFrame mix(AudioFrame frame, int channels) {
    if (frame.channels() == channels) {
      return frame;
    }
    if (channels == 1) {
      return mean(frame);
    }
    if (frame.channels() == 1) {
      return copies(frame, channels);
    }
    throw new IllegalArgumentException(
        "Sound with "
            + frame.channels()
            + " channels cannot become sound with "
            + channels
            + "; only one channel can be made of many, or many of one");
  }

  private static AudioFrame mean(AudioFrame frame) {
    var mixed = AudioFrame.silent(1, frame.length(), frame.sampleRate());
    var out = mixed.samples();
    var in = frame.samples();
    for (int i = 0; i < frame.length(); i++) {
      float sum = 0;
      for (int channel = 0; channel < frame.channels(); channel++) {
        sum += in.get(channel * frame.length() + i);
      }
      out.put(i, sum / frame.channels());
    }
    return mixed.about(frame.metadata());
  }

  private static AudioFrame copies(AudioFrame frame, int channels) {
    var copies = AudioFrame.silent(channels, frame.length(), frame.sampleRate());
    for (int channel = 0; channel < channels; channel++) {
      copies.channel(channel).put(0, frame.samples(), 0, frame.length());
    }
    return copies.about(frame.metadata());
  }
}
