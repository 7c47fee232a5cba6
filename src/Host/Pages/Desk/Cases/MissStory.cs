using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Handoffs;
using Throughline.Host.Access;
using Throughline.Host.Parts;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>One thing that we asked ourselves. <paramref name="IsGood"/>: the answer does not speak for the person.</summary>
internal sealed record Asked(string Question, bool IsGood, string Answer, string Found);

/// <summary>What the record says about a window that ended without a report: the questions that come before any decision, and the picture of them.</summary>
internal sealed class MissStory(Case state, Obligation duty, IReadOnlyList<Fault> faults, IReadOnlyList<Notice> notices, DateTimeZone zone, Instant now)
{
    // The picture begins with the window and ends a little behind it; what came before and after is in the timeline.
    private readonly Instant _end = Instant.Min(Instant.Max(now, duty.Closes + Duration.FromDays(1)), duty.Closes + (duty.Closes - duty.Opens) / 8);

    public IEnumerable<Asked> Questions()
    {
        var served = notices.Where(n => n.Served is not null).Select(n => n.Served!.Value).DefaultIfEmpty().Min();
        yield return notices.Any(n => n.Served is not null)
            ? new("Was the notice served?", true, "Yes", $"On {Day(served)}.")
            : new("Was the notice served?", false, "No", "No paper is on record as served.");
        yield return notices.Any(n => n.Known is not null)
            ? new("Was it understood?", true, "Yes", $"Shown on {Day(notices.First(n => n.Known is not null).Known!.Value)}.")
            : new("Was it understood?", false, "Not shown", "Nobody has recorded how it was checked that the person understood.");
        yield return state.SlotsHeld.Count > 0
            ? new("Was a place offered?", true, "Yes", string.Join("; ", state.SlotsHeld.Select(s => At(s.At))) + ".")
            : new("Was a place offered?", false, "No", "No place was ever booked.");
        yield return state.Handoff.State is HandoffState.Accepted or HandoffState.Inherited
            ? new("Had an office accepted?", true, "Yes", state.Handoff.AnsweredAt is { } at ? $"On {Day(at)}." : "From before this system.")
            : new("Had an office accepted?", false, "No", "The hand-off was not answered.");
        yield return Were("Were our pages up?", FaultKinds.ServiceDown);
        yield return Were("Was the office open?", FaultKinds.OfficeClosed, FaultKinds.TurnedAway);
        yield return Were("Could messages be sent?", FaultKinds.SenderFailing, FaultKinds.MessageBounced);
        yield return state.Attempts.Count > 0
            ? new("Did the person try?", false, "Yes", string.Join("; ", state.Attempts.Select(At)) + ".")
            : new("Did the person try?", true, "No try seen", "No page was opened to report.");
    }

    /// <summary>What speaks for the person, in one sentence.</summary>
    public string Sentence() => Questions().Where(q => !q.IsGood).ToList() is { Count: > 0 } open
        ? string.Join(" ", open.Select(q => $"{q.Question} {q.Answer}.")) + " The rules do not extend for that; you may."
        : "Each question that we asked ourselves has an answer. What happened to the person is not among them: ask.";

    public Markup Picture() => Lanes.Draw(
        "The window and what happened in it", Days(), 0, Share(duty.Closes),
        new LaneRow("Window", [new(0, Share(duty.Closes), "did", $"closed {At(duty.Closes)}")], ""),
        new LaneRow("Places", [.. state.SlotsHeld.Select((s, i) => new LanePiece(Share(s.At), Share(s.At), "no", Short(s.At, i + 1 < state.SlotsHeld.Count ? state.SlotsHeld[i + 1].At : null)))], "none was offered"),
        new LaneRow("Our faults", [.. faults.Select(f => new LanePiece(Share(f.From), Share(f.Until ?? now), "ours", FaultKinds.Words(f.Kind)))], "none in this window"),
        new LaneRow("Tries", [.. state.Attempts.Select((a, i) => new LanePiece(Share(a), Share(a), "did", Short(a, i + 1 < state.Attempts.Count ? state.Attempts[i + 1] : null)))], "none seen"));

    private Asked Were(string question, params string[] kinds) =>
        faults.Where(f => kinds.Contains(f.Kind)).ToList() is { Count: > 0 } found
            ? new(question, false, "Not always", string.Join(" ", found.Select(f => $"{f.Words.TrimEnd('.')}, {At(f.From)} to {(f.Until is { } until ? At(until) : "now")}.")))
            : new(question, true, "Yes", "No fault is in the ledger for the window.");

    private IEnumerable<(double, string)> Days()
    {
        const int Shown = 6;
        var step = (_end - duty.Opens) / (Shown - 1);
        for (var i = 0; i < Shown; i++)
        {
            var at = duty.Opens + step * i;
            yield return (Share(at), Short(at));
        }
    }

    /// <summary>"Dec 8"; nothing where the next point stands too near for words.</summary>
    private string Short(Instant at, Instant? next = null) =>
        next is { } n && Share(n) - Share(at) < 0.09 ? "" : at.InZone(zone).ToString("MMM d", System.Globalization.CultureInfo.InvariantCulture);

    private double Share(Instant at) => (at - duty.Opens) / (_end - duty.Opens);

    private string Day(Instant at) => DeskTime.Day(at.InZone(zone).Date, now.InZone(zone).Date);

    private string At(Instant at) => DeskTime.At(at, zone, now);
}
