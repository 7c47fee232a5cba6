using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Challenges;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Closing;
using Throughline.Casefile.Contacts;
using Throughline.Casefile.Corrections;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Devices;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Hearings;
using Throughline.Casefile.Households;
using Throughline.Casefile.Keeping;
using Throughline.Casefile.Messages;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Casefile.People;
using Throughline.Casefile.Protections;
using Throughline.Casefile.Releases;
using Throughline.Casefile.Transfers;
using Throughline.Casefile.WalkIns;

namespace Throughline.Casefile;

/// <summary>
/// The state of a case file: a fold over its events. Exactly one of <see cref="Release"/>, <see cref="WalkIn"/>, <see cref="Returned"/>
/// and <see cref="Fault"/> says what kind of file it is.
/// </summary>
public sealed record Case(CaseId Id)
{
    public int Version { get; init; }
    public Release? Release { get; init; }
    public WalkIn? WalkIn { get; init; }
    public ReturnedRow? Returned { get; init; }
    public Fault? Fault { get; init; }
    public Handoff Handoff { get; init; } = new(HandoffState.Draft);
    /// <summary>The last transfer between offices; null while none was proposed or sent.</summary>
    public Transfer? Transfer { get; init; }

    /// <summary>Set while address, phone and household are for named people only.</summary>
    public Protection? Protection { get; init; }

    /// <summary>For a child: the adult whom a person named when the household split or rejoined.</summary>
    public CaseId? ResponsibleAdult { get; init; }

    /// <summary>Other cases of which a person said that they are of this person, and those that are not.</summary>
    public ImmutableSortedSet<CaseId> SamePerson { get; init; } = [];
    public ImmutableSortedSet<CaseId> NotSamePerson { get; init; } = [];
    public OrderMade? Order { get; init; }
    public bool OrderHasEnded { get; init; }

    /// <summary>What people decided about the terms, and what the person asked.</summary>
    public Supervision Supervision { get; init; } = new();

    /// <summary>What is worn, what it may collect, and the zones of the order.</summary>
    public DeviceFile Devices { get; init; } = new();
    public Slot? Slot { get; init; }

    /// <summary>Every slot that the person held when its day came, the present one included.</summary>
    public ImmutableList<Slot> SlotsHeld { get; init; } = [];

    /// <summary>When the person began to report, whether or not a report came of it.</summary>
    public ImmutableList<Instant> Attempts { get; init; } = [];
    public ImmutableList<Obligation> Obligations { get; init; } = [];
    public ImmutableSortedDictionary<string, Notice> Notices { get; init; } = ImmutableSortedDictionary<string, Notice>.Empty;
    public ImmutableList<CheckIn> CheckIns { get; init; } = [];
    public ImmutableList<KnownAddress> Addresses { get; init; } = [];
    public AddressCode? AddressCode { get; init; }
    public ImmutableList<Hearing> Hearings { get; init; } = [];
    public ImmutableList<Challenge> Challenges { get; init; } = [];
    public (string Reason, Instant At)? Closed { get; init; }
    public Instant? SuspendedAt { get; init; }
    public ImmutableList<Hold> Holds { get; init; } = [];

    /// <summary>Set once the person's key is gone: every personal value is the marker, and nothing more is recorded.</summary>
    public Erasure? Erased { get; init; }
    public ImmutableList<Message> Messages { get; init; } = [];
    public Reach? Reach { get; init; }
    public ImmutableList<Source> SentAgain { get; init; } = [];

    /// <summary>Each version of the record that was taken: by these a repetition is told from a conflict.</summary>
    public ImmutableList<(Source Source, string ContentHash)> Arrived { get; init; } = [];

    public KnownAddress? CurrentAddress => Addresses.Count == 0 ? null : Addresses[^1];

    public Obligation? Running => Obligations.Find(o => o.IsRunning);

