package org.hypergolix.node.object;

import org.hypergolix.golix.Ghid;

/// What became of something that a relay showed.
public sealed interface Intake {

    /// It was newer and is on disk now.
    record Taken(Ghid address) implements Intake {}

    /// It is what is known already.
    record Known() implements Intake {}

    /// The relay is behind with an own object and will get the newer state.
    record Behind() implements Intake {}

    /// It has the counter of an own frame that another device wrote too; its state counts.
    record Tied() implements Intake {}

    /// It is right, as far as can be told, but cannot be had completely now.
    record Withheld(String reason) implements Intake {}

    /// No key known opens it.
    record Unreadable(String reason) implements Intake {}

    /// The offered key is that of another history than the one known.
    record Contradiction() implements Intake {}

    /// It is wrong, or older than what is known.
    record Refused(String reason) implements Intake {}

    /// Its owner has deleted the object.
    record Dead() implements Intake {}
}
