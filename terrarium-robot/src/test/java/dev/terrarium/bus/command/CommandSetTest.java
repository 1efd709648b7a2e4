package dev.terrarium.bus.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrarium.bus.command.CommandDefinition.Role;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommandSetTest {
  private static final CommandHandler NOTHING = context -> CommandResult.ok();

  @Test
  void aDefinitionHasTheDefaultsOfTheReference() {
    CommandDefinition command = CommandDefinition.of("move", NOTHING).build();

    assertThat(command.timeout()).isEmpty();
    assertThat(command.allowedStates()).containsExactly("idle");
    assertThat(command.category()).isEqualTo("default");
    assertThat(command.cancels()).isEmpty();
    assertThat(command.role()).isEqualTo(Role.NONE);
    assertThat(CommandSet.builder().command(command).build().limit("default")).isEqualTo(1);
  }

  @Test
  void aHandlerThatArmsOrDisarmsImpliesTheFlag() {
    assertThat(CommandDefinition.of("up", new Arm()).build().role()).isEqualTo(Role.ARMS);
    assertThat(CommandDefinition.of("up", new Arm()).build().allowedStates())
        .containsExactly("disarmed");
    assertThat(CommandDefinition.of("down", new Disarm()).build().role()).isEqualTo(Role.DISARMS);
  }

  @Test
  void noCommandBothArmsAndDisarms() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            CommandDefinition.of("both", NOTHING)
                .arms()
                .disarms()
                .allowedStates("disarmed", "idle")
                .build())
        .withMessageContaining("command 'both': it both arms and disarms");
  }

  @Test
  void whatArmsNeedsDisarmedAmongItsAllowedStates() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommandDefinition.of("up", NOTHING).arms().allowedStates("idle").build())
        .withMessageContaining("'disarmed' must be among its allowed states");
  }

  @Test
  void whatDisarmsMustBeReachableFromAnArmedState() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> CommandDefinition.of("down", NOTHING).disarms().allowedStates("disarmed").build())
        .withMessageContaining("a state of the armed robot, such as 'idle', must be among");
  }

  @Test
  void atMostOneCommandArmsAndAtMostOneDisarms() {
    var set =
        CommandSet.builder()
            .command(CommandDefinition.of("up", new Arm()).build())
            .command(CommandDefinition.of("rise", new Arm()).build())
            .command(CommandDefinition.of("down", new Disarm()).build())
            .command(CommandDefinition.of("sink", new Disarm()).build());

    assertThatIllegalArgumentException()
        .isThrownBy(set::build)
        .withMessageContaining("at most one command arms, and these do: up, rise")
        .withMessageContaining("at most one command disarms, and these do: down, sink");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    var set =
        CommandSet.builder()
            .states("recording", "executing", "No")
            .initialState("sleeping")
            .category("motion", 1)
            .category("motion", 2)
            .command(
                CommandDefinition.of("move", NOTHING)
                    .allowedStates("flying")
                    .category("wings")
                    .cancels("legs")
                    .build())
            .command(CommandDefinition.of("move", new SetState("dreaming")).build());

    assertThatIllegalArgumentException()
        .isThrownBy(set::build)
        .withMessageContaining("'executing' is no operational state")
        .withMessageContaining("the state 'No' must be small letters")
        .withMessageContaining("the initial state is 'sleeping', which is no declared state")
        .withMessageContaining("two categories are named 'motion'")
        .withMessageContaining("two commands are named 'move'")
        .withMessageContaining("an allowed state of command 'move' is 'flying'")
        .withMessageContaining("the category of command 'move' is 'wings'")
        .withMessageContaining("a category that command 'move' cancels is 'legs'")
        .withMessageContaining("what command 'move' sets is 'dreaming'");
  }

  @Test
  void aDefinitionSaysWhatIsWrongWithIt() {
    var argument = ArgumentDefinition.required("x", new ArgumentType.Real(), "metres");

    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            CommandDefinition.of("move", NOTHING)
                .timeout(Duration.ZERO)
                .argument(argument)
                .argument(argument)
                .build())
        .withMessageContaining("timeout must be longer than nothing")
        .withMessageContaining("two arguments named 'x'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommandDefinition.of("Move it", NOTHING))
        .withMessageContaining("not 'Move it'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Category("motion", 0))
        .withMessageContaining("at least 1, not 0");
  }

  @Test
  void theBuiltInDisarmIsAllowedInEveryArmedState() {
    CommandSet set = CommandSet.builder().withArmAndDisarm().states("recording").build();

    assertThat(set.find(Role.DISARMS).orElseThrow().allowedStates())
        .containsExactly("idle", "recording");
    assertThat(set.find(Role.ARMS).orElseThrow().name()).isEqualTo("arm");
  }
}
