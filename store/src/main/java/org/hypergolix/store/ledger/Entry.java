package org.hypergolix.store.ledger;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A submission on its way.
///
/// @param checked what was found out about each object before it got in line
/// @param size the sum of the objects' sizes in bytes
record Entry(
        Ledger.Submission submission, List<Checked> checked, long size, CompletableFuture<Ledger.Outcome> outcome) {}
