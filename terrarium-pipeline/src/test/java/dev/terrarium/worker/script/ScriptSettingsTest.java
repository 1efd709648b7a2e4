package dev.terrarium.worker.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.pipeline.ProcessSettings;
import dev.terrarium.worker.PythonSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScriptSettingsTest {
  private static final PythonSettings NO_PYTHON =
      new PythonSettings(
          () -> {
            throw new IllegalStateException("nobody has asked for it");
          },
          List.of(),
          _ -> {},
          _ -> {});

  @Test
  void wantANameForTheOwner() {
    assertThatThrownBy(() -> ScriptSettings.of(" ", NO_PYTHON, Isolation.INLINE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the owner of scripts must have a name");
  }

  @Test
  void startAProcessPlainly() {
    assertThat(ScriptSettings.of("arm", NO_PYTHON, Isolation.PROCESS).process())
        .isEqualTo(ProcessSettings.PLAIN);
  }

  @Test
  void tellAnInterruptThatCameBeforeTheBeginning() {
    assertThat(new ScriptException.Interrupted("", null))
        .hasMessage("the operation was interrupted before it began");
    assertThat(new ScriptException.Interrupted("Traceback", null))
        .hasMessage("the operation was interrupted");
  }

  @Test
  void tellOfAnExceptionItsTypeAndMessage() {
    assertThat(new ScriptException.Raised(List.of("ValueError", "Exception"), "no", "", null))
        .hasMessage("ValueError: no");
    assertThat(new ScriptException.Raised(List.of("ValueError"), "", "", null))
        .hasMessage("ValueError");
  }

  @Test
  void keepWhatWasAskedAndRefusedAsItWas() {
    var arguments = new ArrayList<@Nullable Object>(Arrays.asList("a", null));
    var ask = new Ask("publish", arguments, OptionalLong.empty());
    var refusal = new UpcallRefusal("timeout", "late", Map.of("after", 5));

    arguments.clear();

    assertThat(ask.arguments()).containsExactly("a", null);
    assertThat(refusal.code()).isEqualTo("timeout");
    assertThat(refusal).hasMessage("late");
    assertThat(refusal.details()).containsEntry("after", 5);
  }
}
