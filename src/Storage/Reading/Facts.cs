using Throughline.Casefile;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Transfers;
using Throughline.Casefile.WalkIns;

namespace Throughline.Storage.Reading;

/// <summary>Kinds of dated facts, as <c>facts.kind</c> holds them.</summary>
internal static class FactKind
{
    public const long Reported = 1, ToAppearServed = 2, ToAppearFiled = 3, Sent = 10, Delivered = 11, Accepted = 12, Returned = 13, Withdrawn = 14, Settled = 15;

    /// <summary>Between offices: a balance of their own. The code of a sending or an acceptance is "from>to".</summary>
    public const long TransferSent = 20, TransferDelivered = 21, TransferAccepted = 22, TransferReturned = 23, TransferWithdrawn = 24;
}

internal readonly record struct Fact(long Kind, long Line, long OccurredAt, string? Code);

/// <summary>
/// What is known of a release at one recorded instant, as figures group and count it. The three facts are the earliest of their kind, which is
/// all that an as-of instant asks: what is later than it has not happened by then.
/// </summary>
internal sealed record Figure(
    long ReleasedAt, long ReleasedOn, string Station, string Pathway, string Office, bool InHousehold, string? Nationality, string AgeBand, long? ReportedAt,
    long? ToAppearServedAt, long? ToAppearFiledAt)
{
    public static Figure? Of(Case? state, List<Fact> facts)
    {
        if (state?.Release is not { } r)
        {
            return null;
        }

        long? First(long kind)
        {
            long? first = null;
            foreach (var fact in facts)
            {
                first = fact.Kind == kind && !(fact.OccurredAt >= first) ? fact.OccurredAt : first;
            }

            return first;
        }

        return new Figure(
            r.ReleasedAt.ToInstant().Micros(), r.ReleasedAt.Date.Day(), r.Station, r.Pathway, state.Handoff.Office ?? "", r.Household is not null, r.Nationality,
            r.AgeBand.ToString().ToLowerInvariant(), First(FactKind.Reported), First(FactKind.ToAppearServed), First(FactKind.ToAppearFiled));
    }
}

internal static class Facts
{
    /// <summary>The facts in effect in this file. What was recorded in error is not among them.</summary>
    public static List<Fact> Of(CaseFile? file)
    {
        var facts = new List<Fact>();
        if (file is null)
        {
            return facts;
        }

        var struck = Case.StruckLines(file.Events);
        foreach (var e in file.Events)
        {
            if (!struck.Contains(e.Version) && KindOf(e.Event) is var (kind, code))
            {
                facts.Add(new Fact(kind, e.Version, e.OccurredAt.Micros(), code));
            }
        }

        return facts;
    }

    private static (long Kind, string? Code)? KindOf(CaseEvent e) => e switch
    {
        CheckedIn { BeforeRelease: false } => (FactKind.Reported, null),
        NoticeServed { Kind: NoticeKinds.ToAppear } => (FactKind.ToAppearServed, null),
        NoticeFiled { Kind: NoticeKinds.ToAppear } => (FactKind.ToAppearFiled, null),
        HandoffSent s => (FactKind.Sent, s.Office),
        HandoffDelivered d => (FactKind.Delivered, d.Office),
        HandoffAccepted a => (FactKind.Accepted, a.Office),
        HandoffReturned r => (FactKind.Returned, r.Code),
        HandoffWithdrawn => (FactKind.Withdrawn, null),
        RowReturned => (FactKind.Returned, "ROW"),
        RowSettled { By: null } => (FactKind.Withdrawn, null),
        RowSettled => (FactKind.Settled, null),
        TransferSent t => (FactKind.TransferSent, $"{t.From}>{t.To}"),
        TransferDelivered => (FactKind.TransferDelivered, null),
        TransferAccepted t => (FactKind.TransferAccepted, $"{t.From}>{t.To}"),
        TransferReturned t => (FactKind.TransferReturned, t.Code),
        TransferWithdrawn => (FactKind.TransferWithdrawn, null),
        _ => null,
    };
}
