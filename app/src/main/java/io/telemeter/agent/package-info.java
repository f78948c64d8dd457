/// The agent: samples this machine and publishes its status to one monitor.
@NullMarked
package io.telemeter.agent;

import org.jspecify.annotations.NullMarked;
