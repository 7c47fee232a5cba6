using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Faults;
using Throughline.Host.Demonstrations;

namespace Throughline.Host.Casework;

/// <summary>Our own failures enter the ledger: by the people who know of them, and by the heartbeat that finds its own gaps.</summary>
internal sealed class Faulting(Installation installation)
{
    private const string Service = "service";

    /// <summary>How often the service says that it is there.</summary>
    public static readonly Duration Beat = Duration.FromSeconds(30);

    private static readonly Actor Heartbeat = Actor.Machine("heartbeat");

    // Three beats: one may be late on a busy machine, and a minute more or less moves nobody's due date wrongly.
    private static readonly Duration GapAtLeast = Duration.FromSeconds(90);
    private static readonly Duration DeadAfter = Duration.FromMinutes(10);

    /// <summary>Declares a fault. The case number of its file is in the outcome's events.</summary>
    public Task<Outcome> DeclareAsync(Actor who, FaultDeclared fault, string? evidence = null) =>
        installation.Recorder.RecordAsync(who, (scene, now) => FaultRules.Declare(scene.NewCase(), fault, now), evidence: evidence);

    public Task<Outcome> EndAsync(Actor who, CaseId fault, Instant until, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, fault, expectedVersion, (_, file, now) => FaultRules.End(file.State, until, now));

    public Task<Outcome> WithdrawAsync(Actor who, CaseId fault, string? because, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, fault, expectedVersion, (_, file, now) => FaultRules.Withdraw(file.State, because, now));

    /// <summary>
    /// The service is there. A gap since it last said so is a fault that begins with the last beat: nobody could report while nothing ran.
    /// Any process of the installation speaks for the service.
    /// </summary>
    public Task<Outcome> BeatAsync() => installation.Recorder.RecordAsync(Heartbeat, (scene, now) =>
        scene.Beat(Service, now) is { } last && now - last > GapAtLeast
            ? FaultRules.Declare(scene.NewCase(), new FaultDeclared(FaultKinds.ServiceDown, null, null, last, now, "The service did not run."), now)
            : Decision.Nothing);

    /// <summary>
    /// A sender works, or does not. One that has not worked for ten minutes is a fault, from its last good message until its next.
    /// </summary>
    public Task<Outcome> SenderAsync(string kind, bool works) => installation.Recorder.RecordAsync(Heartbeat, (scene, now) =>
    {
        var lasting = scene.Faults(now).FirstOrDefault(f => f.Kind == kind && f.Until is null && f.Office is null);
        if (works)
        {
            scene.Beat(kind, now);
            return lasting is null ? Decision.Nothing : FaultRules.End(scene.Find(lasting.Id)!.State, now, now);
        }

        // One that has never worked begins to fail now.
        var last = scene.LastBeat(kind) ?? scene.Beat(kind, now) ?? now;
        return lasting is null && now - last > DeadAfter
            ? FaultRules.Declare(scene.NewCase(), new FaultDeclared(kind, null, null, last, null, "The sender of messages did not work."), now)
            : Decision.Nothing;
    });

    /// <summary>One way in for devices works, or does not: a fault from its last message until it is heard again.</summary>
    public Task<Outcome> FeedAsync(string feed, bool works, Instant? lastHeard) => installation.Recorder.RecordAsync(Heartbeat, (scene, now) =>
    {
        var words = $"The way in {feed} was silent.";
        var lasting = scene.Faults(now).FirstOrDefault(f => f.Kind == FaultKinds.DeviceFeed && f.Until is null && f.Words == words);
        return (works, lasting) switch
        {
            (true, { } over) => FaultRules.End(scene.Find(over.Id)!.State, now, now),
            (false, null) => FaultRules.Declare(scene.NewCase(), new FaultDeclared(FaultKinds.DeviceFeed, null, null, Instant.Min(lastHeard ?? now, now), null, words), now),
            _ => Decision.Nothing,
        };
    });

    /// <summary>The demonstration's clock jumps, and the service was there all the time: the jump and the beat are one act, so no beat can see the gap.</summary>
    public Task MoveAsync(DemoClock clock, Instant to) => installation.Recorder.RecordAsync(Heartbeat, (scene, _) =>
    {
        clock.MoveTo(to);
        scene.Beat(Service, clock.GetCurrentInstant());
        return Decision.Nothing;
    });
}
