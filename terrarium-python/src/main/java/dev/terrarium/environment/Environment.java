package dev.terrarium.environment;

import java.util.function.Supplier;

/// Finds the Python to embed.
public final class Environment {
  private Environment() {}

  /// Looks at every candidate there is. Unpacks nothing.
  public static Search search(SearchPath path) {
    return search(path, Host.current(), Pins::ofRelease);
  }

  static Search search(SearchPath path, Host host, Supplier<Pins> pins) {
    Bundled bundled = new Bundled(path, host, pins);
    Choice choice = new Choice(path, new Inspector(path, host), bundled);
    return new Search(path, choice.all(), choice.decide(), bundled.folder(), host.toString());
  }

  /// The Python to use, ready to be opened.
  ///
  /// @throws EnvironmentException if the named one is refused, if nothing fits, or if the bundled
  ///   one cannot be unpacked
  public static Installation choose(SearchPath path) {
    return choose(path, UnpackListener.silent());
  }

  /// The Python to use, ready to be opened; the listener hears about an unpacking and about
  /// candidates that were passed over.
  ///
  /// @throws EnvironmentException if the named one is refused, if nothing fits, or if the bundled
  ///   one cannot be unpacked
  public static Installation choose(SearchPath path, UnpackListener listener) {
    return choose(path, listener, Host.current(), Pins::ofRelease);
  }

  static Installation choose(
      SearchPath path, UnpackListener listener, Host host, Supplier<Pins> pins) {
    Bundled bundled = new Bundled(path, host, pins);
    Choice choice = new Choice(path, new Inspector(path, host), bundled);
    return ready(choice.decide(), bundled, listener);
  }

  /// The Python of a decision, unpacked if need be.
  static Installation ready(Decision decision, Bundled bundled, UnpackListener listener) {
    return switch (decision) {
      case Decision.Chosen chosen -> {
        for (Candidate refused : chosen.passedOver()) {
          listener.notice(Reports.passedOver(refused));
        }
        if (chosen.installation().origin() == Origin.BUNDLED) {
          bundled.unpack(listener);
        }
        yield chosen.installation();
      }
      case Decision.NoneFits(String message) -> throw new EnvironmentException(message);
    };
  }
}
