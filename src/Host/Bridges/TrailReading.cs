using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Decisions;
using Throughline.Host.Access;
using Throughline.Monitoring.Trail;
using Throughline.Monitoring.Zones;
using Throughline.Storage.Reading;
using Throughline.Storage.Trails;

namespace Throughline.Host.Bridges;

/// <summary>Since when an alert of a case is open: in its first hour nobody waits for a signature.</summary>
internal interface IOpenAlerts
{
    /// <summary>Of the open alert that was raised last; null: none is open.</summary>
    Task<Instant?> LastOpenedAsync(long @case, CancellationToken stop);
}

/// <summary>A zone of a case by its name at the desk, and what is known of it over a stretch (<see cref="VerdictBand"/>).</summary>
internal sealed record CaseZone(string Name, ZoneRule Rule, IReadOnlyList<VerdictInterval> Said);

/// <summary>The zones of a case.</summary>
internal interface ICaseZones
{
    Task<IReadOnlyList<CaseZone>> OfAsync(long @case, Instant from, Instant until, CancellationToken stop);
}

/// <summary>
/// A trail is read for a stated purpose, over a stated stretch, when a second person has signed. In the first hour of an open alert it is read
/// at once, from an hour before the alert on. Each reading is a line that the person sees.
/// </summary>
internal sealed class TrailReading(Installation installation, ITrailSource trails, IOpenAlerts alerts)
{
    public static readonly Refusal SpanNeeded = new("trail-span-needed", "Say from when until when, the end after the beginning and not in the future.");
    public static readonly Refusal SpanTooLong = new("trail-span-too-long", "A reading takes at most 31 days. Ask for the days that you need.");
    public static readonly Refusal PurposeNeeded = new("trail-purpose-needed", "Choose what you read the trail for. The person sees it.");
    public static readonly Refusal SecondPersonNeeded = new("trail-second-person-needed", "A second person must sign: not the one who asks.");
    public static readonly Refusal SupervisorSigns = new("trail-supervisor-signs", "A supervisor signs as the second person.");
    public static readonly Refusal AnsweredAlready = new("trail-answered-already", "It was answered already. Look at the list.");
    public static readonly Refusal NotOpen = new("trail-not-open", "This reading is not open to you: it was not signed, or its day is over. Ask again.");

    private static readonly Duration Longest = Duration.FromDays(31);
    private static readonly Duration FirstHour = Duration.FromHours(1);

    /// <summary>A signature holds for a day.</summary>
    private static readonly Duration Open = Duration.FromHours(24);
    private readonly TrailReadings _readings = new(installation.Store);

    /// <summary>Fixed words, in the person's sight: they follow "read your trail to".</summary>
    public static readonly IReadOnlyList<string> Purposes =
    [
        "look into an alert",
        "check what a device reported",
        "answer a court or your lawyer",
        "look into a complaint",
        "find somebody who may be in danger",
    ];

    public IReadOnlyList<TrailReadingRow> Of(CaseId id) => _readings.Of(id);

    /// <summary>What is wrong with a wish, before it is recorded.</summary>
    public static Refusal? Wrong(Instant? from, Instant? until, string? purpose, Instant now) =>
        from is not { } begins || until is not { } ends || ends <= begins || begins >= now || ends > now + Duration.FromMinutes(1) ? SpanNeeded
        : ends - begins > Longest ? SpanTooLong
        : purpose is null || !Purposes.Contains(purpose) ? PurposeNeeded
        : null;

    /// <summary>True: it may be read at once, as the alert's first hour runs.</summary>
    public static bool IsUrgent(Instant? alert, Instant from, Instant now) => alert is { } opened && now < opened + FirstHour && from >= opened - FirstHour;

    public static bool IsOpen(TrailReadingRow reading, Actor who, Instant now) =>
        (who == reading.AskedBy || (reading.IsSigned && who == reading.AnsweredBy))
        && (reading.AlertAt is { } alert ? now < alert + FirstHour : reading is { IsSigned: true, AnsweredAt: { } at } && now < at + Open);

    public static Refusal? WrongSecond(TrailReadingRow reading, Actor who) =>
        who == reading.AskedBy || (who.Name == reading.AskedBy.Name && who.Place == reading.AskedBy.Place) ? SecondPersonNeeded
        : who.Role != DecisionRules.SecondRole ? SupervisorSigns
        : !reading.Waits ? AnsweredAlready
        : null;

    public async Task<(int Number, Refusal? Refused)> AskAsync(Actor who, CaseId id, Instant? from, Instant? until, string? purpose, CancellationToken stop)
    {
        var now = installation.Clock.GetCurrentInstant();
        if (Wrong(from, until, purpose, now) is { } refusal)
        {
            return (0, refusal);
        }

        var alert = await alerts.LastOpenedAsync(id.Number, stop);
        var urgent = IsUrgent(alert, from!.Value, now);
        return (_readings.Ask(id, who, now, purpose!, from.Value, until!.Value, urgent ? alert : null), null);
    }

    public Refusal? Answer(Actor who, CaseId id, int number, bool signs) =>
        _readings.Of(id).FirstOrDefault(r => r.Number == number) is not { } reading ? NotOpen
        : WrongSecond(reading, who) is { } refusal ? refusal
        : _readings.Answer(id, number, who, installation.Clock.GetCurrentInstant(), signs) ? null : AnsweredAlready;

    /// <summary>The fixes of an open reading, once the line that the person sees is on the disk.</summary>
    public async Task<(TrailReadingRow? Reading, IReadOnlyList<TrailFix> Fixes)> ReadAsync(Actor who, CaseId id, int number, DateTimeZone zone, string route, CancellationToken stop)
    {
        var now = installation.Clock.GetCurrentInstant();
        if (_readings.Of(id).FirstOrDefault(r => r.Number == number) is not { } reading || !IsOpen(reading, who, now))
        {
            return (null, []);
        }

        var second = reading.AnsweredBy is { } signer ? $", signed by {signer.Name}" : ", in the first hour of an alert";
        await Accesses.RecordAsync(
            installation, who, [id], $"Read the trail from {DeskTime.At(reading.From, zone, now)} to {DeskTime.At(reading.Until, zone, now)} to {reading.Purpose}{second}", route);
        return (reading, await trails.ReadAsync(id.Number, reading.From, reading.Until, stop));
    }
}
