package dev.terrarium.broker.declaration;

import dev.terrarium.broker.declaration.ArmDeclaration.Model;
import dev.terrarium.broker.declaration.ArmDeclaration.Scheduling;
import dev.terrarium.broker.declaration.ArmDeclaration.StartingLaw;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The table `arm`: what a loop controls every millisecond.
final class ArmSection {
  static final Field<Model> MODEL =
      Field.usual("model", Kinds.word(Model.class), Model.FR3, "which arm it is");
  static final Field<String> SIMULATOR =
      Field.usual(
          "simulator",
          Kinds.text(
              "\"built-in\", \"mujoco\" or \"mujoco:PATH\"",
              text ->
                  text.equals(ArmDeclaration.BUILT_IN)
                      || text.equals("mujoco")
                      || (text.startsWith("mujoco:") && !text.substring(7).isBlank())),
          ArmDeclaration.BUILT_IN,
          "what computes it; `PATH` is the file of MuJoCo's library");
  static final Field<StartingLaw> LAW =
      Field.usual(
          "law",
          Kinds.word(StartingLaw.class),
          StartingLaw.IMPEDANCE,
          "the law that it begins with");
  static final Field<Map<String, List<Double>>> GAINS =
      Field.usual("gains", GainSection.KIND, Map.of(), "gains that are not the usual ones");
  static final Field<Duration> HOLD_MS =
      Field.usual(
          "hold_ms",
          Kinds.MILLIS,
          ArmDeclaration.USUAL_HOLD,
          "how long a policy's target is held; then the arm gives way");
  static final Field<Integer> PRIORITY =
      Field.usual(
          "priority",
          Kinds.whole(1, 99),
          Scheduling.USUAL_PRIORITY,
          "the `SCHED_FIFO` priority that its loop asks for");
  static final Field<Integer> CPU =
      Field.optional(
          "cpu",
          Kinds.whole(0, 1023),
          "the processor that its loop stays on, which the machine that runs it has; otherwise one is chosen");
  static final Field<Boolean> SHIELD =
      Field.usual(
          "shield",
          Kinds.FLAG,
          false,
          "whether the threads of all processes are kept off that processor while the loop lives");
  static final Field<Boolean> NICE =
      Field.usual(
          "nice",
          Kinds.FLAG,
          true,
          "whether the robot's Python gives way to all other threads where that priority is refused");

  static final Section SECTION =
      Section.of("arm", MODEL, SIMULATOR, LAW, GAINS, HOLD_MS, PRIORITY, CPU, SHIELD, NICE);

  private ArmSection() {}

  static ArmDeclaration read(Entry entry) {
    return new ArmDeclaration(
        entry.get(MODEL),
        entry.get(SIMULATOR),
        entry.get(LAW),
        entry.get(GAINS),
        entry.get(HOLD_MS),
        new Scheduling(
            entry.get(PRIORITY),
            entry.find(CPU).map(OptionalInt::of).orElseGet(OptionalInt::empty),
            entry.get(SHIELD),
            entry.get(NICE)));
  }

  static Map<String, Object> write(ArmDeclaration arm) {
    var cpu = arm.scheduling().cpu();
    return new Written()
        .put(MODEL, arm.model())
        .put(SIMULATOR, arm.simulator())
        .put(LAW, arm.law())
        .put(GAINS, arm.gains())
        .put(HOLD_MS, arm.hold())
        .put(PRIORITY, arm.scheduling().priority())
        .putIfThere(CPU, cpu.isPresent() ? Optional.of(cpu.getAsInt()) : Optional.empty())
        .put(SHIELD, arm.scheduling().shield())
        .put(NICE, arm.scheduling().nice())
        .table();
  }
}
