package dev.terrarium.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What uv and pip say, and what it means; what can be provoked is provoked in [ProjectFaultsTest].
class InstallFaultsTest {
  private final InstallFaults faults =
      new InstallFaults(new Project(Path.of("/p")), "Python 3.14 on linux-x86_64", false);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device | the disk is full
          error: failed to create directory `/x`: Permission denied (os error 13) | a file cannot be written
          Failed to establish a new connection: [Errno -3] Temporary failure in name resolution | the package index cannot be reached
          error: error sending request for url (http://index/simple/x/) | the package index cannot be reached
          Because only beta<=2.0 is available and you require beta>2.0, we can conclude | no version of a package fits
          Traceback (most recent call last): | the installer failed (exit code 7)
          """)
  void meansWhatAPersonShouldKnow(String said, String meaning) {
    EnvironmentException fault = faults.notInstalled(new Tool.Ended(7, said));

    assertThat(fault)
        .hasMessageStartingWith(
            "The packages of /p cannot be installed for Python 3.14 on linux-x86_64: " + meaning)
        .hasMessageEndingWith("\n  " + said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ERROR: Could not find a version that satisfies the requirement six==1.17.0 (from versions: none) | six==1.17.0
          cause: Because six was not found in the cache and you require six==1.17.0, we can conclude | six
          hint: Packages were unavailable because the network was disabled. | a package
          """)
  void namesWhatWasNotFetchedWhereNothingMayBe(String said, String missing) {
    InstallFaults offline =
        new InstallFaults(new Project(Path.of("/p")), "Python 3.14 on linux-x86_64", true);

    assertThat(offline.notInstalled(new Tool.Ended(1, said)))
        .hasMessageContaining(
            ": "
                + missing
                + " was not fetched here before, and --offline forbids to fetch it; run this once"
                + " without --offline.");
  }
}
