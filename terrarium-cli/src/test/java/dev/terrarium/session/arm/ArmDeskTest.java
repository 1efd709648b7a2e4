package dev.terrarium.session.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.robot.Reflex;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands of clients for an arm, line by line.
class ArmDeskTest {
  private final Stations robot = new Stations();
  private final ArmStation station = robot.station;
  private final ArmKeeper keeper = ArmKeeper.of(robot.safety, robot.gate);
  private ArmDesk desk = ArmDesk.of(station, keeper, ArmDesk.Abandoned.STOPS);
  private final Talk heard = new Talk();
  private ArmClient client = desk.join(heard);
  private long id;

  @AfterEach
  void close() {
    desk.close();
    robot.close();
  }

  private void use(ArmKeeper other, ArmDesk.Abandoned abandoned) {
    desk.close();
    desk = ArmDesk.of(station, other, abandoned);
    client = desk.join(heard);
  }

  private long say(String rest) {
    long own = ++id;
    client.say("{\"id\": " + own + ", \"do\": " + rest + "}");
    return own;
  }

  private Map<?, ?> ok(String rest) {
    return heard.ok(say(rest));
  }

  private String error(String rest) {
    return heard.error(say(rest));
  }

  private void start() {
    keeper.arm();
    ok("\"start\"");
  }

  private LoopEnd end() {
    return station.control().ended().toCompletableFuture().join();
  }

  @Test
  void tellsWhatArmThereIs() {
    Map<?, ?> facts = ok("\"hello\", \"version\": 1, \"name\": \"a test\"");

    assertThat(facts.get("version")).isEqualTo(1L);
    assertThat(facts.get("arm")).isEqualTo("cell");
    assertThat(facts.get("model")).isEqualTo("fr3");
    assertThat(facts.get("simulated")).isEqualTo(true);
    assertThat(facts.get("joints")).isEqualTo(7L);
    assertThat(facts.get("running")).isEqualTo(false);
    assertThat(facts.get("safety")).isEqualTo("disarmed");
    assertThat(facts.get("board")).isNull();
    assertThat(facts.get("ring")).isNull();
    assertThat((List<?>) facts.get("home")).hasSize(7);
    assertThat(((Map<?, ?>) facts.get("limits")).keySet().toString())
        .isEqualTo("[q_min, q_max, dq, torque, torque_rate]");
    assertThat(facts.get("laws").toString())
        .isEqualTo("[impedance, pid, osc, osc_damped, torque, gravity]");
    assertThat(facts.get("pid")).isEqualTo(ProcessHandle.current().pid());
  }

  @Test
  void refusesAnotherVersion() {
    assertThat(error("\"hello\", \"version\": 2"))
        .isEqualTo(
            "protocol: version is 1, which this arm's server speaks, not 2: have both of the same release");
  }

  @Test
  void startsSwitchesSetsAndStops() {
    keeper.arm();

    Map<?, ?> started = ok("\"start\"");
    assertThat(started.get("board")).isEqualTo(station.board().toString());
    assertThat((List<?>) started.get("granted")).isNotEmpty();
    assertThat(((Map<?, ?>) started.get("setting")).get("law")).isEqualTo("impedance");
    assertThat(ok("\"switch\", \"law\": \"pid\"").get("law")).isEqualTo("pid");
    ok("\"set\", \"name\": \"kp\", \"value\": 120");
    ok("\"set\", \"name\": \"ee_kd\", \"value\": [1, 2, 3, 4, 5, 6]");
    ok("\"set\", \"name\": \"q_desired\", \"value\": [0.1, 0, 0, -1.5, 0, 1.5, -0.8]");
    Map<?, ?> setting = ok("\"setting\"");
    assertThat(setting.get("q_desired")).isEqualTo(List.of(0.1, 0.0, 0.0, -1.5, 0.0, 1.5, -0.8));
    Map<?, ?> gains = (Map<?, ?>) setting.get("gains");
    assertThat(gains.get("kp")).isEqualTo(Collections.nCopies(7, 120.0));
    assertThat(gains.get("ee_kd")).isEqualTo(List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0));
    Map<?, ?> ended = (Map<?, ?>) ok("\"stop\"").get("end");

