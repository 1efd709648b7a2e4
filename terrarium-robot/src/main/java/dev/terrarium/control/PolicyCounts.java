package dev.terrarium.control;

/// How often what happened to a policy.
///
/// @param asked it was asked
/// @param taken its targets were taken, late ones included
/// @param late its answers came later than a period after the question
/// @param dropped its answers came later than targets are held, and were not taken
/// @param skipped it was not asked, since it was still deciding
public record PolicyCounts(long asked, long taken, long late, long dropped, long skipped) {}
