package dev.terrarium.pipeline;

import java.util.ArrayList;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// How much each of a node's worker processes may use; what is not said is not limited.
///
/// @param memoryGb GB of memory of its own, of 1,073,741,824 bytes; and as much again that it
///   shares with this process
/// @param cpuSeconds seconds of processor time, from when it is given the node
/// @param openFiles open files, sockets and pipes
public record ResourceLimits(
    OptionalDouble memoryGb, OptionalInt cpuSeconds, OptionalInt openFiles) {
  /// No limit at all.
  public static final ResourceLimits NONE =
      new ResourceLimits(OptionalDouble.empty(), OptionalInt.empty(), OptionalInt.empty());

  private static final double BYTES_PER_GB = 1 << 30;

  /// Returns the limit of the memory in bytes; nothing where there is none.
  public OptionalLong memoryBytes() {
    return memoryGb.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of((long) (memoryGb.getAsDouble() * BYTES_PER_GB));
  }

  /// Says them in words, such as `memory 2 GB, 60 s of processor time, 100 open files`; empty where
  /// there are none.
  public String words() {
    var words = new ArrayList<String>();
    memoryGb.ifPresent(gb -> words.add("memory " + Values.plain(gb) + " GB"));
    cpuSeconds.ifPresent(seconds -> words.add(seconds + " s of processor time"));
    openFiles.ifPresent(files -> words.add(files + " open files"));
    return String.join(", ", words);
  }
}
