package dev.terrarium.worker.process;

import static java.util.Objects.requireNonNullElse;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.worker.script.Ask;
import dev.terrarium.worker.script.UpcallRefusal;
import dev.terrarium.worker.script.Upcalls;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Answers what scripts ask, on the threads that have read it.
final class ScriptQuestions {
  /// The number of threads that scripts have started by other means than to spawn.
  private static final long STRANGER = 0;

  private final Upcalls upcalls;
  private final Replies replies;
  private final Map<Integer, Answering> answering = new HashMap<>();
  private boolean isOver;

  /// Where answers go to.
  interface Replies {
    /// Packs a value.
    ///
    /// @throws ConversionFault if it cannot cross
    byte[] pack(@Nullable Object value);

    void send(int kind, int number, byte[] payload);

    /// The process says what cannot be understood.
    void nonsense(WireException what);
  }

  ScriptQuestions(Upcalls upcalls, Replies replies) {
    this.upcalls = upcalls;
    this.replies = replies;
  }

  /// Who is at work on an answer.
  private record Answering(Thread thread, boolean isForSpawned) {}

  /// An answer, or what there is instead.
  @SuppressWarnings("ArrayRecordComponent") // Sent, and never compared.
  private record Reply(int kind, byte[] payload) {}

  /// Takes a question, which this thread is going to answer.
  ///
  /// @param runs whether an operation runs; when none does, nobody asks for one, whatever the
  ///   process says
  /// @return what answers it
  Runnable taken(Frame frame, boolean runs) {
    begin(frame.request(), false);
    return () -> answer(frame, runs);
  }

  private void answer(Frame frame, boolean runs) {
    Reply reply;
    try {
      reply = reply(frame, runs);
    } catch (WireException e) {
      replies.nonsense(e);
      return;
    } finally {
      frame.drop();
      end(frame.request());
    }
    replies.send(reply.kind(), frame.request(), reply.payload());
  }

  private synchronized void begin(int number, boolean isForSpawned) {
    answering.put(number, new Answering(Thread.currentThread(), isForSpawned));
    if (isOver) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void end(int number) {
    answering.remove(number);
    var _ = Thread.interrupted(); // It came too late.
  }

  /// Nobody waits for an answer any more: whoever is at work on it is interrupted.
  synchronized void giveUp(int number) {
    var known = answering.get(number);
    if (known != null) {
      known.thread().interrupt();
    }
  }

  /// Spawned work is interrupted, and waits for no answer any more.
  synchronized void giveUpSpawned() {
    answering.values().stream()
        .filter(Answering::isForSpawned)
        .forEach(known -> known.thread().interrupt());
  }

  /// Nobody waits for any answer.
  synchronized void giveUpAll() {
    isOver = true;
    answering.values().forEach(known -> known.thread().interrupt());
  }

  private Reply reply(Frame frame, boolean runs) throws WireException {
    try {
      var ask = ask(frame, runs);
      begin(frame.request(), ask.spawned().isPresent());
      return new Reply(Frame.SCRIPT_ANSWER, replies.pack(upcalls.answer(ask)));
    } catch (UpcallRefusal refusal) {
      return new Reply(Frame.SCRIPT_REFUSED, refused(refusal));
    } catch (ConversionFault fault) {
      var words = fault.path() + ": " + fault.getMessage();
      return new Reply(
          Frame.SCRIPT_REFUSED,
          PickleWriter.write(List.of("invalid_argument", words, Map.of("path", fault.path()))));
    } catch (WireException e) {
      throw e;
    } catch (InterruptedException e) {
      return new Reply(Frame.SCRIPT_REFUSED, PickleWriter.write(List.of()));
    } catch (Throwable thrown) { // which the script is told, whatever it is
      return new Reply(Frame.SCRIPT_FAULT, fault(thrown));
    }
  }

  private static Ask ask(Frame frame, boolean runs) throws WireException {
    if (!(PickleReader.read(frame.payload(), frame.slots()).value() instanceof List<?> fields)) {
      throw new WireException("it asks for what is no row of values");
    }
    var asked = Told.asked(fields);
    var arguments = new ArrayList<@Nullable Object>();
    for (var argument : asked.arguments()) {
      try {
        arguments.add(Settled.raw(argument));
      } catch (ConversionFault fault) {
        throw fault.under("[" + arguments.size() + "]");
      }
    }
    var spawned = asked.spawned();
    var beside =
        spawned == null && runs
            ? OptionalLong.empty()
            : OptionalLong.of(requireNonNullElse(spawned, STRANGER));
    return new Ask(asked.name(), arguments, beside);
  }

  private byte[] refused(UpcallRefusal refusal) {
    var words = requireNonNullElse(refusal.getMessage(), "");
    try {
      return replies.pack(List.of(refusal.code(), words, refusal.details()));
    } catch (ConversionFault fault) {
      return PickleWriter.write(List.of(refusal.code(), words, Map.of()));
    }
  }

  private static byte[] fault(Throwable thrown) {
    var stack = new StringWriter();
    thrown.printStackTrace(new PrintWriter(stack));
    try {
      return PickleWriter.write(
          Arrays.asList(thrown.getClass().getName(), thrown.getMessage(), stack.toString()));
    } catch (ConversionFault fault) { // half a character
      return PickleWriter.write(List.of(thrown.getClass().getName(), "", ""));
    }
  }
}
