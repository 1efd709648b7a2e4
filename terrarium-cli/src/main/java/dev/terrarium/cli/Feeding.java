package dev.terrarium.cli;

import dev.terrarium.cli.input.Input;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Pipeline;
import java.util.Optional;
import java.util.OptionalLong;

/// What a run is fed with: what `--input` names, or nothing.
///
/// @param input the input, if one is named
record Feeding(Optional<Input> input) implements AutoCloseable {
  /// Opens the input that is named.
  static Feeding open(Optional<String> argument) {
    return new Feeding(argument.map(named -> Input.open(named, Terminal.input())));
  }

  /// Whether outputs should leave one by one: all but a list is a stream.
  boolean isStream() {
    return input.map(Input::isStream).orElse(true);
  }

  /// Returns how many items there are, if that is known.
  OptionalLong length() {
    return input.map(Input::length).orElse(OptionalLong.empty());
  }

  /// Names the kind of input, as a recording does.
  String name() {
    return input.map(known -> known.isStream() ? "stream" : "batch").orElse("none");
  }

  /// Holds what there is against what the pipeline needs.
  ///
  /// @throws CommandLineException if a pipeline that takes an input has none, or the reverse
  void require(Pipeline pipeline) {
    if (pipeline.needsInput() && input.isEmpty()) {
      throw new CommandLineException(
          "--input",
          "The pipeline needs an --input: a file (.json, .jsonl, .wav), JSON text, or -"
              + " for JSON lines from standard input.");
    }
    if (!pipeline.needsInput() && input.isPresent()) {
      throw new CommandLineException(
          "--input",
          "The pipeline takes no --input: its first nodes make their items themselves. Leave the"
              + " option out.");
    }
  }

  /// Returns the items, counted as they are taken.
  Feed feed(Progress progress) {
    if (input.isEmpty()) {
      return new Feed.None();
    }
    var items = progress.counted(input.get().items());
    return isStream() ? new Feed.Stream(items) : new Feed.Batch(() -> items);
  }

  @Override
  public void close() {
    input.ifPresent(Input::close);
  }
}
