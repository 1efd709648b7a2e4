package dev.terrarium.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The flags of a JVM with a loop: those that are chosen, and the others that they were chosen
/// from.
@SuppressWarnings("ImmutableEnumChecker") // The lists cannot be changed.
enum LoopFlags {
  SERIAL("-Xms256m", "-XX:+UseSerialGC"),
  G1("-Xms256m", "-XX:+UseG1GC"),
  SHENANDOAH("-Xms256m", "-XX:+UseShenandoahGC"),
  Z("-Xms256m", "-XX:+UseZGC"),
  Z_TOUCHED(Z, "-XX:+AlwaysPreTouch"),
  Z_NOT_SHARED(Z_TOUCHED, "-XX:+PerfDisableSharedMem"),
  Z_CODE_KEPT(Z_NOT_SHARED, "-XX:-UseCodeCacheFlushing"),
  Z_WITHOUT_TRAPS(Z_CODE_KEPT, "-XX:PerMethodTrapLimit=0", "-XX:PerBytecodeTrapLimit=0"),
  Z_BY_THE_CLOCK(Z_WITHOUT_TRAPS, "-XX:-ZProactive", "-XX:ZCollectionIntervalMajor=20"),
  Z_OF_ONE_SIZE(Z_WITHOUT_TRAPS, "-Xmx256m"),
  Z_VM_FIRST(Z_WITHOUT_TRAPS, "-XX:ThreadPriorityPolicy=1");

  /// What loops are measured with: those that `./terrarium robot` and `terrarium.robot` give.
  static final LoopFlags CHOSEN = Z_BY_THE_CLOCK;

  private final List<String> flags;

  LoopFlags(String... flags) {
    this.flags = List.of(flags);
  }

  LoopFlags(LoopFlags others, String... flags) {
    this.flags = Stream.concat(others.flags.stream(), Stream.of(flags)).toList();
  }

  /// Returns those that a loop is the reason for.
  List<String> list() {
    return flags;
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
