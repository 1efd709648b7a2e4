package dev.terrarium.python;

/// What an interpreter holds for Java, and Java for it, at one moment.
///
/// @param references kept references that are open
/// @param handles Java functions, objects and buffers that Python holds
/// @param attachedThreads threads with a Python thread state of ours
/// @param carriers threads of ours that run Python for others
/// @param pendingReleases references let go whose object is not released yet
/// @param arrays arrays and tables that Java reads or owns and nobody has closed: [NativeArray],
///   ArrowTable, and the batches of an ArrowStream
public record PythonStatistics(
    int references,
    int handles,
    int attachedThreads,
    int carriers,
    int pendingReleases,
    int arrays) {}
