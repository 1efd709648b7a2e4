package dev.terrarium.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrarium.control.law.Law;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.loop.LoopOptions;
import dev.terrarium.control.loop.WarmUp;
import dev.terrarium.safety.DisarmResult;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A loop that can be disarmed no more, with a priority: it must not take the machine along.
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class LawThatNeverReturnsTest {
  private static final ArmOptions OPTIONS =
      ArmOptions.standard()
          .withLoop(
              LoopOptions.standard()
                  .withPriority(3)
                  .withLockedMemory(false)
                  .withWarmUp(new WarmUp(100, Duration.ofSeconds(5)))
                  .withRows(256));

  private final CountDownLatch stuck = new CountDownLatch(1);
  private volatile boolean isLetGo;

  @Test
  void leavesItsProcessorToTheNextLoopAfterADisarmThatFailed() throws InterruptedException {
    try (Safety safety = Safety.open()) {
      ControlledArm hung = started(safety, "first");
      assumeTrue(hung.loop().granted().scheduling().isGranted(), "no priority is granted here");
      hung.switchTo(Law.of("hung", (_, _, _) -> spin()));
      stuck.await();
      DisarmResult disarmed = safety.disarm(new RobotId("first"), Duration.ofMillis(50));

      ControlledArm next = started(safety, "next");
      LoopEnd end = next.stop().toCompletableFuture().join();

      assertThat(disarmed).isInstanceOf(DisarmResult.Failed.class);
      assertThat(end).isInstanceOf(LoopEnd.Stopped.class);
      isLetGo = true;
      assertThat(hung.ended().toCompletableFuture().join()).isInstanceOf(LoopEnd.SafetyLeft.class);
    } finally {
      isLetGo = true;
    }
  }

  @Test
  void doesNotKeepTheJvmFromSafepointsWhereTheyShareAProcessor(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseZGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                HungBehindAShield.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    String said = Files.readString(output);

    assumeTrue(!said.contains("nothing is shared"), said);
    assertThat(said).contains("the law hangs", "all were stopped in a safepoint");
  }

  /// Has a law hang that shares its processor with the JVM's own threads.
  static final class HungBehindAShield {
    public static void main(String[] none) throws InterruptedException {
      var stuck = new CountDownLatch(1);
      try (Safety safety = Safety.open()) {
        ControlledArm arm = started(safety, "hung", OPTIONS.withLoop(OPTIONS.loop().withShield()));
        if (!arm.loop().granted().processor().shield().words().contains("of this JVM are back")) {
          IO.println("nothing is shared here");
          Runtime.getRuntime().halt(0);
        }
        arm.switchTo(Law.of("hung", (_, _, _) -> spinForEver(stuck)));
        stuck.await();
        IO.println("the law hangs");
        if (Thread.getAllStackTraces().size() > 1) {
          IO.println("all were stopped in a safepoint");
        }
        var _ = arm.loop().giveWay(); // Halting must not leave the shield up.
        Runtime.getRuntime().halt(0);
      }
    }

    private static void spinForEver(CountDownLatch stuck) {
      stuck.countDown();
      while (true) {
        Thread.onSpinWait();
      }
    }
  }

  private static ControlledArm started(Safety safety, String robot) {
    return started(safety, robot, OPTIONS);
  }

  private static ControlledArm started(Safety safety, String robot, ArmOptions options) {
    var id = new RobotId(robot);
    var gate = safety.register(id, GateOptions.defaults());
    safety.arm(id);
    ControlledArm arm = ControlledArm.of(new ElapsedArm(), gate, options);
    arm.start();
    return arm;
  }

  private void spin() {
    stuck.countDown();
    while (!isLetGo) {
      Thread.onSpinWait();
    }
  }
}
