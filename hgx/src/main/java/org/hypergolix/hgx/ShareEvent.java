package org.hypergolix.hgx;

import org.hypergolix.golix.Ghid;

/// Somebody shared an object with this account, or another application of this account created one.
///
/// @param address the object's
/// @param origin who shared it; the own fingerprint for objects of other local applications
/// @param binder who owns it: check that it is who you expect, as anybody can pass on what he can read
/// @param apiId the schema of its state, as its owner says
public record ShareEvent(Ghid address, Ghid origin, Ghid binder, ApiId apiId) {}
