using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Households;
using Throughline.Casefile.Keeping;
using Throughline.Casefile.Messages;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.People;
using Throughline.Casefile.Releases;
using Throughline.Casefile.WalkIns;
namespace Throughline.Casefile;

/// <summary>The release as it now stands, corrections included.</summary>
public sealed record Release(
    ReleaseRecord Record,
    string Station,
    string Pathway,
    OffsetDateTime ReleasedAt,
    Instant RecordedAt,
    HouseholdId? Household,
    string? Nationality,
    AgeBand AgeBand,
    ANumberState ANumber,
    bool IsHistory,
    bool AfterPathwayEnded,
    Source Source,
    Instant? AmendedAt,
    string ContentHash)
{
    /// <summary>No duty of any kind exists for a minor; the responsible adult acts for the child.</summary>
    public bool IsMinor => AgeBand == AgeBand.Under18;

    /// <summary>Nobody of age belongs to this child: the child-welfare desk meets it, and no pathway applies.</summary>
    public bool IsChildAlone => ReleaseRules.IsChildAlone(AgeBand, Household, Pathway);
}

/// <summary>Where responsibility stands. The station is responsible until an office has accepted.</summary>
public sealed record Handoff(
    HandoffState State,
    string? Office = null,
    string? Because = null,
    string? Code = null,
    string? Text = null,
    Instant? SentAt = null,
    Instant? AnswerBy = null,
    Instant? AnsweredAt = null)
{
    public bool IsWaiting => State is HandoffState.Sent or HandoffState.Delivered;
}

/// <summary>A booked place in an office's calendar.</summary>
public sealed record Slot(string Office, LocalDate Day, LocalTime Time, Instant At);

public sealed record Obligation(int Number, string Kind, Instant Opens, Instant Due, Instant Closes, ObligationState State)
{
    /// <summary>The faults that gave this duty more time.</summary>
    public ImmutableList<CountedFault> Counted { get; init; } = [];

    /// <summary>What the ledger said when the miss came to review; null before.</summary>
    public string? Finding { get; init; }

    /// <summary>Set while a miss is proposed and waits for the second person.</summary>
    public MissProposal? Proposal { get; init; }

    /// <summary>A miss that stands: in review, or confirmed.</summary>
    public bool IsMissed => State is ObligationState.MissedToReview or ObligationState.ConfirmedMissed;

    public bool IsRunning => State == ObligationState.Running;

    /// <summary>The word of the word list for the state at <paramref name="now"/>.</summary>
    public string WordAt(Instant now) => State switch
    {
        ObligationState.Running => now < Opens ? "upcoming" : "open",
        ObligationState.Met => "met",
        ObligationState.MetLate => "met late",
        ObligationState.MissedToReview => "missed to review",
        ObligationState.Excused => "excused",
        ObligationState.ConfirmedMissed => "confirmed missed",
        ObligationState.Suspended => "suspended",
        _ => "cancelled",
    };
}

/// <summary>Who asks a second person to confirm a miss, with which reasons and which milder means tried.</summary>
public sealed record MissProposal(Actor Author, Instant At, string Reasons, string MeansTried);

/// <summary>Served, filed and known: three facts about one kind of notice.</summary>
public sealed record Notice(string Kind, Instant? Issued, string? Code, string? Language, Instant? Served, Instant? Filed, Instant? Known)
{
    /// <summary>Each fact as often as it was told with another time; the earliest one counts.</summary>
    public ImmutableHashSet<(Type Fact, Instant At)> Told { get; init; } = [];

    public bool WasTold<TFact>(Instant at) => Told.Contains((typeof(TFact), at));
}

public sealed record CheckIn(int Line, Instant At, string Channel, string? Office, string? Receipt, bool BeforeRelease);

public sealed record KnownAddress(Address Address, AddressGrade Grade, LocalDate From)
{
    /// <summary>The strongest proof that stands; null while nothing shows that the person lives there.</summary>
    public AddressProof? Proof { get; init; }
}

public sealed record Hearing(string HearingId, Instant At, string Zone, string Court, string? Room, string? Outcome);

/// <summary>A report of somebody of whom we had no record.</summary>
public sealed record WalkIn(WalkInKept Kept, Instant ReportedAt, CaseId? MatchedTo);

/// <summary>A row that names a person and was returned to its sender.</summary>
public sealed record ReturnedRow(RowReturned Row, Instant ReturnedAt, bool IsSettled, CaseId? SettledBy);
