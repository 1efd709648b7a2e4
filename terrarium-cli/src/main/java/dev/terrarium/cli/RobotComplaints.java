package dev.terrarium.cli;

import dev.terrarium.broker.BrokerException;
import dev.terrarium.broker.declaration.DeclarationException;
import dev.terrarium.broker.declaration.DeclarationFault;
import dev.terrarium.control.robot.ArmException;
import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.PipelineException.Kind;
import dev.terrarium.session.robot.UnfitException;
import java.util.Optional;
import java.util.function.IntSupplier;

/// What goes wrong with robots, as [Complaint]s; apart from those since only the command `robot`
/// has the modules of robots.
final class RobotComplaints {
  private RobotComplaints() {}

  /// Does some work of the command `robot`.
  ///
  /// @throws ComplaintException for what is wrong with a robot
  static int told(IntSupplier work) {
    try {
      return work.getAsInt();
    } catch (DeclarationException wrong) {
      throw new ComplaintException(declaration(wrong));
    } catch (UnfitException | BrokerException.UnknownModule wrong) {
      throw new ComplaintException(Complaint.plain(Kind.MANIFEST, ExitCode.REFUSED, wrong));
    } catch (ArmException missing) {
      throw new ComplaintException(Complaint.plain(Kind.ENVIRONMENT, ExitCode.REFUSED, missing));
    } catch (BrokerException failure) {
      throw failed(fault(failure));
    }
  }

  /// Returns a failure of a robot's Python as it is told.
  static RuntimeException fault(BrokerException failure) {
    return failure instanceof BrokerException.PythonError raised
        ? new ScriptRaisedException(
            Sentences.message(raised), raised.type(), raised.traceback(), raised)
        : failure;
  }

  /// Says that a robot failed.
  static ComplaintException failed(String message) {
    return failed(new IllegalStateException(message));
  }

  static ComplaintException failed(Throwable failure) {
    return new ComplaintException(Complaint.plain(Kind.EXECUTION, ExitCode.FAILED, failure));
  }

  private static Complaint declaration(DeclarationException wrong) {
    var faults =
        wrong.faults().stream()
            .map(fault -> new Fault(fault.path().isEmpty() ? "$" : fault.path(), reason(fault)))
            .toList();
    return new Complaint(
        Kind.MANIFEST, ExitCode.REFUSED, Sentences.message(wrong), Optional.empty(), faults, wrong);
  }

  private static String reason(DeclarationFault fault) {
    var line = fault.line() > 0 ? "line " + fault.line() + ": " : "";
    var near = fault.near().map(names -> "; did you mean " + names + "?").orElse("");
    return line + fault.message() + near;
  }
}
