package dev.terrarium.bus.command;

/// What is wrong with one argument of a goal.
///
/// @param argument its name
/// @param expected what was expected, such as `a whole number`
/// @param given what was given, in words
public record ArgumentFault(String argument, String expected, String given) {
  @Override
  public String toString() {
    return "argument '%s': expected %s, was given %s".formatted(argument, expected, given);
  }
}
