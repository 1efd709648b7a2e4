package dev.terrarium.cli;

import dev.terrarium.cli.input.InputException;
import dev.terrarium.environment.EnvironmentException;
import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.FullHeap;
import dev.terrarium.pipeline.ManifestException;
import dev.terrarium.pipeline.MarshalException;
import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.PipelineException;
import dev.terrarium.pipeline.PipelineException.Kind;
import dev.terrarium.pipeline.Place;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.pipeline.json.OutputException;
import dev.terrarium.worker.WorkerCrashedException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What went wrong, before it is put in words or in JSON.
///
/// @param kind which kind of thing went wrong
/// @param exit the exit code that says so
/// @param message a sentence for a person
/// @param place where in the run it happened, if it did in a run
/// @param faults the single faults, each with its path
/// @param thrown what was thrown
record Complaint(
    Kind kind,
    int exit,
    String message,
    Optional<Place> place,
    List<Fault> faults,
    Throwable thrown) {
  Complaint {
    faults = List.copyOf(faults);
  }

  /// Says what `thrown` means before any node ran.
  static Complaint of(Throwable thrown) {
    return switch (thrown) {
      case ComplaintException known -> known.complaint();
      case CommandLineException wrong -> commandLine(wrong.where(), wrong);
      case InputException wrong -> commandLine("--input", wrong);
      case PipelineException failure -> of(failure, false);
      case EnvironmentException wrong -> plain(Kind.ENVIRONMENT, ExitCode.REFUSED, wrong);
      case UnwritableException failure -> plain(Kind.ENVIRONMENT, ExitCode.FAILED, failure);
      case OutOfMemoryError _ -> outOfMemory(thrown);
      default -> bug(thrown);
    };
  }

  /// Says what kept a pipeline from running to its end.
  ///
  /// @param ran whether a node was at work
  static Complaint of(PipelineException failure, boolean ran) {
    return switch (failure) {
      case ManifestException refused ->
          complaint(ExitCode.REFUSED, failure, Optional.empty(), refused.faults());
      case UnavailableException _ ->
          complaint(ran ? ExitCode.FAILED : ExitCode.REFUSED, failure, Optional.empty(), List.of());
      case NodeException raised ->
          complaint(ExitCode.FAILED, failure, Optional.of(raised.place()), List.of());
      case MarshalException seam ->
          complaint(
              ExitCode.FAILED,
              failure,
              Optional.of(seam.place()),
              List.of(new Fault(seam.path(), reasonOf(seam))));
    };
  }

  /// Says that the input turned out to be damaged while it was read.
  static Complaint input(InputException failure) {
    return plain(Kind.EXECUTION, ExitCode.FAILED, failure);
  }

  /// Says that JSON has no counterpart for what left the last node.
  static Complaint output(
      OutputException failure, NodeId node, long number, OptionalLong inputItem) {
    var fault = new Fault(failure.path(), reasonOf(failure));
    var message =
        "Output "
            + number
            + " of node "
            + node
            + " cannot be written as JSON: "
            + (fault.path().equals("$") ? fault.message() : fault);
    var place = new Place(node, Place.Phase.PROCESS, OptionalLong.empty(), inputItem);
    return new Complaint(
        Kind.MARSHAL, ExitCode.FAILED, message, Optional.of(place), List.of(fault), failure);
  }

  /// Returns the traceback in the words of Python, if Python raised this and a person has not seen
  /// it.
  Optional<String> traceback() {
    if (thrown instanceof ScriptRaisedException raised) {
      return raised.isTold()
          ? Optional.empty()
          : Optional.of(raised.traceback().stripTrailing()).filter(text -> !text.isEmpty());
    }
    return thrown instanceof NodeException raised && raised.getCause() instanceof ForeignException
        ? Optional.of(raised.traceback().stripTrailing()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  /// Returns the sentence for a person, who has seen already what a worker process wrote last, and
  /// some tracebacks.
  String toPerson() {
    if (thrown instanceof ScriptRaisedException raised && raised.isTold()) {
      return message.lines().findFirst().orElse("").replaceFirst("\\.$", "")
          + "; its traceback stands above.";
    }
    return thrown.getCause() instanceof WorkerCrashedException crash && !crash.lastLines().isEmpty()
        ? message.replace(
            String.valueOf(crash.getMessage()), crash.how() + "; its last words stand above")
        : message;
  }

  private static Complaint complaint(
      int exit, PipelineException failure, Optional<Place> place, List<Fault> faults) {
    return new Complaint(failure.kind(), exit, Sentences.message(failure), place, faults, failure);
  }

  private static Complaint commandLine(String where, Throwable wrong) {
    var said = Sentences.message(wrong);
    var message = said.matches("(?s).*[.?!]") ? said : said + ".";
    return new Complaint(
        Kind.MANIFEST,
        ExitCode.REFUSED,
        message,
        Optional.empty(),
        List.of(new Fault(where, message)),
        wrong);
  }

  static Complaint plain(Kind kind, int exit, Throwable failure) {
    return new Complaint(
        kind, exit, Sentences.message(failure), Optional.empty(), List.of(), failure);
  }

  private static Complaint outOfMemory(Throwable error) {
    var message = FullHeap.isReasonOf(error) ? FullHeap.sentence() + "." : error.toString();
    return new Complaint(
        Kind.ENVIRONMENT, ExitCode.FAILED, message, Optional.empty(), List.of(), error);
  }

  private static Complaint bug(Throwable thrown) {
    var message =
        "Terrarium itself failed, which is a bug in it: "
            + thrown
            + ". Run again with --verbose, and report what it prints.";
    return new Complaint(
        Kind.EXECUTION, ExitCode.FAILED, message, Optional.empty(), List.of(), thrown);
  }

  private static String reasonOf(Throwable thrown) {
    return Sentences.message(Optional.ofNullable(thrown.getCause()).orElse(thrown));
  }
}
