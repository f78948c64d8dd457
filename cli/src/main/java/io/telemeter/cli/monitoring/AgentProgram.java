package io.telemeter.cli.monitoring;

import io.telemeter.agent.Agent;
import io.telemeter.cli.process.StopSignal;
import io.telemeter.pairing.AgentPairing;
import io.telemeter.pairing.PairingFile;
import io.telemeter.sampling.Sampler;
import io.telemeter.sampling.SamplingException;
import io.telemeter.schedule.AlarmClock;
import io.telemeter.schedule.Interval;
import io.telemeter.schedule.Metronome;
import io.telemeter.status.StatusSnapshot;
import io.telemeter.status.StatusText;
import java.io.IOException;
import java.util.Optional;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.Subscription;

/// The agent in this process.
final class AgentProgram {
    private final Place place;
    private final Journal journal;

    AgentProgram(Place place, Journal journal) {
        this.place = place;
        this.journal = journal;
    }

    /// Publishes until a signal asks to stop.
    ///
    /// @param pin the monitor to pair with in advance
    /// @param ready told the fingerprint once the agent can be paired with
    void run(Optional<Ghid> pin, Ready ready) throws IOException, SamplingException {
        place.prepare();
        PairingFile file = new PairingFile(place.agentPairing());
        try (Sampler sampler = Sampler.ofThisSystem();
                HgxLink link = place.connect();
                Subscription _ = link.onRelayChange(journal::relay)) {
            // Only now: the link holds the home, so no other agent writes the file. And before anybody is told that this
            // one runs: it does not with a file that cannot be read.
            AgentPairing known = file.readAgent();
            if (pin.isPresent()) {
                file.write(known.pairedWith(pin.get()));
            }
            Metronome metronome = new Metronome(AlarmClock.ofSystem(), Interval.DEFAULT);
            Agent agent = new Agent(link, () -> StatusText.write(StatusSnapshot.of(sampler.sample())), file, metronome,
                    journal, System::nanoTime);
            StopSignal.onFirst(agent::close);
            ready.ready(link.whoami());
            agent.run();
            journal.accept("stopping");
        }
    }

    /// Forgets the paired monitor; the next start makes a new status object and deletes the old one.
    ///
    /// @return who was paired
    Optional<Ghid> unpair() throws IOException {
        PairingFile file = new PairingFile(place.agentPairing());
        place.prepare();
        // The link takes the home's lock: a running agent would write its own pairing back.
        try (HgxLink _ = place.connect()) {
            AgentPairing pairing = file.readAgent();
            file.write(pairing.unpaired());
            return pairing.monitor();
        }
    }

    /// Hears that the agent runs.
    @FunctionalInterface
    interface Ready {
        void ready(Ghid fingerprint) throws IOException;
    }
}
