using System.Collections.Immutable;
using NodaTime;

namespace Throughline.Casefile.Programmes;

/// <summary>
/// The legal route of a release. <see cref="DeclaredUntil"/> is the last declared day. <see cref="WindowDays"/> counts whole
/// periods of 24 hours from the release; null where the pathway asks for no report.
/// </summary>
public sealed record Pathway(
    string Code, string Name, LocalDate DeclaredFrom, LocalDate? DeclaredUntil, int? WindowDays, string NoticeKind, OrderTerms OrderTerms)
{
    /// <summary>What stands for the pathway of a child without an adult, who is on none.</summary>
    public const string None = "none";

    /// <summary>
    /// What is odd about a release on this pathway on that day at the station, or null. A flag is never a refusal: the
    /// person has left already, and a practice that outlives its declared end must be seen, not hidden.
    /// </summary>
    public PathwayFlag? FlagFor(LocalDate releasedOn) =>
        releasedOn < DeclaredFrom
            ? new(PathwayFlag.BeforeDeclaredStart, $"{Code} was declared from {DeclaredFrom:uuuu-MM-dd}; this release is of {releasedOn:uuuu-MM-dd}.")
        : releasedOn > DeclaredUntil
            ? new(PathwayFlag.AfterDeclaredEnd, $"{Code} was declared stopped on {DeclaredUntil:uuuu-MM-dd}; this release is of {releasedOn:uuuu-MM-dd}.")
        : null;
}

/// <summary>An accepted release that does not fit the declared dates of its pathway.</summary>
public sealed record PathwayFlag(string Code, string Sentence)
{
    public const string BeforeDeclaredStart = "before-declared-start";
    public const string AfterDeclaredEnd = "after-declared-end";
}

/// <summary>
/// The order that a release on a pathway creates. At least one end is always set (an order ends): after the report,
/// a number of days after the window closes, or a number of days after the release; the first to come counts.
/// A review, where one is set, falls that many days after the release. <see cref="RenewAtMostDays"/> is how far behind its end a renewal may
/// put a new one; null where the order is never renewed.
/// </summary>
public sealed record OrderTerms(
    string LegalBasis, ImmutableArray<Condition> Conditions, Technology Technology,
    bool EndsAfterReport, int? EndsDaysAfterWindow, int? EndsAfterDays, int? ReviewAfterDays, int? RenewAtMostDays = null);

/// <summary>One term of an order. <see cref="EveryDays"/> is the rhythm of a repeated duty; null for a duty that is done once or always holds.</summary>
public sealed record Condition(ConditionKind Kind, string Words, int? EveryDays = null);

public enum ConditionKind { Report, Enrol, CheckIn, AttendHearing, TellOfMove, StayIn, KeepOut, Curfew }

/// <summary>From the mildest to the strictest; their words in an order are those of <see cref="Orders.Levels"/>.</summary>
public enum Technology { None, Report, App, Call, Device }
