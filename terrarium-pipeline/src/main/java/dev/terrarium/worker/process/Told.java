package dev.terrarium.worker.process;

import dev.terrarium.logging.PythonRecord;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.worker.LoggedApartException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a worker tells in frames that are no values.
final class Told {
  private static final long STDERR = 2;

  /// Whoever prints an exception goes as deep as it has causes.
  private static final int MOST_CAUSES = 32;

  private Told() {}

  /// Text for standard output or error.
  record Printed(boolean isError, String text) {}

  /// What a node is, as `terrarium._nodes` describes it.
  record Described(
      String summary,
      boolean takesAny,
      List<Named> parameters,
      boolean streams,
      boolean isSource) {}

  /// A parameter of a node.
  ///
  /// @param standard what it is when it is not given; empty for none
  record Named(String name, boolean isRequired, String annotation, String standard) {}

  /// Memory that the worker has made.
  ///
  /// @param isOurs whether for what the JVM sends
  record Made(int number, int descriptor, long capacity, boolean isOurs) {}

  /// What could not cross.
  ///
  /// @param path where in a value it was
  /// @param whole what value that was
  record Unfit(String path, String whole) {}

  /// A node that was made.
  ///
  /// @param missing the half that it lacks of `snapshot` and `restore`, of which it has the other
  record Opened(boolean canFlush, String missing) {}

  /// A failure.
  ///
  /// @param unfit what could not cross; null of what was raised
  /// @param sentence what to say of a node that cannot be loaded; null of others
  /// @param itself what the exception travels as; null where nobody wants it
  @SuppressWarnings("ArrayRecordComponent") // Read here, and never compared.
  record Failure(
      List<String> kinds,
      String message,
      String traceback,
      @Nullable Unfit unfit,
      @Nullable String sentence,
      byte @Nullable [] itself) {
    boolean isInterruption() {
      return kinds.contains("terrarium._errors.Interrupted");
    }
  }

  /// What a script asks.
  ///
  /// @param spawned the number of the spawned work that does; null for an operation
  record Asked(String name, List<?> arguments, @Nullable Long spawned) {}

  /// Where the main thread of a process of scripts stands.
  ///
  /// @param operation the one at work; 0 for none
  /// @param isAsking whether it waits for an answer
  /// @param waits whether it is in C code that has let the GIL go
  /// @param frames the innermost first
  /// @param raised how often an interrupt was raised in the operation
  record Stands(
      long operation,
      boolean isAsking,
      boolean waits,
      List<StackTraceElement> frames,
      int raised) {}

  static Printed printed(byte[] payload) throws WireException {
    var fields = fields(payload);
    return checked(() -> new Printed((Long) fields.get(0) == STDERR, (String) fields.get(1)));
  }

  static PythonRecord logged(byte[] payload) throws WireException {
    var fields = fields(payload);
    return checked(() ->
        new PythonRecord(
            Math.toIntExact((Long) fields.get(0)),
            (String) fields.get(1),
            (String) fields.get(2),
            (String) fields.get(3),
            raised((List<?>) fields.get(4), (String) fields.get(5)),
            texts((Map<?, ?>) fields.get(6))));
  }

  /// @param chain an exception and its causes; empty for none
  private static @Nullable LoggedApartException raised(List<?> chain, String traceback) {
    LoggedApartException raised = null;
    for (var each : chain.subList(0, Math.min(chain.size(), MOST_CAUSES)).reversed()) {
      var fields = (List<?>) each;
      var frames = ((List<?>) fields.get(1)).stream().map(it -> frame((List<?>) it)).toList();
      raised = new LoggedApartException((String) fields.get(0), frames, traceback, raised);
    }
    return raised;
  }

  @SuppressWarnings("NullAway") // as in checked
  private static StackTraceElement frame(List<?> fields) {
    return new StackTraceElement(
        (String) fields.get(0),
        (String) fields.get(1),
        (String) fields.get(2),
        Math.toIntExact((Long) fields.get(3)));
  }

