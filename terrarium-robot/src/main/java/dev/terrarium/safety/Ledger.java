package dev.terrarium.safety;

import java.lang.ref.PhantomReference;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// What a gate knows of its robot.
///
/// A record, because reflection cannot set a record's fields. The owner is held by a reference that
/// tells whether an object is the one and never hands it out: no way leads from a gate to the
/// [Safety] that could arm it.
///
/// @param movers the threads that move the robot, which its handlers may wait for
record Ledger(
    RobotId robot,
    PhantomReference<Safety> owner,
    AtomicReference<Standing> standing,
    Audience audience,
    Handlers handlers,
    Set<Thread> movers) {}
