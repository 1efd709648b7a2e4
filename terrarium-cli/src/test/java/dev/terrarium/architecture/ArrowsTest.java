package dev.terrarium.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Arrows point down only: who may see whom.
class ArrowsTest {
  private static final Set<String> BELOW_THE_ROOF =
      Set.of(
          "os",
          "capi",
          "environment",
          "logging",
          "message",
          "safety",
          "python",
          "pipeline",
          "bus",
          "worker",
          "control",
          "broker",
          "franka");

  /// What each room may see, beside itself and what is not ours.
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("os", Set.of()),
          Map.entry("message", Set.of()),
          Map.entry("safety", Set.of()),
          Map.entry("capi", Set.of("os")),
          Map.entry("environment", Set.of("os")),
          Map.entry("logging", Set.of()),
          Map.entry("python", Set.of("capi", "environment", "logging", "os")),
          Map.entry("pipeline", Set.of("message")),
          Map.entry("bus", Set.of("safety", "message")),
          Map.entry(
              "worker", Set.of("pipeline", "python", "message", "environment", "logging", "os")),
          Map.entry("control", Set.of("bus", "safety", "message", "os")),
          Map.entry("broker", Set.of("worker", "bus", "safety", "message")),
          Map.entry("franka", Set.of("control", "bus", "safety", "message", "os")),
          Map.entry("session", BELOW_THE_ROOF),
          Map.entry("cli", with(BELOW_THE_ROOF, "session")),
          Map.entry("console", with(BELOW_THE_ROOF, "session")),
          Map.entry("flink", Set.of("worker", "pipeline", "message")));

  @Test
  void everyClassLivesInARoom() {
    Law.that(
            House.everywhere(),
            "live in a room of the house",
            type ->
                ARROWS.containsKey(House.room(type))
                    ? List.of()
                    : List.of(type.getName() + " lives in no room"))
        .holdsForAtLeast(200);
  }

  @Test
  void everyArrowPointsDown() {
    Law.that(
            House.everywhere(), "see only rooms below", type -> seen(type, ArrowsTest::isForbidden))
        .holdsForAtLeast(200);
  }

  @Test
  void pipelinesAreBuiltWithoutPython() {
    Law.that(
            House.in("pipeline"),
            "not see Python",
            type -> seen(type, House.in("python", "capi", "environment", "worker")))
        .holdsForAtLeast(60);
  }

  @Test
  void messagesSeeTheJdkGeometryAndUnitsAlone() {
    List<String> allowed =
        List.of("java.", "javax.measure", "tech.units", "us.ihmc.euclid", "org.jspecify");

    Law.that(
            House.in("message"),
            "see the JDK, geometry and units alone",
            type ->
                seen(
                    type,
                    target ->
                        !House.in("message").test(target)
                            && !target.isPrimitive()
                            && allowed.stream().noneMatch(target.getPackageName()::startsWith)))
        .holdsForAtLeast(60);
  }

  @Test
  void pipelinesSeeNoGeometryAndNoUnits() {
    Law.that(
            House.in("pipeline", "worker", "python"),
            "not see the messages of robots",
            type ->
                seen(
                    type,
                    House.in(
                        "message.topic",
                        "message.payload",
                        "message.geometry",
                        "message.quantity")))
        .holdsForAtLeast(200);
  }

  @Test
  void theBusSeesSafetyAndMessagesAlone() {
    Law.that(
            House.in("bus"),
            "see the JDK, safety and messages alone",
            type ->
                seen(
                    type,
                    target ->
                        !House.in("bus", "safety", "message").test(target)
                            && !target.isPrimitive()
                            && !target.getPackageName().startsWith("java.")
                            && !target.getPackageName().equals("jdk.jfr")
                            && !target.getPackageName().startsWith("javax.measure")
                            && !target.getPackageName().startsWith("org.jspecify")))
        .holdsForAtLeast(20);
  }

  @Test
  void nobodyNeedsMicrometerButTheBridgeToIt() {
    Law.that(
            House.everywhere(),
            "not see Micrometer",
            type ->
                House.exactlyIn("broker.micrometer").test(type)
                    ? List.of()
                    : seen(type, target -> target.getPackageName().startsWith("io.micrometer")))
        .holdsForAtLeast(200);
  }

  @Test
  void theLoopSeesOnlySafetyAndItsRobot() {
    Law.that(
            House.in("control.loop"),
            "see java.base, safety, os and control.robot alone",
            type ->
                seen(
                    type,
                    target ->
                        !House.in("control.loop", "control.robot", "safety", "os").test(target)
                            && !target.getPackageName().startsWith("java.")))
        .holdsForAtLeast(25);
  }

  @Test
  void theSimulatorSeesOnlyItsRobotAndTheJdk() {
    Law.that(
            House.in("control.sim"),
            "see java.base, os and control.robot alone",
            type ->
                seen(
                    type,
                    target ->
                        !House.in("control.sim", "control.robot", "os").test(target)
                            && !target.isPrimitive()
                            && !target.getPackageName().startsWith("java.")
                            && !target.getPackageName().startsWith("org.jspecify")))
        .holdsForAtLeast(10);
  }

  @Test
  void whatIsRecordedOfALoopIsReadFromItsRingAlone() {
    Law.that(
            House.in("control.record"),
            "see nothing of ours but control.loop and control.robot",
            type ->
                seen(
                    type,
                    target ->
                        target.getPackageName().startsWith("dev.terrarium")
                            && !House.in("control.record", "control.loop", "control.robot")
                                .test(target)))
        .holdsForAtLeast(20);
  }

  @Test
  void processWorkersNeverSeeAnInterpreter() {
    Law.that(
            House.in("worker.process"),
            "not see python or capi",
            type -> seen(type, House.in("python", "capi")))
        .holdsForAtLeast(20);
  }

  @Test
  void nobodyImportsTheRoof() {
    String[] roof = {"cli", "console", "flink", "bench", "examples"};

    Law.that(
            House.in(
                "os",
                "capi",
                "environment",
                "logging",
                "message",
                "safety",
                "bus",
                "python",
                "pipeline",
                "worker",
                "session"),
            "not see the roof",
            type -> seen(type, House.in(roof)))
        .holdsForAtLeast(150);
  }

  @Test
  void packagesHaveNoCycles() {
    SlicesRuleDefinition.slices()
        .matching("dev.terrarium.(**)")
        .should()
        .beFreeOfCycles()
        .check(House.classes());

    assertThat(House.classes().stream().map(JavaClass::getPackageName).distinct())
        .hasSizeGreaterThanOrEqualTo(12);
  }

  private static boolean isForbidden(JavaClass origin, JavaClass target) {
    String from = House.room(origin);
    String to = House.room(target);
    return !to.isEmpty() && !to.equals(from) && !ARROWS.getOrDefault(from, Set.of()).contains(to);
  }

  private static List<String> seen(JavaClass type, Predicate<JavaClass> forbidden) {
    return seen(type, (_, target) -> forbidden.test(target));
  }

  private static List<String> seen(JavaClass type, BiPredicate<JavaClass, JavaClass> forbidden) {
    return type.getDirectDependenciesFromSelf().stream()
        .filter(arrow -> forbidden.test(type, arrow.getTargetClass().getBaseComponentType()))
        .map(Dependency::getDescription)
        .toList();
  }

  private static Set<String> with(Set<String> rooms, String another) {
    return Stream.concat(rooms.stream(), Stream.of(another))
        .collect(Collectors.toUnmodifiableSet());
  }
}
