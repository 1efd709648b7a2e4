package dev.terrarium.cli.input;

import java.util.Optional;

/// A sound as a report shows it.
///
/// @param name the file's name, without its folder
/// @param sampleRate samples per second and channel
/// @param channels number of channels in the file
/// @param waveform the outline of all channels' mean
/// @param clip all channels' mean, if it is short enough
public record Recording(
    String name, int sampleRate, int channels, Waveform waveform, Optional<Clip> clip) {
  /// Returns how long it sounds, in seconds.
  public double seconds() {
    return (double) waveform.length() / sampleRate;
  }
}
