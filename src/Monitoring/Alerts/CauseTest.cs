using System.Collections.Immutable;
using NodaTime;

namespace Throughline.Monitoring.Alerts;

/// <summary>Where an answer points. The numbers are stored: never change one.</summary>
public enum CauseHint
{
    None = 0,
    Feed = 1,

    /// <summary>Many devices of the same way in fell silent at once.</summary>
    ManySilent = 2,
    Charger = 3,
    Battery = 4,
    Jamming = 5,
    BadCell = 6,
    Model = 7,

    /// <summary>The person has written since: read it.</summary>
    Said = 8,
}

/// <summary>The order in which we ask.</summary>
public enum CauseQuestion
{
    FeedUp,
    OthersSilent,
    Charging,
    BatteryEmpty,
    JammingReported,
    CellBad,
    ModelOften,
    PersonSays,
}

public enum CauseAnswerKind
{
    No,
    Yes,

    /// <summary>Nobody has said so either way.</summary>
    NotKnown,
}

/// <summary>One question with its answer. <paramref name="Points"/> is None where the answer explains nothing.</summary>
public sealed record CauseAnswer(CauseQuestion Question, CauseAnswerKind Answer, CauseHint Points);

/// <summary>What the questions come to.</summary>
public sealed record CauseFinding(ImmutableArray<CauseAnswer> Answers)
{
    /// <summary>The first explanation found; those of our own side come first.</summary>
    public CauseHint Hint => Answers.Select(a => a.Points).FirstOrDefault(p => p != CauseHint.None);

    /// <summary>We ourselves, or the network, are the likely cause: nobody is told, and the time is a fault of ours.</summary>
    public bool IsOurs => Hint is CauseHint.Feed or CauseHint.ManySilent;
}

/// <summary>What is known around an alert, gathered by whoever asks. Null is "nobody has said".</summary>
public sealed record Around
{
    public bool? FeedUp { get; init; }

    /// <summary>Other devices of the same way in that fell silent within minutes of this one, and how many there are of them in all.</summary>
    public (int Silent, int All) Others { get; init; }

    /// <summary>When charging began, if it did within the minutes around the alert.</summary>
    public Instant? ChargingAt { get; init; }

    /// <summary>Percent, the last that was heard before the alert.</summary>
    public double? Battery { get; init; }

    public bool JammingReported { get; init; }

    public bool? CellBad { get; init; }

    /// <summary>Closed alerts of this kind and model, and how many of them had a cause on the device's side.</summary>
    public (int Closed, int False) Model { get; init; }

    public bool PersonWrote { get; init; }
}

/// <summary>Asked before anybody is told of silence, and shown on every alert. It names no one: each answer speaks of devices, networks and us.</summary>
public static class CauseTest
{
    /// <summary>A device at this charge stops by itself soon.</summary>
    public const double EmptyBelow = 5;

    /// <summary>So many fall silent together by a common cause, never by their wearers.</summary>
    public const int TogetherAtLeast = 3;

    private const double TogetherShare = 0.3, OftenShare = 0.5;
    private const int OftenAtLeast = 10;

    public static CauseFinding Ask(AlertKind kind, Around around)
    {
        var silence = kind is AlertKind.Fix or AlertKind.Contact;
        var (silent, all) = around.Others;
        var together = silent >= TogetherAtLeast && silent >= all * TogetherShare;
        var often = around.Model is var (closed, wrong) && closed >= OftenAtLeast && wrong >= closed * OftenShare;
        return new CauseFinding(
        [
            Of(CauseQuestion.FeedUp, around.FeedUp, around.FeedUp == false && silence ? CauseHint.Feed : CauseHint.None),
            Of(CauseQuestion.OthersSilent, together, together && silence ? CauseHint.ManySilent : CauseHint.None),
            Of(CauseQuestion.Charging, around.ChargingAt is not null, around.ChargingAt is not null && kind is AlertKind.Strap or AlertKind.Tamper or AlertKind.Shock ? CauseHint.Charger : CauseHint.None),
            Of(CauseQuestion.BatteryEmpty, around.Battery is { } b ? b < EmptyBelow : null, around.Battery < EmptyBelow && (silence || kind == AlertKind.Power) ? CauseHint.Battery : CauseHint.None),
            Of(CauseQuestion.JammingReported, around.JammingReported, around.JammingReported && silence ? CauseHint.Jamming : CauseHint.None),
            Of(CauseQuestion.CellBad, around.CellBad, around.CellBad == true && silence ? CauseHint.BadCell : CauseHint.None),
            Of(CauseQuestion.ModelOften, around.Model.Closed < OftenAtLeast ? null : often, often ? CauseHint.Model : CauseHint.None),
            Of(CauseQuestion.PersonSays, around.PersonWrote, around.PersonWrote ? CauseHint.Said : CauseHint.None),
        ]);
    }

    private static CauseAnswer Of(CauseQuestion question, bool? answer, CauseHint points) =>
        new(question, answer switch { true => CauseAnswerKind.Yes, false => CauseAnswerKind.No, null => CauseAnswerKind.NotKnown }, points);
}