    /// <summary>The place that answers for this person now: the station until an office has accepted, and never nobody.</summary>
    public string Responsible => Handoff.State switch
    {
        HandoffState.Accepted or HandoffState.Inherited => Handoff.Office!,
        _ => Release?.Station ?? Returned?.Row.Station ?? WalkIn?.Kept.Office ?? Fault?.Office ?? "INTAKE",
    };

    /// <summary>Folds a whole file. Lines that were recorded in error are left out, unless that correction was itself in error.</summary>
    public static Case Fold(CaseId id, IReadOnlyList<RecordedEvent> events)
    {
        var struck = StruckLines(events);
        var state = new Case(id);
        foreach (var e in events)
        {
            state = struck.Contains(e.Version) ? state with { Version = e.Version } : state.Apply(e);
        }

        return state;
    }

    /// <summary>The lines out of effect. Read from the end: a struck correction strikes nothing.</summary>
    public static HashSet<int> StruckLines(IReadOnlyList<RecordedEvent> events)
    {
        var struck = new HashSet<int>();
        for (var i = events.Count - 1; i >= 0; i--)
        {
            if (events[i].Event is RecordedInError error && !struck.Contains(events[i].Version))
            {
                struck.Add(error.Line);
            }
        }

        return struck;
    }

    /// <summary>One more event. A correction needs the whole file: use <see cref="Fold"/>.</summary>
    public Case Apply(RecordedEvent e) => On(e) with { Version = e.Version };

