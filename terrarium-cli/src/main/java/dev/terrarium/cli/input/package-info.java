/// What a run is fed with: JSON, JSON lines and WAV files become items.
///
/// An [Input][dev.terrarium.cli.input.Input] is opened from what stands behind `--input`. What is
/// wrong with it is an [InputException][dev.terrarium.cli.input.InputException]: at opening where
/// that can be seen at once, else when the faulty item is reached.
@NullMarked
package dev.terrarium.cli.input;

import org.jspecify.annotations.NullMarked;
