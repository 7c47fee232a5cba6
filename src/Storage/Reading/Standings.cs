using Throughline.Casefile;
using Throughline.Casefile.Handoffs;

namespace Throughline.Storage.Reading;

/// <summary>
/// Where a person's hand-off stands. <see cref="Part"/>: waiting, accepted, returned, withdrawn; empty where a good row came in place of a
/// returned one and is followed under its own case. <see cref="WasSent"/> is false where an answer stands without a sending.
/// </summary>
internal readonly record struct Standing(string Part, string? Office, string? Code, bool WasSent)
{
    public Standing After(long kind, string? code) => new(
        Word(kind), kind is FactKind.Sent or FactKind.Delivered or FactKind.Accepted ? code : Office, kind == FactKind.Returned ? code : null,
        WasSent || kind == FactKind.Sent || (kind == FactKind.Returned && code == "ROW"));

    private static string Word(long kind) => kind switch
    {
        FactKind.Sent or FactKind.Delivered => "waiting",
        FactKind.Accepted => "accepted",
        FactKind.Returned => "returned",
        FactKind.Settled => "",
        _ => "withdrawn",
    };
}

/// <summary>
/// How many people more, or fewer, stand so from a day on: summed up to a day it is the balance of that day, and its cost follows the days
/// and places, not the people. Counted in memory through a transaction and written at its end, because many cases move the same few rows.
/// </summary>
internal sealed class Standings(Statements sql)
{
    public const string Inherited = "inherited";
    private readonly Dictionary<(long Day, string Station, Standing Standing), long> _moved = [];

    /// <summary>What was counted for a transaction that did not commit is forgotten.</summary>
    public void Begin() => _moved.Clear();

    public void Change(CaseFile? before, List<Fact> factsBefore, CaseFile after, List<Fact> factsAfter)
    {
        Count(before, factsBefore, -1);
        Count(after, factsAfter, 1);
    }

    public void End()
    {
        foreach (var ((day, station, at), people) in _moved.Where(m => m.Value != 0))
        {
            var now = sql.Scalar(
                """
                insert into standings (day, station, office, part, code, was_sent, people) values (@p0, @p1, @p2, @p3, @p4, @p5, @p6)
                on conflict (day, station, office, part, code, was_sent) do update set people = standings.people + excluded.people returning people
                """,
                day, station, at.Office ?? "", at.Part, at.Code ?? "", at.WasSent ? 1L : 0L, people);
            if (now is 0L)
            {
                // As if it had never been: a rebuild does not know of it either.
                sql.Execute(
                    "delete from standings where day = @p0 and station = @p1 and office = @p2 and part = @p3 and code = @p4 and was_sent = @p5",
                    day, station, at.Office ?? "", at.Part, at.Code ?? "", at.WasSent ? 1L : 0L);
            }
        }

        _moved.Clear();
    }

    private void Count(CaseFile? file, List<Fact> facts, long people)
    {
        if (file is null)
        {
            return;
        }

        var station = file.State.Release?.Station ?? file.State.Returned?.Row.Station ?? "";
        if (file.State is { Release: { } release, Handoff: { State: HandoffState.Inherited } handoff })
        {
            Move(release.RecordedAt.Micros(), station, new Standing(Inherited, handoff.Office, null, false), people);
        }

        Standing? stood = null;
        foreach (var step in facts.Where(f => f.Kind is >= FactKind.Sent and < FactKind.TransferSent).OrderBy(f => f.OccurredAt).ThenBy(f => f.Line))
        {
            if (stood is { } left)
            {
                Move(step.OccurredAt, station, left, -people);
            }

            stood = (stood ?? default).After(step.Kind, step.Code);
            Move(step.OccurredAt, station, stood.Value, people);
        }

        CountTransfers(facts, people);
    }

    /// <summary>Each transfer between offices on its own: "station" is the office that sent it.</summary>
    private void CountTransfers(List<Fact> facts, long people)
    {
        var steps = facts.Where(f => f.Kind >= FactKind.TransferSent).OrderBy(f => f.OccurredAt).ThenBy(f => f.Line).Select(f => (f.Kind, f.Code, f.OccurredAt)).ToList();
        if (steps.Count == 0)
        {
            return;
        }

        foreach (var transfer in TransferFigures.Follow(steps).GroupBy(s => s.Number))
        {
            TransferStanding? stood = null;
            foreach (var (_, standing, at, _) in transfer)
            {
                if (stood is { } left)
                {
                    Move(at, left.From, Of(left), -people);
                }

                stood = standing;
                Move(at, standing.From, Of(standing), people);
            }
        }

        static Standing Of(TransferStanding t) => new(TransferFigures.Prefix + t.Part, t.To, t.Code, t.WasSent);
    }

    private void Move(long at, string station, Standing standing, long people)
    {
        if (standing.Part.Length > 0)
        {
            var key = (at.ToInstant().InUtc().Date.Day(), station, standing);
            _moved[key] = _moved.GetValueOrDefault(key) + people;
        }
    }
}
