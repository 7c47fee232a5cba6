using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Host.Access;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Programmes;
using Throughline.Casefile.Releases;
using Throughline.Host.Casework;

namespace Throughline.Host.Pages.Desk.Releases;

/// <summary>After the recording: print, served, known, hand-off. Each is its own act with its own record, in any order.</summary>
internal sealed class DoneModel(Installation installation, Releasing releasing) : ReleasedPage(installation)
{
    private const string Reason = "issue the notice and send the hand-off";

    public int Version => Opened.State.Version;

    public int AnswerHours => Installation.Programme.Settings.HandoffAnswerOpenHours;

    public Destination Destination => Release.IsChildAlone
        ? Installation.Programme.DestinationOfChildAlone()
        : releasing.DestinationOf(Opened.State.CurrentAddress?.Address ?? Address.None);

    public IEnumerable<(string, string)> Languages
    {
        get
        {
            var known = Installation.Programme.Settings.Languages.Select(l => (l.Code, l.Name)).ToList();
            return Notice is { } n && n.Language is { } language && known.TrueForAll(l => l.Code != language) ? known.Append((language, language)) : known;
        }
    }

    public string HowServed => Holder!.Events.LastOrDefault(e => e.Event is NoticeServed) is { Event: NoticeServed { HowServed: { Length: > 0 } how } } ? Capital(how) + "." : "Served.";

    public IReadOnlyList<string> WhoKnows =>
    [
        .. from file in Adults
           from e in file.Events
           where e.Event is NoticeKnown
           let known = (NoticeKnown)e.Event
           select $"{file.State.Release!.Record.FullName}: {known.HowChecked}, in {LanguageName(known.Language)}{(known.Interpreter is { Length: > 0 } i ? $", interpreter {i}" : "")} ({DeskTime.At(e.OccurredAt, Zone, Now)})",
    ];

    public IEnumerable<CaseFile> NotYetKnown => Adults.Where(f => f.State.Notices.GetValueOrDefault(Notice!.Kind)?.Known is null);

    public bool AllKnow => !NotYetKnown.Any();

    public Instant CompleteBy => Release.RecordedAt + Duration.FromHours(Installation.Programme.Settings.CompleteWithinHours);

    public IReadOnlyList<(CaseId Id, string Who, int Count)> Missing =>
    [
        .. from file in Household
           let state = file.State
           let missing = MissingDetails.Of(
               state.Release!.Record, file == Household[0] ? state.CurrentAddress?.Grade ?? AddressGrade.Blank : AddressGrade.Deliverable, state.Release!.IsMinor)
           where missing.Length > 0
           select (state.Id, state.Release!.Record.FullName, missing.Length),
    ];

    public DateTimeZone OfficeZone(string office) => Installation.Programme.Offices.TryGetValue(office, out var o) ? o.Zone : Zone;

    public string LanguageName(string? code) => Installation.Programme.Settings.Languages.FirstOrDefault(l => l.Code == code)?.Name ?? code ?? "";

    /// <summary>What was posted and could not be recorded stays in its field.</summary>
    public string? Posted(string field) => Request.HasFormContentType && Request.Form.TryGetValue(field, out var text) ? text.ToString() : null;

    public async Task<IActionResult> OnGetAsync(string id) => await OpenAsync(id, Reason, stationOnly: true) ? Page() : NotFound();

    public async Task<IActionResult> OnPostServedAsync(string id, int version, string? how, string? language, string? interpreter, string? by)
    {
        if (!await OpenAsync(id, Reason, stationOnly: true) || Notice is not { } notice)
        {
            return NotFound();
        }

        Need("how", how, "Choose how the notice was given.");
        Need("by", by, "Write who gave the notice.");
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var words = $"{how}, by {by!.Trim()}, in {LanguageName(language)}{(string.IsNullOrWhiteSpace(interpreter) ? "" : $", interpreter {interpreter.Trim()}")}";
        return Then(await releasing.ServeNoticeAsync(Who, Opened.State.Id, notice.Kind, Now, words, version), "served");
    }

    public async Task<IActionResult> OnPostKnownAsync(string id, int version, string[] adult, string? @checked, string? knownLanguage, string? knownInterpreter)
    {
        if (!await OpenAsync(id, Reason, stationOnly: true) || Notice is not { } notice)
        {
            return NotFound();
        }

        var adults = adult.Select(a => CaseId.TryParse(a, out var number) ? number : default).ToHashSet();
        var outcome = await releasing.KnowNoticeAsync(
            Who, Opened.State.Id, adults, notice.Kind, knownLanguage ?? notice.Language ?? "eng", string.IsNullOrWhiteSpace(knownInterpreter) ? null : knownInterpreter.Trim(), @checked, version);
        return Then(outcome, "known", outcome.Refused == NoticeRules.HowCheckedNeeded ? "checked" : outcome.Refused == NoticeRules.WhoUnderstoodNeeded ? "adult" : "");
    }

    public async Task<IActionResult> OnPostSendAsync(string id, int version) =>
        await OpenAsync(id, Reason, stationOnly: true)
            ? Then(await releasing.SendAsync(Who, Opened.State.Id, version), "hand-off")
            : NotFound();

    private void Need(string field, string? value, string sentence)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            ModelState.AddModelError(field, sentence);
        }
    }

    private IActionResult Then(Outcome outcome, string part, string field = "") =>
        Refused(outcome, field) ? Page() : Redirect($"/desk/release/done/{Opened.State.Id}#{part}");

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
