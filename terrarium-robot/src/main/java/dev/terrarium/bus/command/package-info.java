/// Tells a robot what to do: commands with allowed states, categories, preemption and time-outs.
///
/// A [CommandSet] declares what there is: states, [Category]s and [CommandDefinition]s. [Commands]
/// runs them: each execution on a thread of its own, ended by its handler, by its time-out, by who
/// cancels it, by what preempts it or by safety, and by exactly one of them.
///
/// ```
/// Submission (sealed)      what execute answers
///  ├ Accepted              with the Execution
///  └ Refused               with the Refusal: UnknownCommand, InvalidArguments, OperatorsOnly,
///                          SafetyError, Disarming, NotAllowed, CategoryFull, Closed
/// CommandOutcome (sealed)  how an execution ended
///  ├ Succeeded, Failed     as its handler says
///  ├ Crashed               its handler threw
///  ├ Ended                 from outside, by an Ending: Cancelled, Preempted, TimedOut,
///  │                       SafetyChanged, Closed
///  ├ ResultFailed          it was ended, and could not make a result of that
///  ├ NotBegun              what it preempted has not stopped
///  └ InvalidState          it named a next state that is not declared
/// Awaited (sealed)         what await answers: Over, StillRunning, Gone
/// ```
@NullMarked
package dev.terrarium.bus.command;

import org.jspecify.annotations.NullMarked;