    private Case On(RecordedEvent recorded) => recorded.Event switch
    {
        PersonReleased e => this with
        {
            Release = new Release(
                e.Record, e.Station, e.Pathway, e.ReleasedAt, recorded.RecordedAt, e.Household, e.Nationality,
                e.AgeBand, e.ANumber, e.IsHistory, e.AfterPathwayEnded, e.Source, e.AmendedAt, e.ContentHash),
            Addresses = [new KnownAddress(e.Record.Address, e.AddressGrade, e.ReleasedAt.Date)],
            Arrived = [(e.Source, e.ContentHash)],
        },
        ReleaseCorrected e => this with
        {
            Release = Release! with
            {
                Record = e.Record,
                Station = e.Station,
                Pathway = e.Pathway,
                ReleasedAt = e.ReleasedAt,
                Nationality = e.Nationality,
                AgeBand = e.AgeBand,
                ANumber = e.ANumber,
                AmendedAt = e.AmendedAt,
                ContentHash = e.ContentHash,
                Source = e.Source,
            },
            Arrived = Arrived.Add((e.Source, e.ContentHash)),
            Addresses = CurrentAddress?.Address == e.Record.Address
                ? Addresses
                : Addresses.Add(new KnownAddress(e.Record.Address, e.AddressGrade, e.ReleasedAt.Date)),
        },
        ReleaseSentAgain e => this with { SentAgain = SentAgain.Add(e.Source) },
        OrderMade e => this with { Order = e, OrderHasEnded = false, Devices = Devices.WithNewOrder() },
        OrderEnded => this with { OrderHasEnded = true, Supervision = Supervision.WithoutOrder() },
        _ when DeviceFold.Takes(recorded.Event) => DeviceFold.On(this, recorded),
        _ when SupervisionFold.Takes(recorded.Event) => SupervisionFold.On(this, recorded),
        NoticeIssued e => WithNotice(e.Kind, n => n with { Issued = recorded.OccurredAt, Code = e.Code, Language = e.Language }),
        NoticeServed e => WithNotice(e.Kind, n => n with { Served = Earlier(n.Served, recorded.OccurredAt), Told = n.Told.Add((typeof(NoticeServed), recorded.OccurredAt)) }),
        NoticeFiled e => WithNotice(e.Kind, n => n with { Filed = Earlier(n.Filed, recorded.OccurredAt), Told = n.Told.Add((typeof(NoticeFiled), recorded.OccurredAt)) }),
        NoticeKnown e => WithNotice(e.Kind, n => n with { Known = Earlier(n.Known, recorded.OccurredAt), Told = n.Told.Add((typeof(NoticeKnown), recorded.OccurredAt)) }),
        HandoffSent e => this with
        {
            Handoff = new Handoff(HandoffState.Sent, e.Office, e.Because, SentAt: recorded.OccurredAt, AnswerBy: e.AnswerBy),
        },
        HandoffDelivered => this with { Handoff = Handoff with { State = HandoffState.Delivered } },
        HandoffAccepted e => this with
        {
            Handoff = Handoff with { State = HandoffState.Accepted, Office = e.Office, AnsweredAt = recorded.OccurredAt },
        },
        HandoffReturned e => this with
        {
            Handoff = Handoff with { State = HandoffState.Returned, Code = e.Code, Text = e.Text, AnsweredAt = recorded.OccurredAt },
        },
        HandoffWithdrawn e => this with
        {
            Handoff = Handoff with { State = HandoffState.Withdrawn, Text = e.Reason, AnsweredAt = recorded.OccurredAt },
        },
        HandoffInherited e => this with { Handoff = new Handoff(HandoffState.Inherited, e.Office, e.Because) },
        TransferProposed e => this with { Transfer = new Transfer(TransferState.Proposed, e.From, e.To, recorded.OccurredAt) { Reason = e.Because } },
        TransferDeclined => WithTransfer(TransferState.Kept, recorded),
        TransferSent e => this with
        {
            Transfer = new Transfer(TransferState.Sent, e.From, e.To, recorded.OccurredAt) { Reason = e.Reason, SentAt = recorded.OccurredAt, AnswerBy = e.AnswerBy },
        },
        TransferDelivered => WithTransfer(TransferState.Delivered, recorded),
        TransferAccepted e => WithTransfer(TransferState.Accepted, recorded) with { Handoff = Handoff with { Office = e.To } },
        TransferReturned e => WithTransfer(TransferState.Returned, recorded, e.Code, e.Text),
        TransferWithdrawn e => WithTransfer(TransferState.Withdrawn, recorded, null, e.Reason),
        HouseholdSplit e => this with { Release = Release is null ? null : Release with { Household = e.To }, ResponsibleAdult = e.ResponsibleAdult },
        HouseholdJoined e => this with { Release = Release is null ? null : Release with { Household = e.To }, ResponsibleAdult = e.ResponsibleAdult },
        ProtectionBegan e => this with { Protection = new Protection(recorded.OccurredAt, e.ByPerson, [.. e.Readers], e.Left) },
        ProtectionReaderNamed e => WithProtection(p => p with { Readers = p.Readers.Add(e.Reader) }),
        ProtectionReaderRemoved e => WithProtection(p => p with { Readers = p.Readers.Remove(e.Reader) }),
        ProtectionLiftProposed e => WithProtection(p => p with { Lift = (recorded.Who, recorded.OccurredAt, e.Reasons) }),
        ProtectionLiftDeclined => WithProtection(p => p with { Lift = null }),
        ProtectionLifted => this with { Protection = null },
        SamePersonLinked e => this with { SamePerson = SamePerson.Add(e.Other), NotSamePerson = NotSamePerson.Remove(e.Other) },
        SamePersonUnlinked e => this with { SamePerson = SamePerson.Remove(e.Other) },
        NotSamePerson e => this with { NotSamePerson = NotSamePerson.Add(e.Other) },
        ObligationOpened e => this with
        {
            Obligations = Obligations.Add(new Obligation(e.Number, e.Kind, e.Opens, e.Due, e.Closes, ObligationState.Running)),
        },
        DueDateMoved e => WithObligation(e.Number, o => o with { Due = e.Due, Closes = e.Closes }),
        FaultsCounted e => WithObligation(e.Number, o => o with { Counted = o.Counted.AddRange(e.Faults) }),
        ObligationMet e => WithObligation(e.Number, o => o with { State = e.Late ? ObligationState.MetLate : ObligationState.Met }),
        ObligationCancelled e => WithObligation(e.Number, o => o with { State = ObligationState.Cancelled }),
        ObligationSuspended e => WithObligation(e.Number, o => o with { State = ObligationState.Suspended }),
        ObligationResumed e => WithObligation(e.Number, o => o with { State = ObligationState.Running }),
        CaseClosed e => this with { Closed = (e.Reason, recorded.OccurredAt), SuspendedAt = null, Supervision = Supervision.Closed() },
        CaseReopened => this with { Closed = null },
        CaseSuspended => this with { SuspendedAt = recorded.OccurredAt },
        CaseResumed => this with { SuspendedAt = null, Devices = DeviceRules.WhyNoMore(this with { SuspendedAt = null }) is null ? Devices.GoesOn() : Devices },
        ContactMade or Alerts.AlertClosed => this,
        LineChallenged e => this with { Challenges = Challenges.Add(new Challenge(recorded.Version, e.Line, e.Text, recorded.OccurredAt, e.AnswerBy, null, null)) },
        ChallengeAnswered e => this with
        {
            Challenges = Challenges.ConvertAll(c => c.Number == e.Challenge ? c with { IsUpheld = e.IsUpheld, Answer = e.Answer } : c),
        },
        MissSentToReview e => WithObligation(e.Number, o => o with { State = ObligationState.MissedToReview, Finding = e.Finding }),
        MissReopened e => WithObligation(e.Number, o => o with { State = ObligationState.Running, Proposal = null }),
        MissExcused e => WithObligation(e.Number, o => o with { State = ObligationState.Excused, Proposal = null }),
        MissProposed e => WithObligation(e.Number, o => o with { Proposal = new MissProposal(recorded.Who, recorded.RecordedAt, e.Reasons, e.MeansTried) }),
        MissDeclined e => WithObligation(e.Number, o => o with { Proposal = null }),
        MissConfirmed e => WithObligation(e.Number, o => o with { State = ObligationState.ConfirmedMissed }),
        MissWithdrawn e => WithObligation(e.Number, o => o with { State = ObligationState.Excused, Proposal = null }),
        SlotBooked e => WithSlot(new Slot(e.Office, e.Day, e.Time, e.At), recorded.OccurredAt),
        SlotGivenBack => WithSlot(null, recorded.OccurredAt),
        CheckInAttempted => this with { Attempts = Attempts.Add(recorded.OccurredAt) },
        CheckedIn e => this with
        {
            CheckIns = CheckIns.Add(new CheckIn(recorded.Version, recorded.OccurredAt, e.Channel, e.Office, e.Receipt, e.BeforeRelease)),
        },
        AddressReported e => this with { Addresses = Addresses.Add(new KnownAddress(e.Address, e.Grade, e.From)) },
        AddressCodeMade or AddressCodeWrong or AddressProven => AddressProofRules.On(this, recorded),
        HearingSet e => this with
        {
            Hearings = Hearings.RemoveAll(h => h.HearingId == e.HearingId)
                .Add(new Hearing(e.HearingId, e.At, e.Zone, e.Court, e.Room, null)),
        },
        HearingOutcomeRecorded e => this with
        {
            Hearings = Hearings.ConvertAll(h => h.HearingId == e.HearingId ? h with { Outcome = e.Outcome } : h),
        },
        WalkInKept e => this with { WalkIn = new WalkIn(e, recorded.OccurredAt, null) },
        WalkInMatched e => this with { WalkIn = WalkIn! with { MatchedTo = e.To } },
        RowReturned e => this with { Returned = new ReturnedRow(e, recorded.OccurredAt, false, null) },
        RowSettled e => this with { Returned = Returned! with { IsSettled = true, SettledBy = e.By } },
        MessageSent e => this with { Messages = Messages.Add(new Message(e.Message, e.Kind, e.Channel, recorded.OccurredAt, null, null, Addresses.Count - 1)) },
        MessagePosted e => WithMessage(e.Message, m => m with { Posted = recorded.OccurredAt }),
        MessageDelivered e => WithMessage(e.Message, m => m with { Delivered = recorded.OccurredAt }),
        MessageBounced e => WithMessage(e.Message, m => m with { Bounced = recorded.OccurredAt }).WithAddressOf(e.Message),
        MessageReceived => this,
        WayToReachChosen e => this with { Reach = new Reach(e.Channel, e.Email, recorded.OccurredAt) },
        FaultDeclared e => this with { Fault = new Fault(Id, e.Kind, e.Office, e.OfCase, e.From, e.Until, e.Words) },
        FaultEnded e => this with { Fault = Fault! with { Until = e.Until } },
        FaultWithdrawn => this with { Fault = Fault! with { IsWithdrawn = true } },
        HoldPlaced e => this with { Holds = Holds.Add(new Hold(recorded.Version, recorded.Who, recorded.OccurredAt, e.Reason, e.Authority)) },
        HoldLifted e => this with { Holds = Holds.RemoveAll(h => h.Number == e.Hold) },
        PersonErased e => this with
        {
            Erased = new Erasure(recorded.OccurredAt, recorded.Who, e.Second, e.Reason, e.Authority, e.ANumberKey, e.Place),
            Addresses = e.Grade is { } grade ? [new KnownAddress(Address.None, grade, recorded.OccurredAt.InUtc().Date)] : [],
            AddressCode = null,
            Challenges = [],
        },
        RecordedInError => this,
        _ => throw new InvalidOperationException($"No fold for {recorded.Event.GetType().Name}."),
    };

