using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Closing;
using Throughline.Casefile.Messages;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Parties;
using Throughline.Casefile.Referrals;
using Throughline.Host.Texts;
using Throughline.Storage;

namespace Throughline.Host.Messages;

/// <summary>
/// Tells the person's lawyer or helper of a closing, of stricter terms and of a referral: by case number, without a name and without what it
/// is about. Whoever was ended before it leaves gets nothing.
/// </summary>
internal sealed class PartyMessenger(Installation installation, ISender sender, MessageSettings settings)
{
    private const string Closed = "closed", Terms = "terms", Referral = "referral";
    private readonly Posting _posting = new(installation, sender);

    /// <summary>One entry for each party who is named now and each event that they are told of.</summary>
    public static IEnumerable<OutboxEntry> Entries(Recording recording, IEnumerable<NewEvent> events, Func<CaseId, Case?> find)
    {
        foreach (var e in events)
        {
            var what = e.Event switch
            {
                CaseClosed closed when !ClosingRules.Silent.Contains(closed.Reason) => Closed,
                SteppedUp => Terms,
                CaseReferred => Referral,
                _ => null,
            };
            foreach (var party in what is null ? [] : find(e.Case)?.Supervision.Parties.FindAll(p => !p.HasEnded) ?? [])
            {
                yield return new OutboxEntry(
                    FormattableString.Invariant($"{MessageRules.Party}-{what}:{e.Case.Number}:{recording.At.ToUnixTimeTicks()}:{party.Line}"), e.Case, MessageRules.Party,
                    FormattableString.Invariant($"{what}|{party.Line}|{e.OccurredAt.ToUnixTimeTicks()}"), recording.At);
            }
        }
    }

    /// <summary>What became of the row: sent, withdrawn (null), or to be tried again.</summary>
    public async Task<Delivery?> SendAsync(OutboxRow row, CancellationToken stopping)
    {
        var now = installation.Clock.GetCurrentInstant();
        if (row.Text.Split('|') is not [var what, var line, var ticks] || installation.Cases.Load(row.Case) is not { } file
            || file.State.Supervision.Parties.Find(p => p.Line.ToString(System.Globalization.CultureInfo.InvariantCulture) == line && !p.HasEnded) is not { } party
            || !IsStillTrue(file.State, what, Instant.FromUnixTimeTicks(long.Parse(ticks, System.Globalization.CultureInfo.InvariantCulture))))
        {
            OutboxRows.Withdraw(installation.Store, row.Id, now, "It was no longer so, or they are no longer named.");
            return null;
        }

        var office = installation.Programme.Offices.GetValueOrDefault(file.State.Handoff.Office ?? "") ?? installation.Programme.IntakeDesk;
        var allowed = party.Channel == ReachRules.Sms ? MessageRules.OutsideQuietHours(now, settings.QuietFrom, settings.QuietUntil, office.Zone) : now;
        if (allowed > now)
        {
            OutboxRows.Postpone(installation.Store, row.Id, allowed, "Quiet hours.");
            return null;
        }

        var text = NoticeTexts.Say("en", "party." + what, ("case", file.State.Id.ToString()), ("office", office.Name), ("phone", PersonTime.Phone(office.Phone)));
        var message = new Outgoing(row.Key, party.Channel, party.Channel == ReachRules.Letter ? $"{party.Name}\n{party.Contact}" : party.Contact, text, "en", office);
        return await _posting.SendAsync(row, message, message.Text, stopping);
    }

    private static bool IsStillTrue(Case state, string what, Instant at) => what switch
    {
        Closed => state.Closed is not null,
        Terms => state.Supervision.StepUps.Exists(s => s.At == at && !s.IsWithdrawn),
        _ => state.Supervision.Referrals.Exists(r => r.At == at && !r.IsWithdrawn),
    };
}
