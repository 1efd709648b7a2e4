/// Python scripts that act on behalf of an owner: one operation at a time, each of which can be
/// interrupted, and told where it stands, at any moment.
///
/// A [dev.terrarium.worker.script.ScriptHost] is an interpreter: that of this process, or a process
/// of its own. [dev.terrarium.worker.script.ScriptHosts] opens either by one word. What scripts ask
/// of Java goes to [dev.terrarium.worker.script.Upcalls]. Failures are
/// [dev.terrarium.worker.script.ScriptException], [dev.terrarium.message.ConversionFault] for what
/// cannot cross, and [dev.terrarium.worker.WorkerCrashedException] for the end of a process.
@NullMarked
package dev.terrarium.worker.script;

import org.jspecify.annotations.NullMarked;