    private static Instant Earlier(Instant? one, Instant other) => one is { } first && first < other ? first : other;

    private Case WithNotice(string kind, Func<Notice, Notice> change) => this with
    {
        Notices = Notices.SetItem(kind, change(Notices.GetValueOrDefault(kind) ?? new Notice(kind, null, null, null, null, null, null))),
    };

    /// <summary>A slot that is given up before its hour has never been one that the person could miss.</summary>
    private Case WithSlot(Slot? slot, Instant at)
    {
        var held = SlotsHeld.RemoveAll(s => s.At > at);
        return this with { Slot = slot, SlotsHeld = slot is null ? held : held.Add(slot) };
    }

    /// <summary>An answer; where its sending was recorded in error there is nothing to answer.</summary>
    private Case WithTransfer(TransferState to, RecordedEvent recorded, string? code = null, string? text = null) => this with
    {
        Transfer = Transfer is null ? null : Transfer with
        {
            State = to,
            At = recorded.OccurredAt,
            Code = code,
            Text = text,
            AnsweredAt = to == TransferState.Delivered ? null : recorded.OccurredAt,
        },
    };

    private Case WithProtection(Func<Protection, Protection> change) => this with { Protection = Protection is null ? null : change(Protection) };

    private Case WithMessage(string id, Func<Message, Message> change) => this with { Messages = Messages.ConvertAll(m => m.Id == id ? change(m) : m) };

    /// <summary>A letter that came back says of its address what no table of postcodes knows, and ends what had shown that the person lives there.</summary>
    private Case WithAddressOf(string message) => Messages.Find(m => m.Id == message) is { Channel: ReachRules.Letter, Address: >= 0 and var at } && at < Addresses.Count
        ? this with
        {
            Addresses = Addresses.SetItem(at, Addresses[at] with { Grade = AddressGrade.Undeliverable, Proof = null }),
            AddressCode = AddressCode?.Address == at ? null : AddressCode,
        }
        : this;

    private Case WithObligation(int number, Func<Obligation, Obligation> change) => this with
    {
        Obligations = Obligations.ConvertAll(o => o.Number == number ? change(o) : o),
    };
}

/// <summary>A case with its whole history: what rules about corrections, pages and figures read.</summary>
public sealed record CaseFile(Case State, ImmutableArray<RecordedEvent> Events)
{
    public static CaseFile Of(CaseId id, ImmutableArray<RecordedEvent> events) => new(Case.Fold(id, events), events);

    public CaseFile With(RecordedEvent e) => e.Event is RecordedInError
        ? Of(State.Id, Events.Add(e))
        : new CaseFile(State.Apply(e), Events.Add(e));
}
