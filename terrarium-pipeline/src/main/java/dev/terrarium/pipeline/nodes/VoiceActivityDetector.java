package dev.terrarium.pipeline.nodes;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Parameter;
import dev.terrarium.pipeline.ParameterSchema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Says of each frame of sound whether somebody speaks in it, by how loud it is.
///
/// A frame is cut into windows; the last one may be shorter. A window is speech if the root mean
/// square of its samples, the mean of all channels, exceeds a threshold, and a frame is speech if
/// enough of its windows are.
final class VoiceActivityDetector implements Node {
  static final BuiltIn TYPE =
      new BuiltIn(
          "VoiceActivityDetector",
          "Finds the frames of sound in which somebody speaks, by their loudness.",
          Ports.of(
              AudioFrame.class,
              "frames of sound",
              "the frames with metadata, or those with speech"),
          ParameterSchema.of(
              Parameter.whole("frame_duration_ms", "length of the windows that are judged")
                  .between(1, 10_000)
                  .orElse(30L),
              Parameter.real(
                      "energy_threshold",
                      0,
                      Double.POSITIVE_INFINITY,
                      "root mean square above which a window is speech; full scale is 1")
                  .orElse(0.02),
              Parameter.real(
                      "speech_threshold",
                      0,
                      1,
                      "the part of a frame's windows from which on the frame is speech")
                  .orElse(0.3),
              Parameter.flag("filter_mode", "emit only frames with speech, and no metadata")
                  .orElse(false),
              Parameter.flag("include_metadata", "say of each frame what was found").orElse(true)),
          Map.of("energy_threshold", 0.05, "filter_mode", true),
          VoiceActivityDetector::new);

  private final long windowMillis;
  private final double energyThreshold;
  private final double speechThreshold;
  private final boolean filters;
  private final boolean annotates;

  private VoiceActivityDetector(NodeContext context) {
    var parameters = context.parameters();
    this.windowMillis = parameters.integer("frame_duration_ms");
    this.energyThreshold = parameters.number("energy_threshold").doubleValue();
    this.speechThreshold = parameters.number("speech_threshold").doubleValue();
    this.filters = parameters.flag("filter_mode");
    this.annotates = parameters.flag("include_metadata");
  }

  @Override
  public void process(@Nullable Object item, Outlet out) {
    var frame = (AudioFrame) Objects.requireNonNull(item);
    var finding = judge(frame);
    if (!filters) {
      out.emit(annotates ? frame.about(metadata(frame, finding)) : frame);
    } else if (finding.isSpeech()) {
      out.emit(frame);
    }
  }

  /// What was found in a frame.
  private record Finding(boolean isSpeech, double speechRatio, double averageEnergy) {}

  private Finding judge(AudioFrame frame) {
    int window = Math.clamp(frame.sampleRate() * windowMillis / 1000, 1, Integer.MAX_VALUE);
    int windows = 0;
    int loud = 0;
    double sum = 0;
    for (int from = 0; from < frame.length(); from += Math.min(window, frame.length() - from)) {
      double energy = energy(frame, from, Math.min(window, frame.length() - from));
      loud += energy > energyThreshold ? 1 : 0;
      sum += energy;
      windows++;
    }
    double ratio = windows == 0 ? 0 : (double) loud / windows;
    boolean isSpeech = windows > 0 && ratio >= speechThreshold;
    return new Finding(isSpeech, ratio, windows == 0 ? 0 : sum / windows);
  }

  private static double energy(AudioFrame frame, int from, int count) {
    var samples = frame.samples();
    double squares = 0;
    for (int i = from; i < from + count; i++) {
      double sum = 0;
      for (int channel = 0; channel < frame.channels(); channel++) {
        sum += samples.get(channel * frame.length() + i);
      }
      double mean = sum / frame.channels();
      squares += mean * mean;
    }
    return Math.sqrt(squares / count);
  }

  private Map<String, @Nullable Object> metadata(AudioFrame frame, Finding finding) {
    var metadata = new LinkedHashMap<String, @Nullable Object>(frame.metadata());
    metadata.put("is_speech", finding.isSpeech());
    metadata.put("speech_ratio", finding.speechRatio());
    metadata.put("avg_energy", finding.averageEnergy());
    metadata.put("frame_duration_ms", windowMillis);
    return metadata;
  }
}
