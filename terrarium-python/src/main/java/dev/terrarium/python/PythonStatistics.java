package dev.terrarium.python;

/// What an interpreter holds for Java, and Java for it, at one moment.
///
/// @param references kept references that are open
/// @param handles Java functions, objects and buffers that Python holds
/// @param attachedThreads threads with a Python thread state of ours
/// @param carriers threads of ours that run Python for others
/// @param pendingReleases references let go whose object is not released yet
/// @param arrays arrays of ours that nobody has closed
public record PythonStatistics(
    int references,
    int handles,
    int attachedThreads,
    int carriers,
    int pendingReleases,
    int arrays) {}
