using NodaTime;

namespace Throughline.Casefile.Faults;

public static class FaultKinds
{
    /// <summary>Entered in the ledger, by the system that noticed or by a person who knows.</summary>
    public const string ServiceDown = "service-down", SenderFailing = "sender-failing", MessageBounced = "message-bounced", OfficeClosed = "office-closed",
        TurnedAway = "turned-away", FeedLate = "feed-late";

    /// <summary>The devices of one way in could not be heard: it gives time to those who wear one.</summary>
    public const string DeviceFeed = "device-feed";

    /// <summary>Read from the case itself: no place was ever offered, the notice was never served, no office had taken the case.</summary>
    public const string NoSlot = "no-slot", NoticeNotServed = "notice-not-served", NotAccepted = "not-accepted";

    /// <summary>What a person may declare by hand.</summary>
    public static readonly IReadOnlyList<string> Declarable = [OfficeClosed, TurnedAway, ServiceDown, SenderFailing, FeedLate, DeviceFeed];

    public static string Words(string kind) => kind switch
    {
        ServiceDown => "The service was down",
        SenderFailing => "Messages could not be sent",
        MessageBounced => "A message came back",
        OfficeClosed => "The office was closed",
        TurnedAway => "The office turned people away",
        FeedLate => "Records reached us late",
        DeviceFeed => "Devices could not be heard",
        NoSlot => "No place was offered",
        NoticeNotServed => "The notice was not served",
        NotAccepted => "No office had accepted the hand-off",
        _ => kind,
    };
}

/// <summary>An interval in which the system itself, a supplier or an office failed. <see cref="Until"/> is null while it lasts.</summary>
public sealed record Fault(CaseId Id, string Kind, string? Office, CaseId? OfCase, Instant From, Instant? Until, string Words, bool IsWithdrawn = false)
{
    public bool Hits(CaseId @case, string? office) => !IsWithdrawn && (OfCase is null ? Office is null || Office == office : OfCase == @case);

    public bool Overlaps(Interval period) => From < period.End && (Until ?? Instant.MaxValue) > period.Start;
}

/// <summary>A fault that gave a person time, and up to when it has been counted: the same hour never counts twice.</summary>
/// <param name="Fault">The file in the ledger; null where the fault was read from the case itself.</param>
public sealed record CountedFault(string Kind, CaseId? Fault, Instant From, Instant Until);
