package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.bus.Bus;
import dev.terrarium.bus.BusOptions;
import dev.terrarium.bus.command.Arm;
import dev.terrarium.bus.command.CommandDefinition;
import dev.terrarium.bus.command.CommandResult;
import dev.terrarium.bus.command.CommandSet;
import dev.terrarium.bus.command.Commands;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.Safety;
import dev.terrarium.worker.script.UpcallRefusal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Commands that scripts begin: those that are exposed, and no others.
class ScriptCommandsTest {
  private final Safety safety = Safety.open();
  private final Gate gate = safety.register(Rig.ARM, GateOptions.defaults());
  private final Bus bus = Bus.open(Optional.of(Rig.ARM), BusOptions.of("test"));
  private final Commands commands =
      Commands.open(
          CommandSet.builder()
              .command(CommandDefinition.of("look", _ -> CommandResult.ok(7L)).build())
              .command(CommandDefinition.of("hide", _ -> CommandResult.ok()).build())
              .command(CommandDefinition.of("enable", new Arm()).build())
              .build(),
          safety,
          gate,
          bus);
  private final ScriptCommands scripts =
      new ScriptCommands(Exposure.NOTHING.commanding("look"), Optional.of(commands));

  @AfterEach
  void close() {
    commands.close();
    bus.close();
    safety.close();
  }

  @Test
  void givesAScriptTheResultOfACommandThatItBegan() throws Exception {
    safety.arm(Rig.ARM);

    String execution = scripts.begin("look", Map.of());

    assertThat(scripts.await(execution, null)).isEqualTo(7L);
  }

  @Test
  void doesNotKnowACommandThatIsNotExposed() {
    safety.arm(Rig.ARM);

    assertThatThrownBy(() -> scripts.begin("hide", Map.of()))
        .isInstanceOfSatisfying(
            UpcallRefusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo("unknown_command"));
  }

  @Test
  void tellsAScriptThatTheRobotIsDisarmed() {
    assertThatThrownBy(() -> scripts.begin("look", Map.of()))
        .isInstanceOfSatisfying(
            UpcallRefusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo("safety_disarmed"));
  }

  @Test
  void cannotExposeACommandThatArms() {
    var options = BrokerOptions.of(Rig.settings()).exposing(Exposure.NOTHING.commanding("enable"));

    assertThatThrownBy(() -> Broker.open(options, gate, bus, commands))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The command 'enable' cannot be exposed: it arms or disarms, which scripts never do");
  }
}
