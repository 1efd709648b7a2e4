package dev.terrarium.control;

import dev.terrarium.control.loop.BoardState;

/// What a policy decides by.
///
/// @param number how often it has been asked, counted from 1
/// @param state how the arm stands, of one cycle; the policy's own
public record Observation(long number, BoardState state) {}
