using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Messages;
using Throughline.Casefile.Programmes;
using Throughline.Host.Bridges;
using Throughline.Host.Casework;
using Throughline.Host.Texts;
using Throughline.Storage;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Messages;

/// <summary>
/// Turns a row of the outbox into words in the person's language, at the moment of sending: what is no longer true is withdrawn, quiet hours
/// are kept, a number that asked for silence is left alone.
/// </summary>
internal sealed class Messenger(Installation installation, ISender sender, MessageSettings settings, PublicUrl site)
{
    private readonly Posting _posting = new(installation, sender);

    /// <summary>What became of the row: sent, withdrawn, or to be tried again. Throws nothing for what a sender does.</summary>
    public async Task<Delivery?> SendAsync(OutboxRow row, CancellationToken stopping)
    {
        var now = installation.Clock.GetCurrentInstant();
        if (installation.Cases.Load(row.Case) is not { } file || !MessageRules.IsStillTrue(file.State, row.Kind, Effects.About(row.Text)) || HasEnded(row))
        {
            OutboxRows.Withdraw(installation.Store, row.Id, now, "It was no longer so.");
            return null;
        }

        var office = OfficeOf(file.State);
        var allowed = MessageRules.OutsideQuietHours(now, settings.QuietFrom, settings.QuietUntil, office.Zone);
        if (allowed > now)
        {
            OutboxRows.Postpone(installation.Store, row.Id, allowed, "Quiet hours.");
            return null;
        }

        if (Compose(row, file.State, office) is not { } message)
        {
            OutboxRows.Withdraw(installation.Store, row.Id, now, "No number and no address that a letter reaches, or the number asked for silence: told at the desk.");
            return null;
        }

        return await _posting.SendAsync(row, message, Kept(row.Kind, message.Text, file.State), stopping);
    }

    /// <summary>What a device reported is over, or somebody has said what it was: the wearer is not told of it any more.</summary>
    private bool HasEnded(OutboxRow row) => MessageRules.OfDevice.Contains(row.Kind)
        && new AlertReading(installation.Store).Of(row.Case, 50).FirstOrDefault(a => a.Opened <= Effects.About(row.Text) && WearerWords.Of(a.Kind) == row.Kind) is null or { IsOver: true } or { Cleared: not null };

    /// <summary>The record keeps the words of a letter, and not the code in it: it is read by the desk and by the person.</summary>
    private static string Kept(string kind, string text, Case state) => kind == MessageRules.AddressCode ? text.Replace(Shown(state.AddressCode!.Value), "····-····", StringComparison.Ordinal) : text;

    private static string Shown(string code) => code[..4] + "-" + code[4..];

    public Task<Outcome> DeliveredAsync(CaseId id, string message) =>
        installation.Recorder.RecordAsync(Posting.Us, id, null, (_, file, now) => MessageRules.Deliver(file.State, message, now));

    public Task<Outcome> BouncedAsync(CaseId id, string message, string because) => _posting.BouncedAsync(id, message, because);

    private Outgoing? Compose(OutboxRow row, Case state, Office office)
    {
        var record = state.Release!.Record;
        var (silent, wanted) = record.Phone is { } number ? OutboxRows.Number(installation.Store, number) : default;
        var language = wanted ?? TextLanguage.OfRecord(record.Language).Code;
        var about = Effects.About(row.Text).InZone(office.Zone);
        var isCode = row.Kind == MessageRules.AddressCode;
        var text = isCode
            // The same words for everybody, protected or not.
            ? NoticeTexts.Say(language, "letter.address-code", ("code", Shown(state.AddressCode!.Value)), ("url", site.To("/me/address")))
            : NoticeTexts.Say(
                language, state.Protection is null ? "sms." + row.Kind : "sms.neutral", ("when", PersonTime.DayAndTime(language, about.Date, about.TimeOfDay)), ("office", office.Name),
                ("phone", PersonTime.Phone(office.Phone)), ("url", site.To("/me")));

        // By letter or not at all: any other way would show nothing of the address.
        return (isCode ? ReachRules.TakesLetters(state) ? ReachRules.Letter : null : ReachRules.Way(state, silent)) switch
        {
            ReachRules.Sms => new Outgoing(row.Key, ReachRules.Sms, record.Phone!, text + " " + NoticeTexts.Say(language, "sms.end"), language),
            ReachRules.Email => new Outgoing(row.Key, ReachRules.Email, ReachRules.EmailOf(state)!, state.Protection is null ? text + "\n\n" + NoticeTexts.Say(language, "mail.end", ("url", site.To("/me"))) : text, language),
            ReachRules.Letter => new Outgoing(row.Key, ReachRules.Letter, $"{record.FullName}\n{Lines(state.CurrentAddress!.Address)}", text, language, office, state.Protection is not null),
            _ => null,
        };
    }

    /// <summary>As the post wants it: street and unit, then city, state and postcode.</summary>
    private static string Lines(Address a) => string.Join('\n', new[] { a.Line, a.Unit, $"{a.City}, {a.State} {a.PostalCode}" }.Where(l => l.Trim(' ', ',').Length > 0));

    private Office OfficeOf(Case state) =>
        installation.Programme.Offices.GetValueOrDefault(state.Slot?.Office ?? state.Handoff.Office ?? "") ?? installation.Programme.IntakeDesk;
}