    assertThat(ended.get("kind")).isEqualTo("stopped");
    assertThat(ended.get("fault")).isEqualTo(false);
    assertThat(heard.event("ended").get("words")).isEqualTo("the loop was stopped");
    Map<?, ?> status = ok("\"status\"");
    assertThat(status.get("running")).isEqualTo(false);
    assertThat(((Map<?, ?>) status.get("end")).get("kind")).isEqualTo("stopped");
    assertThat(ok("\"hello\", \"version\": 1").get("board")).isEqualTo(station.board().toString());
  }

  @Test
  void tellsWhereTheArmStandsBeforeItIsStarted() {
    Map<?, ?> before = ok("\"setting\"");
    start();

    assertThat(before.get("initial_qpos"))
        .isEqualTo(List.of(0.0, 0.0, 0.0, -1.57079, 0.0, 1.57079, -0.7853));
    assertThat(before.get("q_desired")).isEqualTo(before.get("initial_qpos"));
    ok("\"switch\", \"law\": \"osc\"");
    ok("\"set\", \"name\": \"ee_desired\", \"value\": " + before.get("initial_ee"));
  }

  @Test
  void takesPosesAsRowsOrInOneList() {
    start();
    ok("\"switch\", \"law\": \"osc_damped\"");

    ok(
        "\"set\", \"name\": \"ee_desired\", \"value\": [[1,0,0,0.3],[0,1,0,0],[0,0,1,0.4],[0,0,0,1]]");
    ok("\"set\", \"name\": \"tool\", \"value\": [1,0,0,0, 0,1,0,0, 0,0,1,0.1, 0,0,0,1]");

    assertThat(((List<?>) ok("\"setting\"").get("tool")).get(11)).isEqualTo(0.1);
  }

  @Test
  void refusesWhatValuesCannotBeAndSaysWhatWasExpected() {
    start();

    assertThat(error("\"set\", \"name\": \"q_desired\", \"value\": [0, NaN, 0, -1.5, 0, 1.5, 0]"))
        .isEqualTo("refused: q_desired[1] is NaN: expected a finite number");
    assertThat(error("\"set\", \"name\": \"q_desired\", \"value\": [0, -Infinity, 0, -1, 0, 1, 0]"))
        .startsWith("refused: q_desired[1] is -Infinity");
    assertThat(error("\"set\", \"name\": \"q_desired\", \"value\": [0, 0]"))
        .isEqualTo("refused: q_desired is 7 numbers, one for each joint, not 2");
    assertThat(error("\"set\", \"name\": \"q_desired\", \"value\": 0.5"))
        .isEqualTo("refused: q_desired is a list of 7 numbers, not 0.5");
    assertThat(error("\"set\", \"name\": \"q_desired\", \"value\": [0, \"x\", 0, 0, 0, 0, 0]"))
        .isEqualTo("refused: q_desired[1] is a number, not \"x\"");
    assertThat(error("\"set\", \"name\": \"q_desired\", \"value\": [9, 0, 0, -1.5, 0, 1.5, 0]"))
        .contains("q_desired[0] is 9.0 rad: joint 1 moves between");
    ok("\"switch\", \"law\": \"osc\"");
    assertThat(error("\"set\", \"name\": \"ee_desired\", \"value\": [[1, 0], [0, 1]]"))
        .contains("ee_desired is a 4×4 matrix, 16 numbers, not 4");
    assertThat(error("\"set\", \"name\": \"ee_desired\", \"value\": [[1, 0], [0]]"))
        .isEqualTo("refused: ee_desired has rows of different lengths");
    ok("\"switch\", \"law\": \"impedance\"");
    assertThat(error("\"set\", \"name\": \"kp\", \"value\": NaN")).contains("kp[0] is NaN");
    assertThat(error("\"set\", \"name\": \"kp\", \"value\": null"))
        .isEqualTo("refused: kp is a list of numbers, not null");
    assertThat(error("\"set\", \"name\": \"speed\", \"value\": 1"))
        .contains("there is nothing to set by the name 'speed': expected one of q_desired");
    assertThat(error("\"set\", \"name\": \"kp\", \"value\": 1, \"hold_ms\": 5"))
        .contains("hold_ms is for targets");
    assertThat(
            error(
                "\"set\", \"name\": \"q_desired\", \"value\": [0,0,0,-1.5,0,1.5,0], \"hold_ms\": -1"))
        .contains("hold_ms is -1.0: expected more than 0");
    assertThat(error("\"switch\", \"law\": \"fuzzy\""))
        .contains("there is no law 'fuzzy': expected one of impedance");
    assertThat(error("\"switch\", \"law\": 7")).isEqualTo("refused: law is a text, not 7");
    assertThat(station.isRunning()).isTrue();
  }

  @Test
  void refusesTargetsThatTheLawDoesNotLookAt() {
    String torque = "\"set\", \"name\": \"torque\", \"value\": [0, 0, 0, 0, 0, 0, 0]";
    String joints = "\"set\", \"name\": \"q_desired\", \"value\": [0, 0, 0, -1.5, 0, 1.5, 0]";
    start();

    assertThat(error(torque))
        .isEqualTo(
            "refused: the law impedance looks at q_desired alone, not at torque: set that, or switch to another law first");
    ok("\"switch\", \"law\": \"osc\"");
    assertThat(error(joints))
        .startsWith("refused: the law osc looks at ee_desired alone, not at q_desired");
    ok("\"switch\", \"law\": \"gravity\"");
    assertThat(error(torque))
        .isEqualTo(
            "refused: the law gravity takes no targets, such as torque: switch to another law first");
    ok("\"switch\", \"law\": \"torque\"");
    ok(torque + ", \"hold_ms\": 100");
  }

  @Test
  void saysWhatIsWrongWithALineThatIsNoCommand() {
    client.say("move it");
    assertThat(heard.namelessError()).startsWith("protocol: the line is not JSON, at its column");
    client.say("[1, 2]");
    assertThat(heard.namelessError()).startsWith("protocol: a line is one JSON object, such as");
    client.say("{} {}");
    assertThat(heard.namelessError()).contains("this one goes on after it");
    client.say("{\"do\": \"status\"}");
    assertThat(heard.namelessError()).startsWith("protocol: a line has an \"id\"");
    client.say("{\"id\": 1.5, \"do\": \"status\"}");
    assertThat(heard.namelessError()).startsWith("protocol: a line has an \"id\"");
    client.say("{\"id\": \"a\", \"do\": \"fly\"}");
    assertThat(heard.error("a"))
        .startsWith("protocol: there is no command 'fly': expected one of hello, start, stop");
    client.say("{\"id\": \"b\"}");
    assertThat(heard.error("b")).startsWith("protocol: a line has a \"do\"");
    client.say("{\"id\": \"c\", \"do\": \"status\", \"id\": \"d\"}");
    assertThat(heard.namelessError()).startsWith("protocol: the line is not JSON");
    assertThat(error("\"move\""))
        .isEqualTo(
            "protocol: 'move' lacks the field 'qpos': expected id, do, qpos, perhaps velocity, perhaps acceleration, perhaps jerk");
    assertThat(error("\"status\", \"when\": 1"))
        .isEqualTo("protocol: 'status' has no field 'when': expected id, do");
    client.say("{\"id\": 1, \"do\": " + "[".repeat(100) + "]".repeat(100) + "}");
    assertThat(heard.namelessError()).startsWith("protocol: the line is taken for no command");
  }

  @Test
  void refusesToStartADisarmedRobotAndNeverArmsIt() {
    assertThat(error("\"start\""))
        .startsWith(
            "disarmed: the arm 'cell' was not started: its robot is disarmed. Its operator says arm at the terminal");
    assertThat(robot.gate.isArmed()).isFalse();
    assertThat(error("\"arm\"")).startsWith("protocol: there is no command 'arm'");
  }

  @Test
  void saysWhatItsOperatorDoesAfterAFault() {
    start();
    robot.arm.reflexes = Reflex.JOINT_REFLEX.mask();
    assertThat(heard.event("ended").get("kind")).isEqualTo("reflexes");

    assertThat(error("\"start\""))
        .isEqualTo(
            "error: the arm 'cell' was not started: its robot is in error. Its operator looks at it, and says recover and then arm at the terminal where it is served; then start it again");

    keeper.recover();
    keeper.arm();
    robot.arm.reflexes = 0;
    ok("\"start\"");
  }

  @Test
  void saysThatItIsBeingStartedToWhoComesMeanwhile() {
    keeper.arm();
    robot.arm.awaited = new CountDownLatch(1);
    long start = say("\"start\"");

    Map<?, ?> status = ok("\"status\"");
    assertThat(status.get("starting")).isEqualTo(true);
    assertThat(status.get("running")).isEqualTo(false);
    String words = "state: the arm 'cell' is being started: wait until it is";
    assertThat(error("\"start\"")).isEqualTo(words);
    assertThat(error("\"stats\"")).isEqualTo(words);
    assertThat(error("\"move\", \"qpos\": [0, 0, 0, -1.5, 0, 1.5, 0]")).isEqualTo(words);
    long stop = say("\"stop\"");
    assertThat(heard.hasAnswer(stop)).isFalse();
    robot.arm.awaited.countDown();
    assertThat(heard.error(start))
        .isEqualTo(
            "state: the arm 'cell' was stopped by another command while it was being started: start it again");
    assertThat(((Map<?, ?>) heard.ok(stop).get("end")).get("kind")).isEqualTo("stopped");
    assertThat(ok("\"status\"").get("starting")).isEqualTo(false);
    ok("\"start\"");
  }

  @Test
  void armsASimulatedRobotAtItsStartIfThatWasDeclared() {
    use(ArmKeeper.armingOnStart(robot.safety, robot.gate), ArmDesk.Abandoned.STOPS);

    ok("\"start\"");
    robot.arm.reflexes = Reflex.JOINT_REFLEX.mask();
    assertThat(heard.event("ended").get("kind")).isEqualTo("reflexes");
    robot.arm.reflexes = 0;

    ok("\"start\"");
    assertThat(station.isRunning()).isTrue();
  }

  @Test
  void refusesASecondStart() {
    start();

    assertThat(error("\"start\"")).startsWith("state: the arm 'cell' has been started");
    assertThat(station.isRunning()).isTrue();
  }

  @Test
  void refusesWhatNeedsALoopThatThereIsNot() {
    assertThat(error("\"stop\"")).startsWith("state: the arm 'cell' has not been started");
    assertThat(error("\"stats\"")).startsWith("state: the arm 'cell' has not been started");
    assertThat(error("\"move\", \"qpos\": [0, 0, 0, -1.5, 0, 1.5, 0]"))
        .startsWith("state: the arm 'cell' has not been started");
    assertThat(error("\"record\", \"seconds\": 1, \"path\": \"/tmp/a.npz\"")).startsWith("state:");
    ok("\"set\", \"name\": \"kp\", \"value\": 50");
    assertThat(ok("\"switch\", \"law\": \"pid\"").get("law")).isEqualTo("pid");
    assertThat(ok("\"status\"").get("end")).isNull();
  }

  @Test
  void movesAndDoesNotHoldUpOtherCommandsMeanwhile() {
    start();

    long move =
        say(
            "\"move\", \"qpos\": [0.02, 0, 0, -1.57079, 0, 1.57079, -0.7853], \"jerk\": 100, \"velocity\": [1,1,1,1,1,1,1]");
    assertThat(ok("\"status\"").get("law")).isEqualTo("impedance");
    Map<?, ?> end = heard.ok(move);

    assertThat(end.get("end")).isEqualTo("arrived");
    assertThat(end.get("words").toString()).startsWith("the arm has arrived");
  }

  @Test
  void saysHowMovesEndThatDoNotArrive() {
    start();

    long first = say("\"move\", \"qpos\": [0.5, 0, 0, -1.57079, 0, 1.57079, -0.7853]");
    ok("\"switch\", \"law\": \"impedance\"");
    assertThat(heard.ok(first).get("end")).isEqualTo("superseded");
    long second = say("\"move\", \"qpos\": [0.5, 0, 0, -1.57079, 0, 1.57079, -0.7853]");
    ok("\"stop\"");

    assertThat(heard.ok(second).get("end")).isEqualTo("ended");
  }

  @Test
  void refusesMovesThatCannotBe() {
    start();

    assertThat(error("\"move\", \"qpos\": [9, 0, 0, -1.5, 0, 1.5, 0]"))
        .startsWith("refused: ")
        .contains("joint 1");
    assertThat(error("\"move\", \"qpos\": [NaN, 0, 0, -1.5, 0, 1.5, 0]")).startsWith("refused: ");
    assertThat(error("\"move\", \"qpos\": [0, 0]")).startsWith("refused: ");
    assertThat(error("\"move\", \"qpos\": 0")).startsWith("refused: qpos is a list of 7 numbers");
    assertThat(error("\"move\", \"qpos\": [0, 0, 0, -1.5, 0, 1.5, 0], \"jerk\": -1"))
        .contains("the limit of jerk of joint 1 is -1.0");
  }

  @Test
  void tellsStatisticsWithUnitsInTheirNames() {
    start();
    ok("\"stop\"");

    Map<?, ?> stats = (Map<?, ?>) ok("\"stats\"").get("loop_stats");

    assertThat(stats.keySet().toString())
        .isEqualTo(
            "[cycles, missed, lost, rate_hz, success_rate, lateness, gap, compute, overruns]");
    assertThat((Long) stats.get("cycles")).isPositive();
    assertThat(((Map<?, ?>) stats.get("gap")).keySet().toString())
        .isEqualTo("[p50_us, p90_us, p99_us, p999_us, max_us, count, bins_us]");
    assertThat(((Map<?, ?>) ((Map<?, ?>) stats.get("overruns")).get("by_cause")).keySet())
        .hasToString("[collector, safepoint, scheduling, controller, arm, unknown]");
  }

  @Test
  void recordsAndAnswersWhenTheFileIsWritten(@TempDir Path folder) {
    start();
    Path file = folder.resolve("cycles.arrow");

    Map<?, ?> written =
        ok(
            "\"record\", \"fields\": [\"q\", \"cycle\"], \"seconds\": 0.02, \"path\": \""
                + file
                + "\"");

    assertThat(file).isNotEmptyFile();
    assertThat(written.get("path")).isEqualTo(file.toString());
    assertThat((Long) written.get("rows")).isPositive();
    assertThat(written.get("lost")).isEqualTo(0L);
  }

  @Test
  void refusesRecordingsThatCannotBe(@TempDir Path folder) {
    start();
    String good = ", \"path\": \"" + folder.resolve("a.npz") + "\"";

    assertThat(error("\"record\", \"seconds\": NaN" + good)).contains("seconds is NaN: expected");
    assertThat(error("\"record\", \"seconds\": 1e300" + good)).contains("at most 3600");
    assertThat(error("\"record\", \"seconds\": 1, \"fields\": [\"mood\"]" + good))
        .contains("'mood' is no field of a cycle: expected one of cycle");
    assertThat(error("\"record\", \"seconds\": 1, \"fields\": []" + good)).contains("fields names");
    assertThat(error("\"record\", \"seconds\": 1, \"path\": \"a.npz\""))
        .contains("expected an absolute path that ends in .npz or .arrow");
    assertThat(error("\"record\", \"seconds\": 1, \"path\": \"/nowhere/a.npz\""))
        .contains("expected a file in a folder that is there");
    assertThat(error("\"record\", \"seconds\": 1, \"path\": \"a\\u0000b\""))
        .startsWith("refused: ");
  }

  @Test
  void disarmsForAnybody() {
    start();

    Map<?, ?> disarmed = ok("\"disarm\"");

    assertThat(disarmed.get("safety")).isEqualTo("disarmed");
    assertThat(end()).isInstanceOf(LoopEnd.SafetyLeft.class);
    assertThat(heard.event("safety").get("state")).isEqualTo("armed");
    assertThat(heard.event("safety").get("state")).isEqualTo("disarming");
    assertThat(heard.event("ended").get("kind")).isEqualTo("safety_left");
  }

  @Test
  void stopsTheArmWhenTheLastHasGoneWhoCommandedIt() {
    Talk others = new Talk();
    ArmClient watcher = desk.join(others);
    start();
    watcher.say("{\"id\": 1, \"do\": \"status\"}");

    client.leave();

    assertThat(end()).isInstanceOf(LoopEnd.Stopped.class);
    assertThat(others.event("ended").get("kind")).isEqualTo("stopped");
  }

  @Test
  void goesOnForAnotherWhoHasCommandedItButEndsTheMoveOfTheOneWhoWent() {
    Talk others = new Talk();
    ArmClient another = desk.join(others);
    start();
    another.say("{\"id\": 1, \"do\": \"set\", \"name\": \"kp\", \"value\": 90}");
    long move = say("\"move\", \"qpos\": [1, 0, 0, -1.57079, 0, 1.57079, -0.7853]");

    client.leave();

    assertThat(heard.ok(move).get("end")).isEqualTo("superseded");
    another.say("{\"id\": 2, \"do\": \"status\"}");
    assertThat(others.ok(2L).get("running")).isEqualTo(true);
    another.leave();
    assertThat(end()).isInstanceOf(LoopEnd.Stopped.class);
  }

  @Test
  void holdsTheArmWhereItStandsIfItIsKept() {
    use(keeper, ArmDesk.Abandoned.HOLDS);
    start();
    ok("\"switch\", \"law\": \"torque\"");
    ok("\"set\", \"name\": \"torque\", \"value\": [1, 0, 0, 0, 0, 0, 0]");

    client.leave();

    assertThat(station.isRunning()).isTrue();
    assertThat(station.control().law()).isEqualTo("impedance");
    assertThat(station.control().setting().torque(0)).isZero();
  }

  @Test
  void stopsAStartWhoseClientDidNotLiveToSeeIt() {
    keeper.arm();
    long start = say("\"start\"");
    client.leave();

    heard.ok(start);

    assertThat(end()).isInstanceOf(LoopEnd.Stopped.class);
  }

  @Test
  void endsTheRecordingOfOneWhoWent(@TempDir Path folder) {
    start();
    Path file = folder.resolve("cycles.npz");
    long record = say("\"record\", \"seconds\": 3600, \"path\": \"" + file + "\"");

    client.leave();

    heard.ok(record);
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void isOfOneRobot() {
    RobotId other = new RobotId("other");
    ArmKeeper wrong =
        ArmKeeper.of(robot.safety, robot.safety.register(other, GateOptions.defaults()));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArmDesk.of(station, wrong, ArmDesk.Abandoned.STOPS))
        .withMessageContaining("the station is of the robot 'cell' and the keeper of 'other'");
  }
}
