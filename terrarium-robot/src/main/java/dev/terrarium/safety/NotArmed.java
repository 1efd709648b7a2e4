package dev.terrarium.safety;

/// An exception of something that needs an armed robot, and had none, or had one no longer.
///
/// A command whose handler ends with one after safety left armed under it counts as ended by
/// safety, not as crashed.
public interface NotArmed {}
