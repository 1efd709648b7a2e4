package dev.terrarium.worker;

/// The wish that Python nodes can be stopped also while they sleep or wait: given beside
/// [PythonSettings], it has each run use Python's main thread for its first piece with Python
/// nodes, if nobody else has that thread.
///
/// Only there can such a wait be ended. That piece then reads its input there, and results that it
/// delivers are taken there, too. Nodes with a time limit need that thread themselves, so a run
/// with such a node leaves it to them.
public record OnMainThread() {}
