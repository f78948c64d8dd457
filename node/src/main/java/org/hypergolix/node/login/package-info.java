/// How whoever starts a node says where its account lives.
@NullMarked
package org.hypergolix.node.login;

import org.jspecify.annotations.NullMarked;
