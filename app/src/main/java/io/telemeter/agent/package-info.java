/// The application: sampling, pairing, agent, monitor, history, alerts and views.
@NullMarked
package io.telemeter.agent;

import org.jspecify.annotations.NullMarked;
