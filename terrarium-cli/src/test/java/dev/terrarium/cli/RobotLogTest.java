package dev.terrarium.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.cli.timeline.Moment;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class RobotLogTest {
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final RobotLog log =
      new RobotLog(new Terminal(new PrintStream(screen, true, UTF_8), false), () -> 4_000_000_000L);

  @Test
  void tellsWhatItHasKeptInTheOrderInWhichItHappened() {
    log.hold();
    log.say("armed");
    log.say(3_000_000_000L, "the permit to move is over");
    log.say(2_500_000_000L, "EMERGENCY STOP");
    assertThat(screen.toString(UTF_8)).isEmpty();

    log.release();
    log.say("disarmed");

    assertThat(screen.toString(UTF_8).lines())
        .containsExactly(
            "terrarium:    2.500 s  EMERGENCY STOP",
            "terrarium:    3.000 s  the permit to move is over",
            "terrarium:    4.000 s  armed",
            "terrarium:    4.000 s  disarmed");
  }

  @Test
  void tellsEachStateOfSafetyOnceAndSinceWhen() {
    log.say(new Moment.State(0, "disarmed"));
    log.say(new Moment.State(3_000_000_000L, "disarmed"));
    log.say(new Moment.State(3_000_000_000L, "disarmed"));

    assertThat(screen.toString(UTF_8).lines()).containsExactly("terrarium:    3.000 s  disarmed");
  }
}
