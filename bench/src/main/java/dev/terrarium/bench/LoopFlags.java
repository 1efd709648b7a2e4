package dev.terrarium.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The flags of a JVM with a loop: those that are chosen, and the others that they were chosen
/// from.
@SuppressWarnings("ImmutableEnumChecker") // The lists cannot be changed.
enum LoopFlags {
  SERIAL("-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"),
  G1("-XX:+UseG1GC", "-Xms512m", "-Xmx512m"),
  SHENANDOAH("-XX:+UseShenandoahGC", "-Xms512m", "-Xmx512m"),
  Z_GROWING("-XX:+UseZGC", "-Xmx512m"),
  Z("-XX:+UseZGC", "-Xms512m", "-Xmx512m"),
  Z_TOUCHED("-XX:+UseZGC", "-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch"),
  Z_NOT_SHARED(
      "-XX:+UseZGC", "-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-XX:+PerfDisableSharedMem"),
  Z_CODE_KEPT(
      "-XX:+UseZGC",
      "-Xms512m",
      "-Xmx512m",
      "-XX:+AlwaysPreTouch",
      "-XX:+PerfDisableSharedMem",
      "-XX:-UseCodeCacheFlushing"),
  Z_WITHOUT_TRAPS(
      "-XX:+UseZGC",
      "-Xms512m",
      "-Xmx512m",
      "-XX:+AlwaysPreTouch",
      "-XX:+PerfDisableSharedMem",
      "-XX:-UseCodeCacheFlushing",
      "-XX:PerMethodTrapLimit=0",
      "-XX:PerBytecodeTrapLimit=0"),
  Z_VM_FIRST(
      "-XX:+UseZGC",
      "-Xms512m",
      "-Xmx512m",
      "-XX:+AlwaysPreTouch",
      "-XX:+PerfDisableSharedMem",
      "-XX:-UseCodeCacheFlushing",
      "-XX:PerMethodTrapLimit=0",
      "-XX:PerBytecodeTrapLimit=0",
      "-XX:ThreadPriorityPolicy=1");

  /// What loops are measured with.
  static final LoopFlags CHOSEN = Z_WITHOUT_TRAPS;

  private final List<String> flags;

  LoopFlags(String... flags) {
    this.flags = List.of(flags);
  }

  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Returns them as they stand on a command line.
  String words() {
    return String.join(" ", flags);
  }

  /// Returns all arguments of such a JVM: these, and those that every JVM with Python has.
  List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
    arguments.add("--sun-misc-unsafe-memory-access=allow");
    arguments.add("-Xss16m");
    if (Processor.hasAvx512()) {
      arguments.add("-XX:UseAVX=2");
    }
    arguments.addAll(flags);
    return arguments;
  }
}
