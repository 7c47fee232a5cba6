using System.Collections.Immutable;
using NodaTime;

namespace Throughline.Casefile.Programmes;

/// <summary>The numbers that the rules read. Hours and days as named; people where people are counted.</summary>
public sealed record Settings
{
    /// <summary>A fact recorded more than this many hours after it occurred is history: it books, sends and misses nothing.</summary>
    public required int HistoryAfterHours { get; init; }
    /// <summary>Open office hours after which an unanswered hand-off becomes work for both sides.</summary>
    public required int HandoffAnswerOpenHours { get; init; }
    /// <summary>Hours after its recording in which the station completes what a release lacks; then it is late work, never the person's fault.</summary>
    public required int CompleteWithinHours { get; init; }
    /// <summary>The earliest day of a slot, counted from the day of the release (day 0) at the office.</summary>
    public required int FirstSlotDay { get; init; }
    /// <summary>Days kept free between the last possible slot and the end of the window.</summary>
    public required int SlotMarginDays { get; init; }
    /// <summary>More people than this, of more than one household, make an address crowded.</summary>
    public required int CrowdedAbove { get; init; }
    public required ImmutableArray<Language> Languages { get; init; }
}

/// <summary>A language that the programme offers; <see cref="Code"/> is ISO 639-3.</summary>
public sealed record Language(string Code, string Name);

/// <summary>The channels of a check-in, and what the words of older files mean.</summary>
public sealed record Channels(ImmutableArray<string> Words, ImmutableSortedDictionary<string, string> OldWords)
{
    /// <summary>The programme's word for what a file says, or null when it is no word of the programme.</summary>
    public string? Read(string word)
    {
        var given = word.Trim().ToLowerInvariant();
        return Words.Contains(given) ? given : OldWords.GetValueOrDefault(given);
    }
}

/// <summary>A coded reason and its words on screen.</summary>
public sealed record ReasonCode(string Code, string Words);

/// <summary>The lists from which a coded reason is chosen.</summary>
public sealed record ReasonCodes(
    ImmutableArray<ReasonCode> HandoffReturned, ImmutableArray<ReasonCode> HandoffWithdrawn, ImmutableArray<ReasonCode> CaseClosed);

/// <summary>
/// How long a class of data is kept: <see cref="Period"/> after <see cref="Trigger"/>. <see cref="Citation"/> names the rule;
/// <see cref="IsDemonstration"/> says that the period was chosen for the demonstration because no source could be read;
/// <see cref="IsDuty"/>, that the rule is a duty to keep for so long, so that nobody may erase earlier.
/// </summary>
public sealed record RetentionClass(
    string Code, string Keeps, Period Period, RetentionTrigger Trigger, string Citation, bool IsDemonstration, bool IsDuty = false);

public enum RetentionTrigger { CaseClosed, OrderEnded, Recorded, Sent, Returned }
