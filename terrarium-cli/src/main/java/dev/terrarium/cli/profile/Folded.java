package dev.terrarium.cli.profile;

import dev.terrarium.session.sampling.Frame;
import dev.terrarium.session.sampling.StackProfile;
import java.util.List;
import java.util.stream.Collectors;

/// Stacks as lines of text, each with its count, as `flamegraph.pl` and speedscope read them.
final class Folded {
  private Folded() {}

  static String text(StackProfile profile) {
    return profile.stacks().entrySet().stream()
        .map(entry -> line(entry.getKey()) + " " + entry.getValue())
        .sorted()
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static String line(List<Frame> stack) {
    return stack.stream().map(Folded::name).collect(Collectors.joining(";"));
  }

  private static String name(Frame frame) {
    var name =
        switch (frame.kind()) {
          case JAVA -> frame.place() + frame.name().substring(frame.name().lastIndexOf('.'));
          case WAITING -> "(" + frame.name() + ")";
          case THREAD, NODE, PYTHON -> frame.name();
        };
    return name.replace(';', ':').replaceAll("\\s+", " ");
  }
}
