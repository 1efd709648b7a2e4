package dev.terrarium.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class PythonVersionTest {
  @Test
  void readsReleasesPrereleasesAndLocalBuilds() {
    assertThat(PythonVersion.of("3.13.0")).isEqualTo(new PythonVersion(3, 13, 0, "3.13.0"));
    assertThat(PythonVersion.of("3.15.0a1")).isEqualTo(new PythonVersion(3, 15, 0, "3.15.0a1"));
    assertThat(PythonVersion.of("3.11.2+")).isEqualTo(new PythonVersion(3, 11, 2, "3.11.2+"));
  }

  @Test
  void refusesWhatIsNoVersion() {
    for (String text : List.of("three", "", "3", "3.13", "3.13.", ".3.13", "3..1", "99999.1.1")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PythonVersion.of(text))
          .withMessage("'" + text + "' is not a Python version such as 3.13.0.");
    }
  }

  @Test
  void ordersByNumberAndNotByText() {
    assertThat(PythonVersion.of("3.9.18")).isLessThan(PythonVersion.of("3.10.0"));
    assertThat(PythonVersion.of("3.10.0").isAtLeast(3, 10)).isTrue();
    assertThat(PythonVersion.of("3.9.18").isAtLeast(3, 10)).isFalse();
    assertThat(PythonVersion.of("4.0.0").isAtLeast(3, 10)).isTrue();
  }
}
