package dev.terrarium.pipeline.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.Retry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExceptionNamesTest {
  @ParameterizedTest
  @CsvSource({
    "TimeotError, TimeoutError",
    "TimeoutErorr, TimeoutError",
    "timeouterror, TimeoutError",
    "ConectionError, ConnectionError",
    "builtins.TimeotError, TimeoutError"
  })
  void doubtsWhatIsNearlyOneOfPythons(String name, String meant) {
    assertThat(ExceptionNames.doubt(name))
        .hasValue(
            "'%s' is none of Python's exceptions; did you mean '%s'?"
                .formatted(Retry.bare(name), meant));
  }

  @ParameterizedTest
  @CsvSource({
    "IOError, OSError",
    "socket.timeout, TimeoutError",
    "asyncio.TimeoutError, TimeoutError"
  })
  void doubtsASecondNameThatPythonNeverSays(String name, String proper) {
    assertThat(ExceptionNames.doubt(name))
        .hasValue("matches nothing: Python's own name of '%s' is '%s'".formatted(name, proper));
  }

  @Test
  void doubtsAClassThatJavaLacks() {
    assertThat(ExceptionNames.doubt("java.net.SoketException"))
        .hasValue("matches nothing: Java has no class 'java.net.SoketException'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OSError",
        "builtins.OSError",
        "ConnectError",
        "ReadTimeout",
        "SSLError",
        "HTTPError",
        "http.client.HTTPException",
        "java.net.SocketException",
        "SocketTimeoutException"
      })
  void believesWhatMayBeTheNodesOwn(String name) {
    assertThat(ExceptionNames.doubt(name)).isEmpty();
  }
}
