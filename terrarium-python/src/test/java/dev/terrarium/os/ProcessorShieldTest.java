package dev.terrarium.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrarium.testing.ChildJvm;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Where the threads of the machine may run while a processor is kept free: for moments.
@EnabledOnOs(OS.LINUX)
class ProcessorShieldTest {
  private AffinityLock lock;
  private BitSet all;
  private BitSet others;
  private int last;

  @BeforeEach
  void needsTwoProcessors() throws IOException {
    lock = AffinityLock.take();
    all = Scheduling.processors();
    last = all.length() - 1;
    others = (BitSet) all.clone();
    others.clear(last);
    assumeTrue(!others.isEmpty(), "there is one processor only");
  }

  @AfterEach
  void letGo() throws IOException {
    lock.close();
  }

  @Test
  void keepsOtherThreadsOffUntilItIsClosed() throws Exception {
    try (var before = new Sleeper()) {
      try (var shield = ProcessorShield.raise(last)) {
        try (var since = new Sleeper()) {
          assertThat(before.processors()).isEqualTo(others);
          assertThat(since.processors()).isEqualTo(others);
          assertThat(Scheduling.processors()).isEqualTo(others);
          assertThat(shield.attempt().words())
              .startsWith("keeping other threads off processor " + last);
          shield.close();
          assertThat(since.processors()).isEqualTo(all);
        }
      }
      assertThat(before.processors()).isEqualTo(all);
      assertThat(Scheduling.processors()).isEqualTo(all);
    }
  }

  @Test
  void leavesThoseWhereTheyAreThatRunThereAloneOrNeverDid() throws Exception {
    var there = new BitSet();
    there.set(last);
    try (var pinned = new Sleeper();
        var stranger = new Sleeper()) {
      assertThat(Scheduling.affinity(pinned.number(), there).isGranted()).isTrue();
      assertThat(Scheduling.affinity(stranger.number(), others).isGranted()).isTrue();

      try (var _ = ProcessorShield.raise(last)) {
        assertThat(pinned.processors()).isEqualTo(there);
        assertThat(stranger.processors()).isEqualTo(others);
      }

      assertThat(pinned.processors()).isEqualTo(there);
      assertThat(stranger.processors()).isEqualTo(others);
    }
  }

  @Test
  void isRaisedUntilTheLastHolderClosesIt() throws Exception {
    try (var sleeper = new Sleeper()) {
      var first = ProcessorShield.raise(last);
      var second = ProcessorShield.raise(last);
      first.close();
      first.close();

      assertThat(sleeper.processors()).isEqualTo(others);
      second.close();
      assertThat(sleeper.processors()).isEqualTo(all);
    }
  }

  @Test
  void leavesAThreadThatHasChosenForItselfMeanwhile() throws Exception {
    var there = new BitSet();
    there.set(last);
    try (var sleeper = new Sleeper()) {
      try (var _ = ProcessorShield.raise(last)) {
        assertThat(Scheduling.affinity(sleeper.number(), there).isGranted()).isTrue();
      }

      assertThat(sleeper.processors()).isEqualTo(there);
    }
  }

  @Test
  void letsEverybodyBackWhenTheJvmEndsWithoutAWord() {
    ChildJvm.Ended ended = new ChildJvm().run(Forgetful.class, String.valueOf(last));

    assertThat(ended.output()).contains("may run on " + others);
    assertThat(Scheduling.processors()).isEqualTo(all);
  }

  /// Raises a shield, and ends.
  static final class Forgetful {
    public static void main(String[] processor) {
      var _ = ProcessorShield.raise(Integer.parseInt(processor[0]));
      IO.println("may run on " + Scheduling.processors());
    }
  }

  @Test
  void hasThoseOfTheJvmBackForWhichAllOthersWaitUntilItIsClosed() {
    ChildJvm.Ended ended =
        new ChildJvm()
            .with("-XX:-UseSerialGC")
            .with("-XX:+UseZGC")
            .run(Admitting.class, String.valueOf(last));

    assertThat(ended.output().lines())
        .contains("raised: " + others, "admitted: {" + last + "}", "put down: " + all);
  }

  /// Raises a shield, has the JVM's own threads back, and says where one of them may run.
  static final class Admitting {
    public static void main(String[] processor) {
      var shield = ProcessorShield.raise(Integer.parseInt(processor[0]));
      tell("raised");
      IO.println(shield.admitSafepointThreads().words());
      tell("admitted");
      shield.close();
      tell("put down");
      IO.println(shield.admitSafepointThreads().words());
    }

    private static void tell(String when) {
      long thread = VirtualMachineThread.thread(Threads.OWN).orElseThrow();
      IO.println(when + ": " + Scheduling.processors(thread));
    }
  }

  @Test
  void knowsWhatShieldsHaveLeftFromWhatSomebodyHasChosen() {
    BitSet four = BitSet.valueOf(new long[] {0b1111});
    BitSet two = BitSet.valueOf(new long[] {0b0011});
    BitSet one = BitSet.valueOf(new long[] {0b0001});

    assertThat(ProcessorShield.isWhereShieldsLeftIt(two, four, Set.of(3))).isTrue();
    assertThat(ProcessorShield.isWhereShieldsLeftIt(one, two, Set.of(1))).isTrue();
    assertThat(ProcessorShield.isWhereShieldsLeftIt(one, four, Set.of(3))).isFalse();
    assertThat(ProcessorShield.isWhereShieldsLeftIt(one, four, Set.of(1, 2, 3))).isTrue();
  }

  /// A process that sleeps until it is closed.
  private static final class Sleeper implements AutoCloseable {
    private final Process process;

    Sleeper() throws IOException {
      process = new ProcessBuilder(List.of("cat")).start();
    }

    long number() {
      return process.pid();
    }

    BitSet processors() {
      return Scheduling.processors(number());
    }

    @Override
    public void close() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }
}
