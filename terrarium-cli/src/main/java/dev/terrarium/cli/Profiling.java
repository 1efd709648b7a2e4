package dev.terrarium.cli;

import dev.terrarium.cli.profile.ProfileFormat;
import dev.terrarium.session.sampling.StackSampler;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The profile of a run that `--profile` asks for.
final class Profiling implements AutoCloseable {
  private static final String OPTION = "--profile";

  private final @Nullable Destination file;
  private final ProfileFormat format;
  private @Nullable StackSampler sampler;

  private Profiling(@Nullable Destination file, ProfileFormat format) {
    this.file = file;
    this.format = format;
  }

  /// Opens the file, if one is named, so that one that cannot be written is told before anything
  /// runs.
  static Profiling open(Optional<String> name) {
    return name.map(
            file -> {
              var format =
                  ProfileFormat.ofFile(file)
                      .orElseThrow(() ->
                          new CommandLineException(
                              OPTION,
                              "It cannot be told what to write "
                                  + file
                                  + " as: its name must end in "
                                  + ProfileFormat.EXTENSIONS
                                  + "."));
              return new Profiling(Destination.file(OPTION, file), format);
            })
        .orElseGet(() -> new Profiling(null, ProfileFormat.SVG));
  }

  /// Begins to look, if a profile is asked for; before the run begins.
  void begin() {
    if (file != null) {
      sampler = StackSampler.start();
    }
  }

  /// Writes what was seen, if a profile is asked for.
  ///
  /// @param title what was run
  void write(String title) {
    var seen = sampler;
    if (file != null && seen != null) {
      file.write(format.write(seen.stop(), title));
      file.commit();
    }
  }

  @Override
  public void close() {
    if (sampler != null) {
      sampler.close();
    }
    if (file != null) {
      file.close();
    }
  }
}
