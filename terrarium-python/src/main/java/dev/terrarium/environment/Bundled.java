package dev.terrarium.environment;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The bundled Python as one candidate among others.
final class Bundled {
  private final SearchPath path;
  private final Supplier<Pins> pins;
  private final BundleCache cache;
  private final Host host;
  private Bundle.@Nullable Finding finding;
  private @Nullable BundledFolder folder;

  /// @param pins asked for only when the jars are looked for
  Bundled(SearchPath path, Host host, Supplier<Pins> pins) {
    this.path = path;
    this.pins = pins;
    cache = new BundleCache(path.cache());
    this.host = host;
  }

  /// Whether its jars are at hand, whether or not this host can use them.
  boolean isCarried() {
    return finding() instanceof Bundle.Finding.Found;
  }

  /// Accepted if it is unpacked or can be; one that is unpacked has run here before.
  Candidate candidate() {
    return switch (finding()) {
      case Bundle.Finding.Found(Bundle bundle) -> {
        BundledFolder found = inspect(bundle);
        Optional<String> fault =
            found.state() == BundledFolder.State.COMPLETE ? Optional.empty() : bundle.fault(host);
        yield new Candidate(
            Origin.BUNDLED,
            found.folder(),
            fault.isPresent()
                ? new Outcome.Refused(fault.get())
                : new Outcome.Accepted(bundle.installation(found.folder())));
      }
      case Bundle.Finding.Absent(String reason) ->
          new Candidate(Origin.BUNDLED, Path.of("bundled"), new Outcome.Refused(reason));
    };
  }

  Optional<BundledFolder> folder() {
    return finding() instanceof Bundle.Finding.Found(Bundle bundle)
        ? Optional.of(inspect(bundle))
        : Optional.empty();
  }

  /// Unpacks it if it is not.
  ///
  /// @throws EnvironmentException if a jar is not the pinned one, or the folder cannot be made
  void unpack(UnpackListener listener) {
    if (finding() instanceof Bundle.Finding.Found(Bundle bundle)
        && inspect(bundle).state() != BundledFolder.State.COMPLETE) {
      cache.make(bundle, listener);
    }
  }

  /// Looked for when somebody asks, which a start with a named Python never does.
  private Bundle.Finding finding() {
    Bundle.Finding known = finding;
    if (known == null) {
      known = Bundle.find(path.jars(), host.platform(), pins.get());
      finding = known;
    }
    return known;
  }

  private BundledFolder inspect(Bundle bundle) {
    BundledFolder known = folder;
    if (known == null) {
      known = cache.inspect(bundle);
      folder = known;
    }
    return known;
  }
}