  /// The files of modules.
  static List<String> imported(byte[] payload) throws WireException {
    var fields = fields(payload);
    return checked(() -> fields.stream().map(String.class::cast).toList());
  }

  static Asked asked(List<?> fields) throws WireException {
    return checked(
        () -> new Asked((String) fields.get(0), (List<?>) fields.get(1), (Long) fields.get(2)));
  }

  static Stands stands(byte[] payload) throws WireException {
    var fields = fields(payload);
    return checked(() ->
        new Stands(
            (Long) fields.get(0),
            (Boolean) fields.get(1),
            (Boolean) fields.get(2),
            ((List<?>) fields.get(3)).stream().map(each -> frame((List<?>) each)).toList(),
            Math.toIntExact((Long) fields.get(4))));
  }

  private static Map<String, String> texts(Map<?, ?> fields) {
    var texts = new java.util.TreeMap<String, String>();
    fields.forEach((name, value) -> texts.put((String) name, (String) value));
    return texts;
  }

  static Described described(byte[] payload) throws WireException {
    var fields = fields(payload);
    return checked(() ->
        new Described(
            (String) fields.get(0),
            (Boolean) fields.get(1),
            ((List<?>) fields.get(2)).stream().map(each -> named((List<?>) each)).toList(),
            (Boolean) fields.get(3),
            (Boolean) fields.get(4)));
  }

  @SuppressWarnings("NullAway") // as in checked
  private static Named named(List<?> fields) {
    return new Named(
        (String) fields.get(0),
        (Boolean) fields.get(1),
        (String) fields.get(2),
        (String) fields.get(3));
  }

  static Made made(byte[] payload) throws WireException {
    var fields = fields(payload);
    return checked(() ->
        new Made(
            Math.toIntExact((Long) fields.get(0)),
            Math.toIntExact((Long) fields.get(1)),
            (Long) fields.get(2),
            (Boolean) fields.get(3)));
  }

  static Opened opened(byte[] payload) throws WireException {
    var fields = fields(payload);
    return checked(() -> new Opened((Boolean) fields.get(0), (String) fields.get(1)));
  }

  static Failure failure(byte[] payload) throws WireException {
    var fields = fields(payload);
    return checked(() ->
        new Failure(
            kinds((List<?>) fields.get(0)),
            (String) fields.get(1),
            (String) fields.get(2),
            unfit((List<?>) fields.get(3)),
            (String) fields.get(4),
            (byte[]) fields.get(5)));
  }

  @SuppressWarnings("NullAway") // as in checked
  private static @Nullable Unfit unfit(@Nullable List<?> told) {
    return told == null ? null : new Unfit((String) told.get(0), (String) told.get(1));
  }

  private static List<String> kinds(List<?> told) {
    var kinds = told.stream().map(String.class::cast).toList();
    return kinds.subList(0, Math.max(1, kinds.size())); // an exception is of one kind at least
  }

  static List<?> fields(byte[] payload) throws WireException {
    try {
      if (PickleReader.read(payload).value() instanceof List<?> fields) {
        fields.forEach(Told::requireWhole);
        return fields;
      }
    } catch (ConversionFault fault) {
      throw new WireException("it tells what cannot be read: " + fault.getMessage());
    }
    throw new WireException("it tells what is no row of values");
  }

  private static void requireWhole(@Nullable Object field) {
    if (field instanceof HalfText half) {
      throw half.refusal();
    }
  }

  private interface Reading<T> {
    T read();
  }

  @SuppressWarnings("NullAway") // what is missing is refused as what is wrong is
  private static <T> T checked(Reading<T> reading) throws WireException {
    try {
      return reading.read();
    } catch (ClassCastException
        | IndexOutOfBoundsException
        | NullPointerException
        | ArithmeticException e) {
      throw new WireException("it tells what cannot be read: " + e);
    }
  }
}
