package dev.terrarium.python;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What was made and has not ended, by the place that made it.
///
/// @param sites the places, those that made most first
public record LeakReport(List<Site> sites) {
  /// What can be left over.
  public enum Kind {
    /// A [PyRef] that nobody has closed.
    REFERENCE("reference"),
    /// A [PyRef] that the collector closed, since its user had not.
    FORGOTTEN("reference left to the collector"),
    /// The Python object behind a [PythonException], which lives as long as the exception does.
    EXCEPTION("exception"),
    /// A [NativeArray] that nobody has closed.
    ARRAY("array"),
    /// A Java function, object or buffer that Python holds.
    HANDLE("Java object held by Python"),
    /// A [Gil] that nobody has closed.
    REGION("open region of the GIL");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /// A place that made something.
  ///
  /// @param kind what it made
  /// @param what its type, as far as it is known
  /// @param thread the thread that made it
  /// @param stack the Java frames that made it, the user's first
  /// @param count how many of them there are
  public record Site(
      Kind kind, String what, String thread, List<StackTraceElement> stack, int count) {
    /// The same place, whatever the count.
    private Site key() {
      return counted(0);
    }

    private Site counted(int number) {
      return new Site(kind, what, thread, stack, number);
    }

    private void describe(StringBuilder text) {
      text.append(count).append(" × ").append(kind).append(": ").append(what);
      text.append(", made on thread \"").append(thread).append("\"\n");
      stack.forEach(frame -> text.append("    at ").append(frame).append('\n'));
    }
  }

  public LeakReport {
    sites = List.copyOf(sites);
  }

  /// How many things there are.
  public int count() {
    return sites.stream().mapToInt(Site::count).sum();
  }

  /// Whether there is nothing.
  public boolean isEmpty() {
    return sites.isEmpty();
  }

  /// What there is more of, place by place, than there was.
  public LeakReport since(LeakReport earlier) {
    Map<Site, Integer> before = new HashMap<>();
    earlier.sites.forEach(site -> before.put(site.key(), site.count()));
    return new LeakReport(
        sites.stream()
            .map(site -> site.counted(site.count() - before.getOrDefault(site.key(), 0)))
            .filter(site -> site.count() > 0)
            .toList());
  }

  /// The part whose kind fits.
  public LeakReport only(Predicate<Kind> kinds) {
    return new LeakReport(sites.stream().filter(site -> kinds.test(site.kind())).toList());
  }

  /// All of it, to be read by people.
  public String text() {
    StringBuilder text = new StringBuilder();
    sites.forEach(site -> site.describe(text));
    return text.toString();
  }

  /// Counts allocations by place.
  static final class Builder {
    private final Map<Site, Integer> counts = new HashMap<>();

    void add(Kind kind, Allocations.Allocation allocation) {
      Site site = new Site(kind, allocation.what, allocation.thread, allocation.stack(), 0);
      counts.merge(site, 1, Integer::sum);
    }

    LeakReport build() {
      List<Site> sites = new ArrayList<>();
      counts.forEach((site, count) -> sites.add(site.counted(count)));
      sites.sort(
          Comparator.comparingInt(Site::count)
              .reversed()
              .thenComparing(Site::kind)
              .thenComparing(Site::what));
      return new LeakReport(sites);
    }
  }
}
