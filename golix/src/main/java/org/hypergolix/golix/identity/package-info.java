/// Identities, secrets, and what they do: sign, verify, seal, open.
@NullMarked
package org.hypergolix.golix.identity;

import org.jspecify.annotations.NullMarked;
